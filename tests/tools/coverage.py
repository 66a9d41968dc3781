#!/usr/bin/env python3
"""Holds docs/runbooks/COVERAGE.md against the page and the runbooks: every line of the page has its row, in the page's order; every
step that is named is in one of the runbooks of its section; every row says what is seen, or why nothing is.

  coverage.py [ROOT]    ROOT: the project, else the folder above tests/
"""
import pathlib
import re
import sys

TABLE = "docs/runbooks/COVERAGE.md"
PAGE = "docs/import/operator-runbook.md"


def lines_of_page(text):
    """Section → its lines that have none below them, each with those above it in front."""
    sections, found, above = {}, [], []
    for line in text.splitlines():
        if line.startswith("## "):
            found, above = sections.setdefault(line[3:].strip(), []), []
        item = re.match(r"(\s*)(?:\d+\.|-) (.*)", line)
        if not item or not sections:
            continue
        indent = len(item[1])
        if above and indent > above[-1][0]:  # what stands above a line is no line of its own
            found.pop()
        while above and above[-1][0] >= indent:
            above.pop()
        above.append((indent, item[2].strip()))
        found.append(" ".join(words for _, words in above))
    return sections


def rows_of_table(text):
    """Section → its files and its rows, each a line number and four cells."""
    sections, files, rows = {}, [], []
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("## "):
            files, rows = [], []
            sections[line[3:].strip()] = (number, files, rows)
        elif line.startswith("In "):
            files += re.findall(r"`(runbooks/[^`]+)`", line)
        elif line.startswith("| ") and not line.startswith("| line |"):
            rows.append((number, [cell.strip() for cell in line.strip().strip("|").split(" |")]))
    return sections


def step_ids(root, name):
    file = root / name
    return set(re.findall(r"^\s*(?:- )?id: (\w+)\s*$", file.read_text(), re.M)) if file.is_file() else None


def problems(root):
    page = lines_of_page((root / PAGE).read_text())
    table = rows_of_table((root / TABLE).read_text())
    for title in page.keys() | table.keys():
        if title not in table:
            yield 1, f"the section is missing: {title}"
        elif title not in page:
            yield table[title][0], f"the page has no such section: {title}"
    for title, (at, files, rows) in table.items():
        known = set()
        for name in files:
            ids = step_ids(root, name)
            if ids is None:
                yield at, f"there is no file {name}"
            known |= ids or set()
        wanted = page.get(title, [])
        there = [cells[0] for _, cells in rows]
        for line in wanted:
            if line not in there:
                yield at, f"the line has no row: {line}"
        if sorted(there) == sorted(wanted) and there != wanted:
            yield at, "the rows are not in the order of the page"
        for number, cells in rows:
            if cells[0] not in wanted:
                yield number, f"the page has no such line: {cells[0]}"
            cells += [""] * (4 - len(cells))
            for step in re.findall(r"`([^`]+)`", cells[1]):
                if step not in known:
                    yield number, f"none of the section's runbooks has the step {step}"
            if not re.search("`", cells[1]) and not cells[3]:
                yield number, "no step stands for it, and it does not say why"
            if re.search("`", cells[1]) and not cells[2]:
                yield number, "it does not say what is seen"


root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parents[2])
found = sorted(problems(root))
for number, problem in found:
    print(f"{TABLE}:{number}: {problem}")
sys.exit(1 if found else 0)
