#!/usr/bin/env python3
"""Applies what `runbook check` says to write to the typical mistakes of tests/cases/mistakes, and holds that it does what was meant.

  mistakes.py PROGRAM FOLDER     FOLDER holds NAME.yaml, the mistake, and NAME.mended, what becomes of it

A mend is pasted as hints.py pastes it; besides, a word that is called otherwise is replaced, a capture is put on the step that it names,
and a step is moved above its reader. One way of pasting all mends of a file must make NAME.mended of it, byte for byte, to which `check`
says nothing, and its first line says how a run of that ends: `# meant: run: STATUS [ARGUMENTS]`. Nobody answers a request: status 4.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import hints

MOST = 4000


def run(words, cwd):
    environment = dict(os.environ, NO_COLOR="1", LC_ALL="C.UTF-8", COLUMNS="200")
    done = subprocess.run(words, capture_output=True, cwd=cwd, env=environment, stdin=subprocess.DEVNULL)
    return done.returncode, (done.stdout + done.stderr).decode(errors="replace")


def at_carets(lines, complaint, text):
    at, begin = complaint.line - 1, complaint.column - 1
    return lines[:at] + [lines[at][:begin] + text + lines[at][begin + complaint.width:]] + lines[at + 1:]


def block_of(lines, begin):
    end = begin + 1
    while end < len(lines) and lines[end].startswith("    "):
        end += 1
    return end


def step_with(lines, name):
    at = next(i for i, line in enumerate(lines) if re.match(rf" *(- )?id: {name}$", line))
    begin = max(i for i in range(at + 1) if lines[i].startswith("  - "))
    return at, begin, block_of(lines, begin)


def applied(lines, complaint, mend):
    """Each way to apply the mend to the lines."""
    captured = re.fullmatch(r"in '(\w+)', beside the verb of that step: (.*)", mend)
    moved = re.fullmatch(r"move step '(\w+)' above the one that reads it", mend)
    meant = re.fullmatch(r"did you mean '([^']*)'\?", mend)
    unit = re.fullmatch(r"a number needs its unit: (\S+)", mend)
    if captured:
        at, _, _ = step_with(lines, captured[1])
        yield lines[:at + 1] + ["    " + captured[2]] + lines[at + 1:]
    elif moved:
        _, begin, end = step_with(lines, moved[1])
        reader = max(i for i in range(complaint.line) if lines[i].startswith("  - "))
        rest = lines[:begin] + lines[end:]
        yield rest[:reader] + lines[begin:end] + rest[reader:]
    elif meant or unit:
        yield at_carets(lines, complaint, (meant or unit)[1])
    else:
        for how, paste in hints.offers(mend)[:1]:
            for changed, _ in hints.ways(lines, complaint, how, paste):
                yield changed


def mended(lines, said):
    states = {tuple(lines)}
    for complaint in sorted(said, key=lambda each: (each.line, each.column), reverse=True):
        called = re.search(r"; here it is called '([^']*)'$", complaint.message)
        pastes = [mend for mend in complaint.mends if any(True for _ in applied(lines, complaint, mend))]
        following = set()
        for state in states:
            ways = [at_carets(list(state), complaint, called[1])] if called and not pastes else []
            for mend in pastes:
                ways += applied(list(state), complaint, mend)
            following.update(tuple(way) for way in ways)
        states = set(list(following)[:MOST])
    return {"\n".join(state) for state in states}


def complaint_of(program, file, work):
    wrong = work / "it.yaml"
    shutil.copy(file, wrong)
    _, said = run([program, "check", wrong.name], work)
    found = mended(file.read_text().split("\n"), hints.complaints(said))
    meant, _, text = file.with_suffix(".mended").read_text().partition("\n")
    if text not in found:
        return "no mend that is printed makes of it what stands in .mended"
    wrong.write_text(text)
    status, said = run([program, "check", wrong.name], work)
    if status != 0 or "error[" in said or "warning[" in said:
        return f"what it becomes is refused:\n{said}"
    number, *arguments = meant.removeprefix("# meant: run: ").split()
    status, said = run([program, "run", wrong.name] + arguments, work)
    return None if status == int(number) else f"the run ends with {status}:\n{said}"


def main():
    program, folder = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve()
    files, failures = sorted(folder.glob("*.yaml")), 0
    for file in files:
        with tempfile.TemporaryDirectory(prefix="mistake-") as work:
            wrong = complaint_of(program, file, pathlib.Path(work))
        if wrong:
            failures += 1
            print(f"not so: {file.name}: {wrong}")
    if len(files) < 28:
        failures += 1
        print(f"not so: only {len(files)} mistakes")
    print(f"{len(files)} mistakes, {failures} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
