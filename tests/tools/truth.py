#!/usr/bin/env python3
"""Runs every tests/truth/KIND/NAME.yaml and holds how it ends against what its head says; see tests/truth/README.md.

  truth.py PROGRAM FOLDER [part of a name …]
"""
import concurrent.futures
import contextlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import deaf_proxy
import truth_server

STATUSES = {"GO": 0, "NO-GO": 1, "USAGE": 2, "REFUSED": 3, "UNDECIDED": 4, "IN DOUBT": 6, "DENIED": 8, "PARTIAL": 10}
HEAD = re.compile(r"^# (verdict|says|silent|options|sqlite|with|twin|shows): ?(.*)$")
SECONDS = 60


def read_head(file):
    head = {}
    for line in file.read_text().splitlines():
        if not line.startswith("#"):
            break
        found = HEAD.match(line)
        if found:
            head.setdefault(found[1], []).append(found[2])
    return head


def folded(text):
    return re.sub(r"\s+", " ", text)


def make_sqlite(path, statements):
    import sqlite3
    with contextlib.closing(sqlite3.connect(path)) as database:
        for statement in statements:
            database.executescript(statement)
        database.commit()


def run_case(program, file, head, services):
    """The reasons why it did not end as its head says."""
    work = pathlib.Path(tempfile.mkdtemp(prefix="truth-"))
    with contextlib.ExitStack() as own:
        own.callback(shutil.rmtree, work, ignore_errors=True)
        if "turning" in head.get("with", []):
            services = {**services, **own.enter_context(turning(work, services["TRUTH_CERTS"]))}
        return judge_case(program, file, head, services, work)


def judge_case(program, file, head, services, work):
    try:
        here = work / "project"
        shutil.copytree(file.parent, here)
        make_sqlite(work / "data.db", head.get("sqlite", []))
        env = dict(os.environ, NO_COLOR="1", LC_ALL="C.UTF-8", TRUTH_SQLITE=f"sqlite:{work}/data.db",
                   TRUTH_WORK=str(work), TRUTH_NAME=f"{file.parent.name}-{file.stem}", **services)
        options = [option.replace("WORK", str(work)) for line in head.get("options", []) for option in line.split()]
        done = subprocess.run([program, "run", file.name, "--root", ".", "--run-dir", str(work / "run"), *options],
                              cwd=here, env=env, stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS)
        said = (done.stdout + done.stderr).decode(errors="replace")
        wrong = []
        verdict = head.get("verdict", ["(none is named)"])[0]
        if done.returncode != STATUSES.get(verdict, -1):
            wrong.append(f"ended with status {done.returncode}, not with {verdict}")
        wrong += [f"does not say: {text}" for text in head.get("says", []) if folded(text) not in folded(said)]
        wrong += [f"says: {text}" for text in head.get("silent", []) if folded(text) in folded(said)]
        if (work / "run" / "journal.jsonl").exists():
            verified = subprocess.run([program, "verify", str(work / "run")], capture_output=True, env=env, timeout=SECONDS)
            if verified.returncode not in (0,):
                wrong.append("its journal is not believed: " + verified.stdout.decode(errors="replace"))
        return [(text, said) for text in wrong]
    except subprocess.TimeoutExpired:
        return [(f"had not ended after {SECONDS} s", "")]


