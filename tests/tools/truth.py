#!/usr/bin/env python3
"""Runs every tests/truth/KIND/NAME.yaml and holds how it ends against what its head says; see tests/truth/README.md.

  truth.py PROGRAM FOLDER [part of a name …]
"""
import collections
import concurrent.futures
import contextlib
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile

import truth_services

STATUSES = {"GO": 0, "NO-GO": 1, "USAGE": 2, "REFUSED": 3, "UNDECIDED": 4, "IN DOUBT": 6, "DENIED": 8, "PARTIAL": 10}
HEAD = re.compile(r"^# (verdict|says|silent|options|sqlite|with|twin): ?(.*)$")
SECONDS = 60

Case = collections.namedtuple("Case", "file head")
# How it ended, what it said, and whether its journal verifies; status None: it had not ended in time.
End = collections.namedtuple("End", "status said verified")


def read_head(file):
    head = {}
    for line in file.read_text().splitlines():
        if not line.startswith("#"):
            break
        found = HEAD.match(line)
        if found:
            head.setdefault(found[1], []).append(found[2])
    return head


def cases_of(folder, wanted):
    """Every situation that `wanted` holds for; a file without a verdict is a part of others."""
    cases = (Case(file, read_head(file)) for file in sorted(folder.glob("*/*.yaml")) if wanted(file))
    return [case for case in cases if "verdict" in case.head]


# ── running ──

def make_sqlite(path, statements):
    with contextlib.closing(sqlite3.connect(path)) as database:
        for statement in statements:
            database.executescript(statement)
        database.commit()


def run_in(work, program, case, variables):
    here, run = work / "project", work / "run"
    shutil.copytree(case.file.parent, here)
    make_sqlite(work / "data.db", case.head.get("sqlite", []))
    env = dict(os.environ, NO_COLOR="1", LC_ALL="C.UTF-8", TRUTH_SQLITE=f"sqlite:{work}/data.db", TRUTH_WORK=str(work),
               TRUTH_NAME=f"{case.file.parent.name}-{case.file.stem}", **variables)
    options = [word.replace("WORK", str(work)) for line in case.head.get("options", []) for word in line.split()]
    done = subprocess.run([program, "run", case.file.name, "--root", ".", "--run-dir", run, *options], cwd=here, env=env,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=SECONDS)
    said = done.stdout.decode(errors="replace")
    left = (run / "journal.jsonl").exists()
    verified = not left or subprocess.run([program, "verify", run], env=env, capture_output=True, timeout=SECONDS).returncode == 0
    return End(done.returncode, said, verified)


def run_case(program, case, variables):
    work = pathlib.Path(tempfile.mkdtemp(prefix="truth-"))
    with contextlib.ExitStack() as own:
        own.callback(shutil.rmtree, work, ignore_errors=True)
        if "turning" in case.head.get("with", []):
            variables = {**variables, **own.enter_context(truth_services.turning(work, variables["TRUTH_CERTS"]))}
        try:
            return run_in(work, program, case, variables)
        except subprocess.TimeoutExpired:
            return End(None, "", True)


def run_all(program, cases):
    """(case, its end) of each; the end is None where what it needs is not here."""
    needs = {word for case in cases for word in case.head.get("with", [])}
    with truth_services.serving(needs) as variables, concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        begun = [(case, pool.submit(run_case, program, case, variables))
                 if truth_services.is_there(case.head.get("with", []), variables) else (case, None) for case in cases]
        return [(case, run and run.result()) for case, run in begun]


# ── judging ──

def folded(text):
    return re.sub(r"\s+", " ", text)


def missing_twin(case):
    """Every situation that is no GO stands beside one that is right, and must stay GO."""
    if case.head["verdict"] == ["GO"] and "twin" not in case.head:
        return []
    twins = [case.file.parent / name for name in case.head.get("twin", [])]
    wrong = [twin.name for twin in twins if not twin.exists() or read_head(twin).get("verdict") != ["GO"]]
    if wrong:
        return [f"its twin {name} is not there, or is no GO" for name in wrong]
    return [] if twins else ["no twin that stays GO is named"]


def problems_of(case, end):
    verdict, said, wrong = case.head["verdict"][0], folded(end.said), missing_twin(case)
    if end.status is None:
        return [f"had not ended after {SECONDS} s", *wrong]
    if end.status != STATUSES.get(verdict, -1):
        wrong.append(f"ended with status {end.status}, not with {verdict}")
    wrong += [f"does not say: {text}" for text in case.head.get("says", []) if folded(text) not in said]
    wrong += [f"says: {text}" for text in case.head.get("silent", []) if folded(text) in said]
    return wrong if end.verified else [*wrong, "its journal is not believed"]


def main():
    program, folder, parts = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve(), sys.argv[3:]
    cases = cases_of(folder, lambda file: not parts or any(part in str(file) for part in parts))
    failures = skipped = 0
    for case, end in run_all(program, cases):
        skipped += end is None
        wrong = problems_of(case, end) if end else []
        if wrong:
            failures += 1
            print(f"not so: {case.file.relative_to(folder)}: " + "; ".join(wrong))
            print("".join(f"    {line}\n" for line in end.said.splitlines()), end="")
    if not cases:
        print("not so: no case was found")
        failures += 1
    if skipped:
        print(f"{skipped} cases were skipped: there is no PostgreSQL here, or no pgbouncer")
    print(f"{len(cases)} cases, {failures} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
