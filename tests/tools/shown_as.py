#!/usr/bin/env python3
"""Rewrites files as they would be if one folder had another name.

    shown_as.py FOLDER NAME JOURNAL … -- FILE …

Golden texts name one folder, and each run of the tests has one of its own with a name as long. Its name stands in journals, whose
lines are bound each to the one before by its digest, and sealed by the last (docs/JOURNAL.md). So digests and seals of the journals'
lines are computed anew, as they would be under NAME, and told instead.
"""
import hashlib
import os
import re
import sys

DIGEST = re.compile(rb"[0-9a-f]{64}")
SEAL = b',"seal":"'


def digest(line):
    return hashlib.sha256(line).hexdigest().encode()


def main():
    folder, name = os.fsencode(sys.argv[1]), os.fsencode(sys.argv[2])
    end = sys.argv.index("--")
    other = {}

    def shown(text):
        return DIGEST.sub(lambda found: other.get(found[0], found[0]), text.replace(folder, name))

    for journal in sys.argv[3:end]:
        for line in open(journal, "rb").read().split(b"\n"):
            sealed = line.partition(SEAL)[0]
            other[digest(sealed)] = digest(shown(sealed))
            other[digest(line)] = digest(shown(line))
    for file in sys.argv[end + 1:]:
        text = open(file, "rb").read()
        open(file, "wb").write(shown(text))


main()