@contextlib.contextmanager
def turning(work, certs):
    """A web server of the case's own that is replaced while it runs; the variables that say where it is."""
    tool = pathlib.Path(__file__).resolve().parent / "truth_turning.py"
    folder = work / "server"
    folder.mkdir()
    server = subprocess.Popen([sys.executable, tool, folder, certs], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        plain, tls = (server.stdout.readline().strip() for _ in range(2))
        yield {"TRUTH_TURNING": f"http://127.0.0.1:{plain}", "TRUTH_TURNING_TLS": f"https://localhost:{tls}",
               "TRUTH_TURNING_PID": str(server.pid), "TRUTH_TURNING_FOLDER": str(folder), "TRUTH_CERTS": str(certs)}
    finally:
        server.stdin.close()
        server.stdout.close()
        server.wait()


def make_certificates():
    folder = pathlib.Path(tempfile.mkdtemp(prefix="truth-certs-"))
    subprocess.run([pathlib.Path(__file__).resolve().parent / "certs", folder], check=True, capture_output=True)
    return folder


def start_cluster(folder):
    """The URL of a PostgreSQL of its own, or None where none is installed."""
    tool = folder.parent / "tools" / "pg_cluster"
    cluster = subprocess.Popen([tool], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    url = cluster.stdout.readline().strip()
    return cluster, url or None


def start_pooler(folder, postgres):
    """The URL of a pgbouncer before it with one session of the server for all, or None where none is installed."""
    tool = folder.parent / "tools" / "pooler"
    pooler = subprocess.Popen([tool, postgres, "transaction"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    return pooler, pooler.stdout.readline().strip() or None


def missing_twin(file, head):
    """Every situation that is no GO stands beside one that is right, and must stay GO."""
    if head.get("verdict") == ["GO"] and "twin" not in head:
        return None
    twins = [file.parent / name for name in head.get("twin", [])]
    for twin in twins:
        if not twin.exists() or read_head(twin).get("verdict") != ["GO"]:
            return f"its twin {twin.name} is not there, or is no GO"
    return None if twins else "no twin that stays GO is named"


def main():
    program, folder, parts = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve(), sys.argv[3:]
    files = [f for f in sorted(folder.glob("*/*.yaml")) if not parts or any(part in str(f) for part in parts)]
    cases = [(f, head) for f, head in ((f, read_head(f)) for f in files) if "verdict" in head]
    web = truth_server.start()
    cluster, postgres = None, None
    if any({"postgres", "pooler"} & set(head.get("with", [])) for _, head in cases):
        cluster, postgres = start_cluster(folder)
    services = {"TRUTH_HTTP": web.url}
    if postgres:
        port = re.search(r":(\d+)/", postgres)[1]
        services["TRUTH_POSTGRES"] = postgres
        services["TRUTH_POSTGRES_DEAF"] = postgres.replace(port, str(deaf_proxy.start(int(port)).own_port))
    if any({"turning", "certificates"} & set(head.get("with", [])) for _, head in cases):
        services["TRUTH_CERTS"] = str(make_certificates())
        secure = truth_server.start(services["TRUTH_CERTS"] + "/good")
        services["TRUTH_HTTPS"] = secure.url
    pooler, pooled = None, None
    if postgres and any("pooler" in head.get("with", []) for _, head in cases):
        pooler, pooled = start_pooler(folder, postgres)
    if pooled:
        services["TRUTH_POOLED"] = pooled
    failures = skipped = 0
    try:
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            runs = []
            for file, head in cases:
                needs = head.get("with", [])
                if ("postgres" in needs and not postgres) or ("pooler" in needs and not pooled):
                    skipped += 1
                    continue
                runs.append((file, head, pool.submit(run_case, program, file, head, services)))
            for file, head, run in runs:
                wrong = run.result()
                twin = missing_twin(file, head)
                if twin:
                    wrong.append((twin, ""))
                if wrong:
                    failures += 1
                    print(f"not so: {file.relative_to(folder)}: " + "; ".join(text for text, _ in wrong))
                    print("".join(f"    {line}\n" for line in wrong[0][1].splitlines()), end="")
    finally:
        web.shutdown()
        shutil.rmtree(services.get("TRUTH_CERTS", ""), ignore_errors=True)
        if pooler:
            pooler.stdin.close()
            pooler.wait()
        if cluster:
            cluster.stdin.close()
            cluster.wait()
    if not cases:
        print("not so: no case was found")
        failures += 1
    if skipped:
        print(f"{skipped} cases were skipped: there is no PostgreSQL here, or no pgbouncer")
    print(f"{len(cases)} cases, {failures} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
