#!/usr/bin/env python3
"""Pastes what `runbook check` says to write, and checks again: the complaint must be gone, and no other stand in its place.

  hints.py PROGRAM FOLDER [part of a name …]     FOLDER holds NAME.yaml with what is said of it in NAME.expected

What a mend offers is told by the words before it (FORMS). It is pasted where an operator would: over the line, over the
value or the part of it that the carets mark, or as lines of its own beside it. One that names several ways is tried with each.
A gap to fill (…) is filled with what stands in FILLINGS.
"""
import concurrent.futures
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import threading

COMPLAINT = re.compile(r"^(\S+):(\d+):(\d+): (error|warning)\[([a-z0-9-]+)\]: (.*)$", re.M)
CASE_COMMENT = re.compile(r"\s+# error(?:-above)?\[.*$")
FILLINGS = ["it", "1", "http://127.0.0.1:9", "status == 200"]

# What stands before it, and how it is pasted: over what is there, as keys beside what is there, or both; or what is there goes;
# or among the keys of `allow`, in place of the one that is there.
OVER, BESIDE, BOTH, REMOVE, ALLOWED = "over", "beside", "both", "remove", "allowed"
FORMS = [
    (r"write it as: (.*)\nor, where it is a version: (.*)", OVER),
    (r"write it as: (.*)", OVER),
    (r"for its value write: (.*)\nfor the characters: (.*)", OVER),
    (r"write: (.*)\nfor the characters: (.*)", OVER),
    (r"write: (.*)\nand beside it:\n((?:.|\n)*)", BOTH),
    (r"write: (.*)\n[a-z](?:.|\n)*", OVER),
    (r"write each argument as an item: (.*)\nor, as a script: (.*)", OVER),
    (r"write the lines without it: (.*)\nor a list without \|", OVER),
    (r"write the program and each argument as an item: (.*)", OVER),
    (r"write(?:, for a web server)?:\n((?:.|\n)*)", OVER),
    (r"write it out:\n((?:.|\n)*)", OVER),
    (r"if that is meant, write:\n((?:.|\n)*)", OVER),
    (r"if that is meant, add:\n((?:.|\n)*)", BESIDE),
    (r"name the item, as steps are to call it[^\n]*\n((?:.|\n)*)", OVER),
    (r"write: (.*)", OVER),
    (r"write (\"\$\w+\") in the script, and beside it\n((?:.|\n)*)", BOTH),
    (r"write (:\w+) in the query, and beside it, in the long form,\n((?:.|\n)*)", BOTH),
    (r"write ('.*') for the text, (\S+) for the number", OVER),
    (r"write ('.*') for the text", OVER),
    (r"write (\|) instead of >", OVER),
    (r"say what is to be done with it: (.*)", OVER),
    (r"join its items: (.*)", OVER),
    (r"as text: (.*), or (.*)", OVER),
    (r"open it: (.*)", OVER),
    (r"a number needs its unit: (.*)", OVER),
    (r"call it (\w+), say", OVER),
    (r"a secret's value never stands in a runbook; write: (.*)", OVER),
    (r"if a text is meant, it stands in quotes: (.*)", OVER),
    (r"write ([A-Z]+ \S+)", OVER),
    (r"write (null), ('') or the value", OVER),
    (r"remove '\w+'|remove it; it would have no effect", REMOVE),
    (r"add (attempts: 3), say, or (for: 2m)", BESIDE),
    (r"add (via: \w+).*", BESIDE),
    (r"add it: (.*)", BESIDE),
    (r"add it:\n((?:.|\n)*)", BESIDE),
    (r"give it beside include:\n((?:.|\n)*)", BESIDE),
    (r"declare one:\n((?:.|\n)*?)(?:\nor write the whole URL)?", BESIDE),
    (r".*; beside the verb(?: of that step)?: (.*)", BESIDE),
    (r".*say so beside its verb: (effect: \w+).*", BESIDE),
    (r"(params: \{.*\})", BESIDE),
    (r"if that is meant, write beneath allow:\n(.*)", ALLOWED),
]


class Complaint:
    def __init__(self, match, block):
        self.file, self.line, self.column = match[1], int(match[2]), int(match[3])
        self.id, self.message = match[5], match[6]
        carets = re.search(r"^ +\| +(\^+)", block, re.M)
        self.width = len(carets[1]) if carets else 0
        self.mends = []
        for mend in re.finditer(r"^( +)= (.*(?:\n\1  .*)*)", block, re.M):
            indent = len(mend[1]) + 2
            lines = mend[2].split("\n")
            self.mends.append("\n".join([lines[0]] + [line[indent:] for line in lines[1:]]))

    def key(self):
        return self.id, self.message


def complaints(text):
    found = list(COMPLAINT.finditer(text))
    ends = [part.start() for part in found[1:]] + [len(text)]
    return [Complaint(part, text[part.end():end]) for part, end in zip(found, ends)]


