#!/usr/bin/env python3
"""Pastes what `runbook check` says to write, and checks again: the complaint must be gone, and no other stand in its place.

  mends.py PROGRAM FOLDER [part of a name …]

FOLDER holds NAME.yaml with what is said of it in NAME.expected (tests/cases). A mend that begins with "write it as: " or
"write: " and has one line without a gap to fill (…) is pasted over the part of the line that it rewrites: the whole line, or
a part of it that begins or ends alike.
"""
import concurrent.futures
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

COMPLAINT = re.compile(r"^(\S+\.yaml):(\d+):(\d+): (error|warning)\[([a-z0-9-]+)\]: ", re.M)
CASE_COMMENT = re.compile(r"\s+# error(?:-above)?\[.*$")


def complaints(text):
    """(file, line, id, mend or None) of each."""
    found = []
    parts = list(COMPLAINT.finditer(text))
    for i, part in enumerate(parts):
        end = parts[i + 1].start() if i + 1 < len(parts) else len(text)
        block = text[part.end():end]
        mend = re.search(r"^ +(?:\| +)?= (?:write it as|write): (.*(?:\n +(?![=|]).*)*)", block, re.M)
        found.append((part[1], int(part[2]), part[5], int(part[3]), mend[1] if mend else None))
    return found


def whole(mend):
    return mend and "\n" not in mend and "…" not in mend


def ways(line, column, mend):
    """The line with the mend in it: as a whole, then with each part of it replaced that may be meant."""
    bare = CASE_COMMENT.sub("", line)
    indent = bare[:len(bare) - len(bare.lstrip())]
    dash = "- " if bare.lstrip().startswith("- ") and not mend.startswith("- ") else ""
    yield indent + dash + mend
    yield indent + mend
    begins = [m.start() for m in re.finditer(r"(?<![\w.])\S|(?<=[\s:\[{(,\"'$])\S", bare)] + [column - 1]
    ends = sorted({m.end() for m in re.finditer(r"\S(?!\w)", bare)}, reverse=True)
    for begin in dict.fromkeys(begins):
        if begin > column - 1:
            continue
        for end in ends:
            if end < column or end <= begin:
                continue
            alike = bare[begin:begin + 3] == mend[:3] or bare[end - 3:end] == mend[-3:]
            if alike:
                yield bare[:begin] + mend + bare[end:]


def check(program, root, file):
    done = subprocess.run([program, "check", "--root", str(root), str(file)], capture_output=True, text=True,
                          env=dict(os.environ, NO_COLOR="1", LC_ALL="C.UTF-8"), cwd=root)
    return complaints(done.stdout + done.stderr)


def try_mend(program, folder, file, line, name, column, mend):
    """Whether some way of pasting it makes the complaint go, and brings no other to that line."""
    with tempfile.TemporaryDirectory(prefix="mends-") as work:
        root = pathlib.Path(work) / "cases"
        shutil.copytree(folder, root, ignore=shutil.ignore_patterns("*.expected"))
        target = root / file.relative_to(folder)
        lines = file.read_text().split("\n")
        tried = set()
        for written in ways(lines[line - 1], column, mend):
            if written in tried or len(tried) > 400:
                continue
            tried.add(written)
            changed = lines[:]
            changed[line - 1] = written
            target.write_text("\n".join(changed))
            said = check(program, root, target.relative_to(root))
            if not any(at == line for _, at, _, _, _ in said):
                return True
    return False


def main():
    program, folder, parts = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve(), sys.argv[3:]
    jobs = []
    for expected in sorted(folder.rglob("*.expected")):
        file = expected.with_suffix(".yaml")
        if not file.exists() or (parts and not any(part in str(file) for part in parts)):
            continue
        for where, line, name, column, mend in complaints(expected.read_text()):
            if whole(mend) and where.endswith(str(file.relative_to(folder))):
                jobs.append((file, line, name, column, mend))
    failures = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        runs = [(job, pool.submit(try_mend, program, folder, *job)) for job in jobs]
        for (file, line, name, column, mend), run in runs:
            if not run.result():
                failures += 1
                print(f"not so: {file.relative_to(folder)}:{line}: [{name}] is not mended by: {mend}")
    if not jobs:
        print("not so: no mend was found")
        failures += 1
    print(f"{len(jobs)} mends, {failures} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
