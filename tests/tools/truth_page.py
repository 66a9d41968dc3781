#!/usr/bin/env python3
"""Runs the examples of docs/TRUTH.md: behind each <!-- truth: KIND/NAME.yaml --> stand the steps of that file of tests/truth
and what a run of it says. They must be what they are.

  truth_page.py PROGRAM [--update]     --update writes them again; a person reads the difference
"""
import difflib
import os
import pathlib
import re
import sys

import truth

HERE = pathlib.Path(__file__).resolve().parent.parent
PAGE = HERE.parent / "docs" / "TRUTH.md"
MARK = re.compile(r"(<!-- truth: (\S+) -->\n)(?:```yaml\n.*?\n```\n\n```\n.*?\n```\n)?", re.S)
# What differs from run to run: how long it took (with what it is aligned to), where it was, which run.
CHANGING = [(re.compile(r"^ +\S.* → .* in \d+(\.\d+)?(ms|s)\n", re.M), ""),
            (re.compile(r" {2,}\S[^\n]*? → .* in \d+(\.\d+)?(ms|s)$", re.M), ""),
            (re.compile(r"\s{2,}\d+(\.\d+)?(ms|s)$", re.M), ""),
            (re.compile(r"  \(\d+(\.\d+)?(ms|s)\)$", re.M), ""),
            (re.compile(r"127\.0\.0\.1:\d{5}\b"), "127.0.0.1:40000"),
            (re.compile(r"/\S*/truth-[^/\s]+"), "~/project"),
            (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z"), "2026-03-01T03:12:44Z")]
MARKS = "✓✗–?!‽⚠~▸"


def steps_of(file):
    text = file.read_text()
    return text[text.index("\nsteps:\n") + 1:].rstrip("\n")


def told(said):
    """What the run says from its first step to its verdict, without what differs from run to run."""
    lines = said.rstrip("\n").split("\n")
    first = next((i for i, line in enumerate(lines) if line[:1] and line[0] in MARKS), 0)
    last = next((i for i, line in enumerate(lines) if re.match(r"(GO|NO-GO|UNDECIDED|IN DOUBT|PARTIAL)  ", line)), None)
    if last is None:
        last = len(lines) - 1
    text = "\n".join(line.rstrip() for line in lines[first:last + 1])
    for pattern, instead in CHANGING:
        text = pattern.sub(instead, text)
    return text


def main():
    program, update = sys.argv[1], sys.argv[2:] == ["--update"]
    page = PAGE.read_text()
    names = [found[2] for found in MARK.finditer(page)]
    cases = truth.cases_of(HERE / "truth", lambda file: f"{file.parent.name}/{file.name}" in names)
    outputs = {f"{case.file.parent.name}/{case.file.name}": end.said for case, end in truth.run_all(os.path.abspath(program), cases) if end}
    missing = [name for name in names if name not in outputs]

    def example(found):
        if found[2] not in outputs:
            return found[0]
        return f"{found[1]}```yaml\n{steps_of(HERE / 'truth' / found[2])}\n```\n\n```\n{told(outputs[found[2]])}\n```\n"

    written = MARK.sub(example, page)
    if missing:
        print("left as they are, since what they need is not here: " + ", ".join(missing))
    if update:
        PAGE.write_text(written)
    elif written != page:
        sys.stdout.writelines(difflib.unified_diff(page.splitlines(True), written.splitlines(True), "docs/TRUTH.md", "now"))
        print("not so: docs/TRUTH.md says something else than its examples; truth_page.py --update writes it")
        return 1
    print(f"{len(names)} examples")
    return 0 if names else 1


if __name__ == "__main__":
    sys.exit(main())
