#!/usr/bin/env python3
"""The commands of a CI example, as a shell script: ci_commands.py FILE [--after]. --after: those that run in any case at the end.
Knows just enough of each of the three formats to read the files under docs/ci; what it does not understand is an error."""
import re
import sys


def indent(line):
    return len(line) - len(line.lstrip(" "))


def block(lines, at):
    """The lines indented deeper than line `at`, without that indentation; and where they end."""
    end = at + 1
    while end < len(lines) and (not lines[end].strip() or indent(lines[end]) > indent(lines[at])):
        end += 1
    inner = [line for line in lines[at + 1:end]]
    left = min((indent(line) for line in inner if line.strip()), default=0)
    return [line[left:] for line in inner], end


def folded(lines):
    return " ".join(line.strip() for line in lines if line.strip())


def github(lines, after):
    commands = []
    for at, line in enumerate(lines):
        run = re.match(r"^ +(?:- )?run: (.*)$", line)
        if not run:
            continue
        above = "\n".join(lines[max(0, at - 3):at])
        late = "The evidence is kept" in above
        if late != after:
            continue
        commands.append("\n".join(block(lines, at)[0]) if run[1] == "|" else run[1])
    return commands


def gitlab(lines, after):
    commands = []
    for at, line in enumerate(lines):
        key = re.match(r"^  (script|after_script):$", line)
        if not key or (key[1] == "after_script") != after:
            continue
        items, _ = block(lines, at)
        for i, item in enumerate(items):
            if item.startswith("- >-"):
                commands.append(folded(block(items, i)[0]))
            elif item.startswith("- "):
                commands.append(item[2:])
    return commands


def jenkins(lines, after):
    text = "\n".join(lines)
    steps, post = text.split("post {")
    text = post if after else steps
    return [(one or many).strip() for many, one in re.findall(r"sh (?:'''(.*?)'''|'([^'\n]*)')", text, re.S)]


path = sys.argv[1]
read = jenkins if path.endswith("Jenkinsfile") else gitlab if "gitlab" in path else github
found = read(open(path, encoding="utf-8").read().split("\n"), "--after" in sys.argv)
if not found:
    sys.exit(f"{path}: no command was found")
print("\n".join(found))