def offers(mend):
    """(how, what to paste) of each way that a hint names; none where it is advice in words."""
    for form, how in FORMS:
        match = re.fullmatch(form, mend)
        if match:
            return [(how, match.groups())] if how in (BOTH, REMOVE) else [(how, part) for part in match.groups()]
    if mend.startswith(("write: ", "write it as: ", "write it out:", "add it:")):
        raise SystemExit(f"not so: FORMS does not know how to paste: {mend}")
    return []


def filled(text):
    return [text.replace("…", filling) for filling in FILLINGS] if "…" in text else [text]


# ── where it is pasted ──

def begins_of(bare, column):
    """Where a line, an item, a key, a value or what a quote holds begins, before the column; then the column."""
    places = [m.end() for m in re.finditer(r"^ *(?:- +)*|: +['\"]?|- +['\"]|[\[{,] *['\"]?|[\"'(]|\$\{", bare)]
    whole = [len(bare) - len(bare.lstrip())]
    return list(dict.fromkeys([at for at in whole + places + [m.end(1) for m in re.finditer(r"(: +|[\[,] *)", bare)]
                               if at <= column]))


def ends_of(bare, least):
    places = [m.start() for m in re.finditer(r"['\"]? *$|['\"]? *[,\]}]|['\"]$", bare)] + [len(bare)]
    places += [m.end() for m in re.finditer(r"\}|['\"](?= *[,\]}])", bare)]
    return sorted({at for at in places if at >= least}, reverse=True)


def over(lines, complaint, paste):
    """The file with it pasted over the line, the part that the carets mark, or a value around that."""
    at = complaint.line - 1
    bare = CASE_COMMENT.sub("", lines[at])
    indent = len(bare) - len(bare.lstrip())
    dash = "- " if bare.lstrip().startswith("- ") else ""
    begin, end = complaint.column - 1, complaint.column - 1 + complaint.width

    def with_line(before, text, after, lines_gone=1):
        block = text.split("\n")
        block = [block[0]] + [" " * len(before.replace("- ", "  ")) + line if line else line for line in block[1:]]
        block[0] = before + block[0]
        block[-1] += after
        return lines[:at] + block + lines[at + lines_gone:], len(block)

    keyed = re.match(r" *(?:- +)?[\w.-]+:( |$)", bare)
    if not keyed or re.match(r"(- +)?[\w.'\"-]+:( |$|\n)|- ", paste):
        text = paste[2:] if dash and paste.startswith("- ") else paste
        yield with_line(bare[:indent] + dash, text, "")
        yield with_line(bare[:indent], paste, "")
        if re.match(r" +", paste):
            yield with_line("", bare[:indent] + paste, "")
    if bare.rstrip().endswith(":"):
        yield with_line(bare.rstrip() + " ", paste, "")
    if complaint.width:
        yield with_line(bare[:begin], paste, bare[end:])
    for start in begins_of(bare, begin):
        for stop in ends_of(bare, max(start + 1, begin + 1)):
            yield with_line(bare[:start], paste, bare[stop:])
    # A block that says again what a line close by says.
    for near in range(max(at - 4, 0), min(at + 5, len(lines))):
        word = re.match(r" *(?:- +)?([\w.-]+):", lines[near])
        if "\n" in paste and near != at and word and paste.startswith(word[1] + ":"):
            block = [" " * indent + line for line in paste.split("\n")]
            changed = lines[:at] + block + lines[at + 1:]
            del changed[near if near < at else near + len(block) - 1]
            yield changed, len(block)
    # A value of several lines, down to where its key's neighbours stand.
    below = at + 1
    while below < len(lines) and (not lines[below].strip() or len(lines[below]) - len(lines[below].lstrip()) > indent):
        below += 1
    if below > at + 1:
        yield with_line(bare[:indent] + dash, paste, "", below - at)


def depth_of(line):
    return re.match(r" *(?:- +)?", line).end()


def beside(lines, complaint, paste):
    """The file with it pasted as lines of its own: at the top, within { }, or among the keys that stand there, the nearest first.
    Each with the number of lines added and where."""
    at = complaint.line - 1
    bare = lines[at]
    block = paste.split("\n")
    if block[0] == "connections:":
        yield block + lines, len(block), 0
    close = bare.find("}", complaint.column - 1)
    if close >= 0 and len(block) == 1:
        yield lines[:at] + [bare[:close].rstrip() + ", " + paste + " }" + bare[close + 1:]] + lines[at + 1:], 0, 0
    above = {depth_of(line) for line in lines[:at + 1] if line.strip()}
    for depth in dict.fromkeys([depth_of(bare), complaint.column - 1, depth_of(bare) + 2] + sorted(above, reverse=True)):
        moved = [" " * depth + line if line else line for line in block]
        places = set()
        for place in range(at + 2):
            # Behind a line of that depth, whatever is deeper beneath it left where it is.
            if place > 0 and depth_of(lines[place - 1]) > depth:
                continue
            while place < len(lines) and lines[place].strip() and re.match(r" *", lines[place]).end() > depth:
                place += 1
            places.add(place)
        for place in sorted(places, key=lambda place: abs(place - at - 1)):
            yield lines[:place] + moved + lines[place:], len(block), place


