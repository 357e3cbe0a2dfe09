//! Rows → the columns of a Parquet table: typed, with lists of structs for procedures and flags. The same columns for any rows.

use arrow_array::{
    Array, ArrayRef, Float64Array, Int64Array, ListArray, RecordBatch, StringArray, StructArray, new_empty_array,
};
use arrow_buffer::OffsetBuffer;
use arrow_schema::{Field, Fields, Schema, SchemaRef};
use opnote::render::row::{AuditRow, RowClaim, RowFlag, RowMoney, RowProcedure, name};
use serde::Serialize;
use std::sync::Arc;

/// A column with its name.
type Named = (String, ArrayRef);

/// The columns of some rows. Those of `--group-by` come last, named `group_…`.
pub fn batch(rows: &[AuditRow], groups: &[String]) -> RecordBatch {
    let columns = columns(rows, groups);
    let fields: Fields = columns.iter().map(field).collect();
    let arrays = columns.into_iter().map(|(_, array)| array).collect();
    RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays).expect("columns as long as there are rows")
}

/// The names and types of the columns.
pub fn schema(groups: &[String]) -> SchemaRef {
    batch(&[], groups).schema()
}

/// Every column may be empty, so that the same names and types hold for any rows.
fn field((name, array): &Named) -> Field {
    Field::new(name, array.data_type().clone(), true)
}

fn columns(rows: &[AuditRow], groups: &[String]) -> Vec<Named> {
    let claim = |r: &AuditRow| r.claim.clone();
    let money = |r: &AuditRow| r.claim.as_ref().and_then(|c| c.money.clone());
    let amount = |of: fn(&RowMoney) -> f64| floats(rows.iter().map(|r| money(r).as_ref().map(of)));
    let ids = |of: fn(RowClaim) -> Vec<String>| texts(rows.iter().map(|r| claim(r).map(of).unwrap_or_default()));
    let mut columns: Vec<Named> = vec![
        named("row", integers(rows.iter().map(|r| Some(r.row as i64)))),
        named("file", strings(rows.iter().map(|r| Some(r.file.clone())))),
        named("line", integers(rows.iter().map(|r| r.line.map(|l| l as i64)))),
        named("id", strings(rows.iter().map(|r| r.id.clone()))),
        named("status", strings(rows.iter().map(|r| Some(name(&r.status))))),
        named("reason", strings(rows.iter().map(|r| r.reason.clone()))),
        named("procedures", procedures(rows)),
        named("flags", flags(rows)),
        named("billed", ids(|c| c.billed)),
        named("billed_from", strings(rows.iter().map(|r| claim(r).map(|c| name(&c.origin))))),
        named("diagnoses", ids(|c| c.diagnoses)),
        named("verdict", strings(rows.iter().map(|r| claim(r).map(|c| name(&c.verdict))))),
        named("findings", ids(|c| c.findings)),
        named("money_billed", amount(|m| m.billed)),
        named("money_supported", amount(|m| m.supported)),
        named("money_difference", amount(|m| m.difference)),
        named("rvu_difference", amount(|m| m.difference_rvu)),
        named("money_year", integers(rows.iter().map(|r| money(r).map(|m| i64::from(m.year))))),
        named("decoded_from", strings(rows.iter().map(|r| r.decoded_from.clone()))),
        named("rules", strings(rows.iter().map(|r| Some(r.rules.clone())))),
    ];
    for group in groups {
        let values = rows.iter().map(|r| r.groups.get(group).and_then(|v| v.as_str()).map(str::to_owned));
        columns.push((format!("group_{group}"), strings(values)));
    }
    columns
}

fn named(name: &str, array: ArrayRef) -> Named {
    (name.to_owned(), array)
}

fn strings(values: impl Iterator<Item = Option<String>>) -> ArrayRef {
    Arc::new(values.collect::<StringArray>())
}

fn integers(values: impl Iterator<Item = Option<i64>>) -> ArrayRef {
    Arc::new(values.collect::<Int64Array>())
}

fn floats(values: impl Iterator<Item = Option<f64>>) -> ArrayRef {
    Arc::new(values.collect::<Float64Array>())
}

