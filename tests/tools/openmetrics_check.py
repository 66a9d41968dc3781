#!/usr/bin/env python3
"""Reads OpenMetrics 1.0 strictly: openmetrics_check.py FILE [NAME='LABEL=VALUE,…'=NUMBER …]. Families stand together, each with TYPE, UNIT, HELP
in that order and before its samples, names end with their unit, labels are escaped and stand once, no sample stands twice, `# EOF` is the
last line. Gauges alone, without times of their own, so that readers of the older form take them too. What is asked for behind the file
must be there with that value. Prints how many samples there are."""
import re
import sys

NAME = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]*")
VALUE = re.compile(r" (-?\d+(?:\.\d+)?)$")
bad = []


def sample(line):
    """(name, {label: value}, number) of a line; raises where it is none."""
    name = NAME.match(line)
    at, labels = name.end(), {}
    if line[at:at + 1] == "{":
        at += 1
        while line[at] != "}":
            label = NAME.match(line, at)
            at = label.end()
            assert line[at:at + 2] == '="', "no label"
            at += 2
            value = ""
            while line[at] != '"':
                if line[at] == "\\":
                    at += 1
                    assert line[at] in '\\n"', "no escape"
                    value += {"\\": "\\", "n": "\n", '"': '"'}[line[at]]
                else:
                    value += line[at]
                at += 1
            assert label.group() not in labels, "a label stands twice"
            labels[label.group()] = value
            at += 1
            assert line[at] in ",}", "no end of a label"
            if line[at] == ",":
                at += 1
                assert line[at] != "}", "a comma before the end"
        at += 1
    number = VALUE.fullmatch(line, at)
    assert number, "no number, or more behind it"
    return name.group(), labels, float(number.group(1))


text = open(sys.argv[1], "rb").read().decode("utf-8")
if not text.endswith("# EOF\n") or text.count("# EOF") != 1:
    bad.append("# EOF is not its last line")
family, said, done, samples = None, [], set(), {}
for number, line in enumerate(text.split("\n")[:-2], 1):
    where = f"line {number}: {line}"
    if line.startswith("# "):
        word, name, rest = (line[2:].split(" ", 2) + ["", ""])[:3]
        if word not in ("TYPE", "UNIT", "HELP") or not NAME.fullmatch(name) or not rest:
            bad.append(f"no line of a family: {where}")
        elif word == "TYPE":
            if name in done or rest != "gauge":
                bad.append(f"a family twice, or no gauge: {where}")
            if name.endswith(("_total", "_count", "_sum", "_bucket", "_info", "_created")):
                bad.append(f"a gauge is not called so: {where}")
            family, said = name, ["TYPE"]
            done.add(name)
        elif name != family or (said and said[-1] == "sample") or word in said or (word == "UNIT" and "HELP" in said):
            bad.append(f"not where it belongs: {where}")
        else:
            said.append(word)
            if word == "UNIT" and not name.endswith("_" + rest):
                bad.append(f"its name does not end with its unit: {where}")
        continue
    try:
        name, labels, value = sample(line)
    except (AssertionError, AttributeError, IndexError) as why:
        bad.append(f"no sample ({why}): {where}")
        continue
    said.append("sample")
    if name != family or "HELP" not in said:
        bad.append(f"not behind its family: {where}")
    key = (name, tuple(sorted(labels.items())))
    if key in samples:
        bad.append(f"stands twice: {where}")
    samples[key] = value
for wanted in sys.argv[2:]:
    name, labels, value = re.fullmatch(r"(\w+)\{(.*)\}=(.*)", wanted).groups()
    asked = dict(pair.split("=", 1) for pair in labels.split(",") if pair)
    found = [v for (n, ls), v in samples.items() if n == name and asked.items() <= dict(ls).items()]
    if found != [float(value)]:
        bad.append(f"{wanted} is asked for, and there is {found}")
print(f"{len(samples)} samples")
for line in bad:
    print(f"{sys.argv[1]}: {line}", file=sys.stderr)
sys.exit(1 if bad else 0)