def allowed(lines, paste):
    """The file with it pasted as a key of `allow`."""
    key = paste[:paste.index(":") + 1]
    top = next(i for i, line in enumerate(lines) if line.startswith("allow:"))
    end = next((i for i in range(top + 1, len(lines)) if re.match(r"\S", lines[i])), len(lines))
    kept, dropping = [], False
    for line in lines[top + 1:end]:
        if depth_of(line) == 2:
            dropping = line.strip().startswith(key)
        if not dropping:
            kept.append(line)
    return lines[:top + 1] + ["  " + paste] + kept + lines[end:]


def ways(lines, complaint, how, paste):
    """(the file's lines, the lines of it where no other complaint may stand) of each way to paste it."""
    if how == OVER:
        for text in filled(paste):
            for changed, count in over(lines, complaint, text):
                yield changed, range(complaint.line, complaint.line + count)
        return
    if how == REMOVE:
        below = complaint.line
        while below < len(lines) and re.match(r" *", lines[below]).end() >= depth_of(lines[complaint.line - 1]) + 1:
            below += 1
        yield lines[:complaint.line - 1] + lines[below:], ()
        return
    if how == ALLOWED:
        for text in filled(paste):
            yield allowed(lines, text), ()
        return
    bases = [lines] if how == BESIDE else [changed for changed, _ in over(lines, complaint, paste[0])]
    for base in bases:
        added = [beside(base, complaint, text) for text in filled(paste if how == BESIDE else paste[1])]
        for changed, count, place in (way for same_place in zip(*added) for way in same_place):
            moved = count if place < complaint.line else 0
            yield changed, {complaint.line + moved, *range(place + 1, place + 1 + count)}


# ── checking again ──

rooms = threading.local()


def room_of(folder, work):
    """A copy of the cases for this thread alone."""
    if not hasattr(rooms, "root"):
        rooms.root = pathlib.Path(tempfile.mkdtemp(dir=work)) / folder.name
        shutil.copytree(folder, rooms.root, ignore=shutil.ignore_patterns("*.expected"))
    return rooms.root


def run(words, cwd):
    done = subprocess.run(words, capture_output=True, cwd=cwd, env=dict(os.environ, NO_COLOR="1", LC_ALL="C.UTF-8"))
    return (done.stdout + done.stderr).decode(errors="replace")


def stands(other, complaint, own, known, everywhere):
    """Whether what is said now tells against the hint."""
    if other.line in own:
        return other.key() == complaint.key() or other.key() not in known
    if other.key() == complaint.key() and not own:
        return True
    # Where YAML could not be read, more of it is seen now.
    return other.key() not in everywhere and (not complaint.id.startswith("yaml-") or other.id.startswith("yaml-"))


def mended(program, folder, work, file, before, complaint, how, paste):
    root = room_of(folder, work)
    name = file.relative_to(folder)
    written = file.read_bytes()
    lines = written.decode(errors="surrogateescape").split("\n")
    known = {other.key() for other in before if other.line == complaint.line}
    everywhere = {other.key() for other in before}
    tried = set()
    try:
        for changed, own in ways(lines, complaint, how, paste):
            text = "\n".join(changed)
            if text in tried:
                continue
            tried.add(text)
            if len(tried) > 150:
                break
            (root / name).write_bytes(text.encode(errors="surrogateescape"))
            said = [other for other in complaints(run([program, "check", "--root", ".", f"{folder.name}/{name}"], root.parent))
                    if other.file.endswith(str(name))]
            if not any(stands(other, complaint, own, known, everywhere) for other in said):
                return True
    finally:
        (root / name).write_bytes(written)
    return False


def jobs_of_cases(folder, parts):
    for expected in sorted(folder.rglob("*.expected")):
        file = expected.with_suffix(".yaml")
        name = str(file.relative_to(folder))
        if not file.exists() or (parts and not any(part in name for part in parts)):
            continue
        said = complaints(expected.read_text())
        own = [complaint for complaint in said if complaint.file.endswith(name)]
        for complaint in own:
            for mend in complaint.mends:
                for how, paste in offers(mend):
                    yield file, own, complaint, how, paste, mend


def main():
    program, place, parts = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve(), sys.argv[3:]
    failures = 0
    jobs = list(jobs_of_cases(place, parts))
    with tempfile.TemporaryDirectory(prefix="mends-") as work, concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = [pool.submit(mended, program, place, work, *job[:5]) for job in jobs]
        for (file, _, complaint, _, paste, _), result in zip(jobs, results):
            if not result.result():
                failures += 1
                shown = paste if isinstance(paste, str) else "\n".join(paste)
                print(f"not so: {file.relative_to(place)}:{complaint.line}: [{complaint.id}] is not mended by: {shown}")
    if not jobs:
        print("not so: no mend was found")
        failures += 1
    print(f"{len(jobs)} mends, {failures} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