/// A list of texts per row.
fn texts(values: impl Iterator<Item = Vec<String>>) -> ArrayRef {
    let rows: Vec<Vec<String>> = values.collect();
    let lengths: Vec<usize> = rows.iter().map(Vec::len).collect();
    list(&lengths, strings(rows.into_iter().flatten().map(Some)))
}

/// A list per row, of so many items each.
fn list(lengths: &[usize], items: ArrayRef) -> ArrayRef {
    let item = Arc::new(Field::new("element", items.data_type().clone(), true));
    let offsets = OffsetBuffer::from_lengths(lengths.iter().copied());
    Arc::new(ListArray::new(item, offsets, items, None))
}

/// A list of structs per row.
fn structs(lengths: &[usize], columns: Vec<Named>) -> ArrayRef {
    let fields: Fields = columns.iter().map(field).collect();
    let arrays: Vec<ArrayRef> = columns.into_iter().map(|(_, array)| array).collect();
    let is_empty = lengths.iter().sum::<usize>() == 0;
    let items: ArrayRef = match is_empty {
        true => new_empty_array(&arrow_schema::DataType::Struct(fields)),
        false => Arc::new(StructArray::new(fields, arrays, None)),
    };
    list(lengths, items)
}

fn value(value: Option<impl Serialize>) -> Option<String> {
    value.map(|v| name(&v))
}

fn values<T: Serialize>(values: &[T]) -> Vec<String> {
    values.iter().map(|v| name(v)).collect()
}

fn procedures(rows: &[AuditRow]) -> ArrayRef {
    let lengths: Vec<usize> = rows.iter().map(|r| r.procedures.len()).collect();
    let all: Vec<&RowProcedure> = rows.iter().flat_map(|r| &r.procedures).collect();
    let text = |of: fn(&RowProcedure) -> Option<String>| strings(all.iter().map(|p| of(p)));
    let list_of = |of: fn(&RowProcedure) -> Vec<String>| texts(all.iter().map(|p| of(p)));
    let sizes: Vec<Vec<f64>> = all.iter().map(|p| p.size_mm.clone().unwrap_or_default()).collect();
    let size_lengths: Vec<usize> = sizes.iter().map(Vec::len).collect();
    let columns = vec![
        named("code", text(|p| p.code.clone())),
        named("status", text(|p| Some(name(&p.status)))),
        named("approach", text(|p| value(p.approach))),
        named("depth", text(|p| value(p.depth))),
        named("region", text(|p| value(p.region))),
        named("aspects", list_of(|p| values(&p.aspects))),
        named("structure", text(|p| p.structure.clone())),
        named("laterality", text(|p| value(p.laterality))),
        named("size_mm", list(&size_lengths, floats(sizes.into_iter().flatten().map(Some)))),
        named("guidance", text(|p| value(p.guidance))),
        named("modalities", list_of(|p| values(&p.modalities))),
        named("modifiers", list_of(|p| p.modifiers.clone())),
    ];
    structs(&lengths, columns)
}

fn flags(rows: &[AuditRow]) -> ArrayRef {
    let lengths: Vec<usize> = rows.iter().map(|r| r.flags.len()).collect();
    let all: Vec<&RowFlag> = rows.iter().flat_map(|r| &r.flags).collect();
    let columns = vec![
        named("id", strings(all.iter().map(|f| Some(f.id.clone())))),
        named("severity", strings(all.iter().map(|f| Some(name(&f.severity))))),
        named("procedure", integers(all.iter().map(|f| f.procedure.map(|p| p as i64)))),
    ];
    structs(&lengths, columns)
}

#[cfg(test)]
mod tests {
    use super::{batch, schema};
    use opnote::render::row::{AuditRow, Origins};
    use opnote::{Analyzer, Note};

    #[test]
    fn any_rows_have_the_same_columns() {
        let note = Note::new("Core needle biopsy of a 3 cm mass, left thigh, in the vastus lateralis. Cores sent.");
        let judged = AuditRow::judged(Origins::default(), &Analyzer::builtin().analyze(&note));
        let error = AuditRow::error(Origins::default(), "no `text`".into(), "sha256:0");
        let groups = ["site".to_owned()];
        for rows in [vec![], vec![error.clone()], vec![judged.clone()], vec![judged.clone(), error, judged]] {
            let batch = batch(&rows, &groups);
            assert_eq!((batch.num_rows(), batch.schema()), (rows.len(), schema(&groups)));
        }
    }
}
