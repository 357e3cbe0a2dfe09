//! A Parquet table → its rows as lines of JSON, only the columns asked for. Texts in any string type, numbers, dates and lists.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, TimestampMicrosecondType,
    TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType, UInt8Type, UInt16Type, UInt32Type,
    UInt64Type,
};
use arrow_array::{Array, RecordBatch};
use arrow_schema::{DataType, TimeUnit};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use serde_json::{Map, Value};
use std::fs::File;
use std::io;
use std::path::Path;

/// Rows decoded at once.
const ROWS: usize = 64;

/// Rows of a Parquet file, one by one.
pub struct ParquetRows {
    reader: ParquetRecordBatchReader,
    batch: Option<RecordBatch>,
    at: usize,
}

fn builder(path: &Path) -> io::Result<ParquetRecordBatchReaderBuilder<File>> {
    let broken = |_| io::Error::other("the Parquet data are broken or end too early");
    ParquetRecordBatchReaderBuilder::try_new(File::open(path)?).map_err(broken)
}

/// The names of a file's columns.
///
/// # Errors
/// It cannot be read.
pub fn names(path: &Path) -> io::Result<Vec<String>> {
    Ok(builder(path)?.schema().fields().iter().map(|f| f.name().clone()).collect())
}

impl ParquetRows {
    /// Opens a file for some of its columns.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn new(path: &Path, wanted: &[String]) -> io::Result<Self> {
        let builder = builder(path)?;
        let names = wanted.iter().map(String::as_str);
        let mask = ProjectionMask::columns(builder.parquet_schema(), names);
        let broken = |_| io::Error::other("the Parquet data are broken");
        let reader = builder.with_projection(mask).with_batch_size(ROWS).build().map_err(broken)?;
        Ok(Self { reader, batch: None, at: 0 })
    }

    /// The next row as a JSON object.
    ///
    /// # Errors
    /// The data are broken.
    pub fn next_row(&mut self) -> io::Result<Option<Vec<u8>>> {
        while self.batch.as_ref().is_none_or(|b| self.at >= b.num_rows()) {
            let Some(next) = self.reader.next() else { return Ok(None) };
            let broken = |_| io::Error::other("the Parquet data are broken or end too early");
            (self.batch, self.at) = (Some(next.map_err(broken)?), 0);
        }
        let Some(batch) = &self.batch else { return Ok(None) };
        let schema = batch.schema();
        let cell = |(field, column): (&std::sync::Arc<arrow_schema::Field>, &arrow_array::ArrayRef)| {
            (field.name().clone(), value(column, self.at))
        };
        let fields: Map<String, Value> = schema.fields().iter().zip(batch.columns()).map(cell).collect();
        self.at += 1;
        serde_json::to_vec(&fields).map(Some).map_err(io::Error::other)
    }
}

/// A cell. A type that is no text, number, date or list of these counts as null.
fn value(array: &dyn Array, at: usize) -> Value {
    if array.is_null(at) {
        return Value::Null;
    }
    match array.data_type() {
        DataType::Utf8 => array.as_string::<i32>().value(at).into(),
        DataType::LargeUtf8 => array.as_string::<i64>().value(at).into(),
        DataType::Utf8View => array.as_string_view().value(at).into(),
        DataType::Boolean => array.as_boolean().value(at).into(),
        DataType::Int8 => array.as_primitive::<Int8Type>().value(at).into(),
        DataType::Int16 => array.as_primitive::<Int16Type>().value(at).into(),
        DataType::Int32 => array.as_primitive::<Int32Type>().value(at).into(),
        DataType::Int64 => array.as_primitive::<Int64Type>().value(at).into(),
        DataType::UInt8 => array.as_primitive::<UInt8Type>().value(at).into(),
        DataType::UInt16 => array.as_primitive::<UInt16Type>().value(at).into(),
        DataType::UInt32 => array.as_primitive::<UInt32Type>().value(at).into(),
        DataType::UInt64 => array.as_primitive::<UInt64Type>().value(at).into(),
        DataType::Float32 => f64::from(array.as_primitive::<Float32Type>().value(at)).into(),
        DataType::Float64 => array.as_primitive::<Float64Type>().value(at).into(),
        DataType::Date32 => date(i64::from(array.as_primitive::<Date32Type>().value(at))).into(),
        DataType::Timestamp(unit, _) => date(days(array, *unit, at)).into(),
        DataType::Dictionary(_, _) => entry(array, at),
        DataType::List(_) => items(&*array.as_list::<i32>().value(at)),
        DataType::LargeList(_) => items(&*array.as_list::<i64>().value(at)),
        _ => Value::Null,
    }
}

fn items(array: &dyn Array) -> Value {
    (0..array.len()).map(|at| value(array, at)).collect()
}

/// What a key of a dictionary stands for.
fn entry(array: &dyn Array, at: usize) -> Value {
    let Some(dictionary) = array.as_any_dictionary_opt() else { return Value::Null };
    match dictionary.normalized_keys().get(at) {
        Some(key) if !dictionary.values().is_empty() => value(&**dictionary.values(), *key),
        _ => Value::Null,
    }
}

/// Whole days since 1970 of a point in time.
fn days(array: &dyn Array, unit: TimeUnit, at: usize) -> i64 {
    let (count, per_day) = match unit {
        TimeUnit::Second => (array.as_primitive::<TimestampSecondType>().value(at), 86_400),
        TimeUnit::Millisecond => (array.as_primitive::<TimestampMillisecondType>().value(at), 86_400_000),
        TimeUnit::Microsecond => (array.as_primitive::<TimestampMicrosecondType>().value(at), 86_400_000_000),
        TimeUnit::Nanosecond => (array.as_primitive::<TimestampNanosecondType>().value(at), 86_400_000_000_000),
    };
    count.div_euclid(per_day)
}

/// A date from days since 1970. Source: Howard Hinnant, "chrono-compatible low-level date algorithms", civil_from_days.
fn date(days: i64) -> String {
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let day_of_era = z.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::date;

    #[test]
    fn days_are_dates() {
        let cases = [(0, "1970-01-01"), (-1, "1969-12-31"), (19_782, "2024-02-29"), (20_526, "2026-03-14")];
        assert!(cases.iter().all(|(days, want)| date(*days) == *want));
    }
}
