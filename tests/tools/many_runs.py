#!/usr/bin/env python3
"""Many runs of a project, quickly: whole journals with their chains and seals, made from those of real runs.

many_runs.py PROJECT COUNT JOURNAL...

Each JOURNAL is the model in turn. Only ids and the chain are new; the runs are a second apart, and older than the models.
"""
import hashlib, os, random, re, sys

PREV = re.compile(rb'"prev":"[0-9a-f]{64}"')
SEAL = re.compile(rb',"seal":"[0-9a-f]{64}"\}$')
BEGAN_MS = 1750000000000


def digest(text):
    return hashlib.sha256(text).hexdigest().encode()


def model(path):
    """Its id, and its lines without what is bound to the others."""
    lines = open(path, "rb").read().splitlines()
    own = re.search(rb'"run":"([0-9a-f-]{36})"', lines[0]).group(1)
    return own, lines


def written(own, lines, new):
    prev, out = b"0" * 64, []
    for line in lines:
        line = PREV.sub(b'"prev":"' + prev + b'"', line.replace(own, new), count=1)
        body, sealed = SEAL.subn(b"", line)
        if sealed:
            line = body + b',"seal":"' + digest(body) + b'"}'
        prev = digest(line)
        out.append(line)
    return b"\n".join(out) + b"\n"


def main():
    project, count, models = sys.argv[1], int(sys.argv[2]), [model(path) for path in sys.argv[3:]]
    runs = os.path.join(project, ".runbook", "runs")
    chance = random.Random(1)
    for i in range(count):
        time, rest = "%012x" % (BEGAN_MS + i * 1000), "%018x" % chance.getrandbits(72)
        new = f"{time[:8]}-{time[8:]}-7{rest[:3]}-8{rest[3:6]}-{rest[6:]}"
        folder = os.path.join(runs, new)
        os.makedirs(folder, 0o700)
        with open(os.path.join(folder, "journal.jsonl"), "wb") as out:
            out.write(written(*models[i % len(models)], new.encode()))


main()
