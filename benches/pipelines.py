#!/usr/bin/env python3
"""How fast medspaCy and edsnlp read the notes that `opnote audit` reads, on one thread, as a ratio. What is not installed is skipped.

    cargo build --release
    pip install medspacy edsnlp
    python3 benches/pipelines.py [--opnote target/release/opnote] [corpora/gold/dev.jsonl …]

The Python pipelines split sentences, find the names of lesions (the phrases of `lexicons/lesion.tsv`) and tell which are negated, historical
or another person's; opnote does its whole work, code and flags and rows written included. Loading is left out on both sides: of opnote the
time of an empty run is taken off. Each figure is the best of three runs. Name the machine where you quote one.
"""

import argparse
import csv
import importlib.util
import json
import subprocess
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUNS = 3
# Enough bytes for opnote that the time of its start does not matter.
OPNOTE_BYTES = 20_000_000


def best(run):
    """The shortest of a few runs, in seconds."""
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return min(times)


def lesion_phrases():
    """The phrases of the lexicon that name a lesion."""
    with (ROOT / "lexicons/lesion.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        phrases = {p.strip() for row in rows for p in [row["phrase"], *(row["variants"] or "").split(" | ")]}
    return sorted(phrases - {""})


def opnote_speed(binary, texts):
    """MB/s of `opnote audit` on one thread, from start to exit less the time of an empty run."""
    repeats = max(1, OPNOTE_BYTES // sum(map(len, texts)))
    with tempfile.TemporaryDirectory() as folder:
        notes, none, rows = (Path(folder) / name for name in ("notes.jsonl", "none.jsonl", "rows.jsonl"))
        lines = [json.dumps({"id": i, "text": text}) + "\n" for i, text in enumerate(texts)]
        notes.write_text("".join(lines) * repeats, encoding="utf-8")
        none.write_text("", encoding="utf-8")

        def run(path):
            command = [binary, "audit", path, "-o", rows, "--force", "--threads", "1"]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

        return size(texts) * repeats / (best(lambda: run(notes)) - best(lambda: run(none))) / 1e6


def size(texts):
    """Bytes of all texts."""
    return sum(len(text.encode()) for text in texts)


def pipeline_speed(pipeline, texts):
    """MB/s of a pipeline that is loaded and warm."""
    pipeline(texts[0])

    def run():
        for text in texts:
            pipeline(text)

    return size(texts) / best(run) / 1e6


def medspacy_pipeline(is_plain):
    """medspaCy as it loads, or with spaCy's sentencizer in place of its own."""
    import medspacy
    from loguru import logger
    from medspacy.ner import TargetRule

    # Its sentence splitter writes a debug line for every boundary unless told not to: that would be timed too.
    logger.disable("PyRuSH")
    pipeline = medspacy.load(medspacy_disable=["medspacy_pyrush"]) if is_plain else medspacy.load()
    if is_plain:
        pipeline.add_pipe("sentencizer", first=True)
    pipeline.get_pipe("medspacy_target_matcher").add([TargetRule(phrase, "LESION") for phrase in lesion_phrases()])
    return pipeline


def edsnlp_pipeline():
    """edsnlp's sentences, matcher, negation, history and family; its cues are French, the work is the same."""
    import edsnlp
    import edsnlp.pipes as eds

    pipeline = edsnlp.blank("eds")
    for pipe in (
        eds.sentences(),
        eds.matcher(terms={"lesion": lesion_phrases()}, attr="LOWER"),
        eds.negation(),
        eds.history(),
        eds.family(),
    ):
        pipeline.add_pipe(pipe)
    return pipeline


PIPELINES = [
    ("medspaCy", "medspacy", lambda: medspacy_pipeline(is_plain=False)),
    ("medspaCy, plain sentencizer", "medspacy", lambda: medspacy_pipeline(is_plain=True)),
    ("edsnlp", "edsnlp", edsnlp_pipeline),
]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--opnote", default=ROOT / "target/release/opnote", type=Path)
    parser.add_argument("notes", nargs="*", default=[ROOT / "corpora/gold/dev.jsonl"], type=Path)
    args = parser.parse_args()
    texts = [json.loads(line)["text"] for path in args.notes for line in path.open(encoding="utf-8")]
    own = opnote_speed(args.opnote, texts)
    print(f"{'opnote audit, one thread':<30}{own:>9.3f} MB/s")
    for name, module, load in PIPELINES:
        if importlib.util.find_spec(module) is None:
            print(f"{name:<30}  not installed, skipped")
            continue
        speed = pipeline_speed(load(), texts)
        print(f"{name:<30}{speed:>9.3f} MB/s{own / speed:>9.0f} times slower than opnote")


if __name__ == "__main__":
    main()
