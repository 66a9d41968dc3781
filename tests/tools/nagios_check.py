#!/usr/bin/env python3
"""Holds the output of a monitoring plugin against the guidelines of monitoring-plugins: nagios_check.py FILE [STATUS]. One first line `SERVICE
WORD - text | figures`, figures 'label'=value[unit];warn;crit;min;max with the values in their bounds, no bar in what follows, 4 KiB at
most; the word is that of STATUS where it is given. Prints the word."""
import re
import sys

WORDS = {"OK": 0, "WARNING": 1, "CRITICAL": 2, "UNKNOWN": 3}
FIGURE = re.compile(r"([^ '=]+)=(-?\d+(?:\.\d+)?)(s|%|B|KB|MB|c)?((?:;-?[\d.]*){0,4})$")
bad = []
data = open(sys.argv[1], "rb").read()
text = data.decode("utf-8")
if len(data) > 4096:
    bad.append(f"it is {len(data)} bytes long")
if not text.endswith("\n"):
    bad.append("its last line has no end")
first, *rest = text.split("\n")[:-1]
if re.search(r"[\x00-\x09\x0b-\x1f\x7f]", text):
    bad.append("there are control characters in it")
head = re.match(r"RUNBOOK (OK|WARNING|CRITICAL|UNKNOWN) - [^|<>]+$", first.partition("|")[0])
if not head:
    bad.append(f"begins with: {first}")
word = head and head.group(1)
if word and len(sys.argv) > 2 and WORDS[word] != int(sys.argv[2]):
    bad.append(f"says {word}, and ends with {sys.argv[2]}")
said, bar, figures = first.partition("|")
if bar and (not said.endswith(" ") or not figures.startswith(" ")):
    bad.append("the bar has no blanks around it")
seen = {}
for figure in figures.split():
    found = FIGURE.match(figure)
    if not found or found.group(1) in seen:
        bad.append(f"no figure: {figure}")
        continue
    seen[found.group(1)] = float(found.group(2))
    least = (found.group(4).split(";") + [""] * 4)[3]
    if least and float(found.group(2)) < float(least):
        bad.append(f"beneath its least: {figure}")
if seen and seen["steps"] != sum(seen[name] for name in ("passed", "warned", "failed", "undecided", "in_doubt", "skipped", "waived")):
    bad.append(f"the steps do not add up: {figures}")
for line in rest:
    if "|" in line or "<" in line or ">" in line:
        bad.append(f"would be taken for figures or markup: {line}")
print(word)
for line in bad:
    print(f"{sys.argv[1]}: {line}", file=sys.stderr)
sys.exit(1 if bad else 0)
