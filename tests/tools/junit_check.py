#!/usr/bin/env python3
"""Holds JUnit files against what readers of them expect: junit_check.py FILE… The counts of a suite are those of its cases, every case has a name and a
class that are its own, and a name that no viewer trips over, what did not pass says why. Suites are files, each once. Prints how many cases there are and how many did not pass."""
import sys
import xml.etree.ElementTree as ET

ENDS = {"failure": "failures", "error": "errors", "skipped": "skipped"}
ODD = set("<>&\"'\n\t")
VIEWED = str.maketrans({"<": "‹", ">": "›", "&": "＆", '"': "”", "'": "’"})
bad = []


def check(path):
    root = ET.parse(path).getroot()
    suites = [root] if root.tag == "testsuite" else list(root)
    if root.tag not in ("testsuites", "testsuite") or not suites:
        bad.append(f"{path}: begins with <{root.tag}>, or has no suite")
    total = {"tests": 0, "failures": 0, "errors": 0, "skipped": 0}
    seen = set()
    for suite in suites:
        cases = suite.findall("testcase")
        count = {"tests": len(cases), "failures": 0, "errors": 0, "skipped": 0}
        for case in cases:
            ends = [child for child in case if child.tag in ENDS]
            if len(ends) > 1:
                bad.append(f"{path}: {case.get('name')} ended in several ways")
            for end in ends:
                count[ENDS[end.tag]] += 1
                if not (end.get("message") or (end.text or "").strip()):
                    bad.append(f"{path}: {case.get('name')} does not say why")
            if not case.get("name") or not case.get("classname"):
                bad.append(f"{path}: a case without name or class")
            if set((case.get("name") or "") + (case.get("classname") or "") + (suite.get("name") or "")) & ODD:
                bad.append(f"{path}: {case.get('name')} has characters that viewers trip over")
            key = (suite.get("name"), case.get("classname"), case.get("name"))
            if key in seen:
                bad.append(f"{path}: {key} stands there twice")
            seen.add(key)
            if case.get("file") and root.tag == "testsuites" and case.get("file").translate(VIEWED) != suite.get("name"):
                bad.append(f"{path}: {case.get('name')} of {case.get('file')} is in the suite {suite.get('name')}")
            for child in case:
                if child.tag not in (*ENDS, "properties", "system-out"):
                    bad.append(f"{path}: {case.get('name')} has a <{child.tag}>")
            if case.find("properties") is not None and case[0].tag != "properties":
                bad.append(f"{path}: the properties of {case.get('name')} are not what comes first")
            float(case.get("time", "0"))
        for key, number in count.items():
            total[key] += number
            if int(suite.get(key, "-1")) != number:
                bad.append(f"{path}: {suite.get('name')} says {suite.get(key)} {key}, there are {number}")
    if root.tag == "testsuites":
        for key, number in total.items():
            if int(root.get(key, number)) != number:
                bad.append(f"{path}: says {root.get(key)} {key}, there are {number}")
    print(f"{total['tests']} cases, {total['failures'] + total['errors']} not passed")


for name in sys.argv[1:]:
    check(name)
for line in bad:
    print(line, file=sys.stderr)
sys.exit(1 if bad or len(sys.argv) < 2 else 0)
