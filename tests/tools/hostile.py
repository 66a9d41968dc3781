#!/usr/bin/env python3
"""Feeds hostile texts to every place of the program that takes one from outside, and looks at all that comes out.

    hostile.py PROGRAM FOLDER [--all] [PART …]

Each place gets some of the texts, another place others; with --all every place gets every text, which takes an hour.

Places: arguments, options, names of files, the environment, YAML that does not load, a run whose names, outputs, messages, answers and
notes are hostile, its journal rewritten with a whole chain, pages that are imported. Looked at: standard output and standard error of
every command, drawn with and without colours, every report, the evidence, the pages of `doc`, what `--report` and `--out` write.

What must not be in any of them stands in `looked_at`. It is written from the standards, not from the program: a character is unseen by
what Python's own tables say of it, a command by what GitHub's runner and Azure's agent take for one, a verdict by how ours look.
"""
import hashlib
import json
import os
import re
import subprocess
import sys
import unicodedata

PROGRAM, FOLDER = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
STRIDE = 1 if "--all" in sys.argv else 31
PARTS = [word for word in sys.argv[3:] if word != "--all"]
COLORS = re.compile("\x1b\\[(0|1|2|31|32|33|36|1;31|1;35)m")
# Ignorable, or without ink, though their category is of letters, marks or signs (Unicode 15.0).
UNSEEN = {0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180C, 0x180D, 0x180F, 0x2800, 0x3164, 0xFFA0, 0x16FE4, 0x1D159, 0xFFFC,
          *range(0xFE00, 0xFE10), *range(0xE0000, 0xE1000), *range(0x13430, 0x13443)}
SEEN = {*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD}  # format characters with ink
HASH = re.compile(r"##[A-Za-z0-9_.-]*\[", re.I)
# A line of each kind that somebody could want to be taken for ours: in what is drawn for people, and in reports.
DRAWN = ["GO  everything holds FORGED", "NO-GO FORGED", "✓ 9 FORGED", "✗ 9 FORGED", "again: rm -rf FORGED", "journal: FORGED", "→ FORGED"]
LINES = DRAWN + ["ok 1 - FORGED", "not ok 2 - FORGED", "1..3 FORGED", "Bail out! FORGED", "# FORGED", "## FORGED", "**GO**: FORGED",
                 "| ✓ | FORGED | passed |", "- ✓ FORGED", "- [x] FORGED", "> FORGED", "1. FORGED", "</failure><testcase name=\"FORGED\"/>",
                 "</details>FORGED", "``` FORGED", "~~~ FORGED", "--- FORGED", "... FORGED", "![FORGED](x)", "]]>FORGED", "<!-- FORGED", "pragma +FORGED"]
COMMANDS = ["::error::x", "::set-env name=a::b", "::stop-commands::t", "##[error]x", "##vso[task.setvariable variable=x]y", "##VSO[x]y",
            "##teamcity[buildStatus status='SUCCESS']", "###[group]x"]
BLANKS = ["", " ", "\t", "\u00a0", "\u1680", "\u2003", "\u202f", "\u3000", "\u200b", "\u2060", "\u2800", "\u3164", "\u034f", "\ufe0f", "\u00ad",
          "\x01", "\x1b[31m", "\r", "\x7f", "\u0085", "\u2028", "\ufeff", "\U000e0041", " \u00a0\t\u2003 "]
CHARACTERS = ["\x1b[2J\x1b[1;1HGO", "\x1b]0;t\x07", "\u009b31m", "\b\b\b", "\r✓ 1 FORGED", "\u202egnp.exe", "\u2066x\u2069", "a\u034fb", "\u115f\u1160", "\u3164",
              "\uffa0", "\u2800", "x\ufe0f", "a\u200db", "a\u200cb", "\u00ad", "\u180e", "\u200b\u200e\u200f", "\u2061\u2064", "\u206a\u206f", "\ufeff",
              "\U000e0001\U000e0067\U000e007f", "\ufe00", "\U000e0100", "\u17b4\u17b5", "\U0001d173", "\ufff9a\ufffab\ufffb", "\ufdd0", "\uffff", "\u2065", "\ue000",
              "\U000f0000", "\u2028\u2029", "\U00013430", "😀\u200d😀", "🏴\U000e0067\U000e007f"]
# Texts with line feeds, and texts without one (for places where a line feed ends what they are in).
ONE_LINE = [blank + command for blank in BLANKS for command in COMMANDS[:1]] + COMMANDS + CHARACTERS + LINES
ALL = ["a\n" + text + "\nb" for text in ONE_LINE]
WHOLE = "a " + " ".join(CHARACTERS) + "\n" + "\n".join(LINES + [blank + command for blank in BLANKS for command in COMMANDS])

failures = 0
looked = 0
turn = 0


def some(texts):
    """Those that the next place gets."""
    global turn
    turn += 1
    return texts[turn % STRIDE::STRIDE]


def fail(where, what, line):
    global failures
    failures += 1
    if failures <= 40:
        print(f"not so: {where}: {what}: {line!r}")


def is_unseen(c):
    if ord(c) in UNSEEN:
        return True
    return unicodedata.category(c) in ("Cc", "Cf", "Co", "Zl", "Zp", "Cs") and ord(c) not in SEEN or ord(c) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(c) <= 0xFDEF


def blank(c):
    return is_unseen(c) or unicodedata.category(c) == "Zs"


def looked_at(where, data, color=False, annotations=False, kind="drawn"):
    """All that must not be in an output. A page of `doc` is its author's, who may write what looks like a heading."""
    global looked
    looked += 1
    text = data.decode("utf-8", "surrogateescape")
    if color:
        text = COLORS.sub("", text)
    for line in text.split("\n"):
        for c in line:
            if is_unseen(c) and c != "\t":
                fail(where, f"U+{ord(c):04X} is sent", line)
                break
        seen = line
        while seen and blank(seen[0]):
            seen = seen[1:]
        if seen.startswith("::") and not (annotations and re.match(r"::(error|warning) file=", line)):
            fail(where, "a command to a CI system", line)
        if HASH.search(line):
            fail(where, "a command to a CI system", line)
        if seen.startswith(tuple({"page": [], "report": LINES}.get(kind, DRAWN))):
            fail(where, "a line that looks like ours", line)


def run(arguments, where=None, stdin=None, environment=None, colors=(False, True), annotations=False, cwd=None, statuses=None):
    """Runs the program and looks at what it says; gives what it wrote without colours."""
    said = b""
    for color in colors:
        words = [PROGRAM, *arguments] + ([f"--color={'always' if color else 'never'}"] if arguments else [])
        done = subprocess.run([os.fsencode(word) for word in words], input=stdin, capture_output=True, cwd=cwd or FOLDER,
                              env={**os.environb, **{os.fsencode(k): os.fsencode(v) for k, v in (environment or {}).items()}}, timeout=120)
        name = where or "runbook " + " ".join(arguments)
        looked_at(name + " (standard output)", done.stdout, color, annotations, kind={"doc": "page", "report": "report", "evidence": "report"}.get(arguments[0], "drawn"))
        looked_at(name + " (standard error)", done.stderr, color)
        if done.returncode < 0 or done.returncode == 70 or (statuses and done.returncode not in statuses):
            fail(name, f"it ended with status {done.returncode}", done.stderr[-300:])
        said = said or done.stdout
    return said


def path(name):
    return os.path.join(FOLDER, name)


def write(name, text):
    with open(path(name), "w" if isinstance(text, str) else "wb", **({"encoding": "utf-8", "errors": "surrogateescape"} if isinstance(text, str) else {})) as file:
        file.write(text)
    return name


def quoted(text):
    """A text as a double-quoted scalar of YAML, its characters by their numbers."""
    return '"' + "".join(c if " " <= c <= "~" and c not in '"\\' else f"\\U{ord(c):08x}" for c in text) + '"'


# ── arguments, options, names of files ──

OK = "runbook: 1\ntitle: t\nsteps:\n  - {name: a, exec: ['true'], effect: read}\n"


def from_arguments():
    write("ok.yaml", OK)
    write("page.md", "# A\n\n- look\n")
    one = [["check"], ["plan"], ["doc"], ["run"], ["import"], ["new"], ["explain"], ["show"], ["verify"], ["evidence"], ["help"], ["reference"],
           ["schema"], ["schema", "--out"], ["snippets"], ["man"], ["completion"], ["completion", "addresses"], ["eval"], [], ["check", "ok.yaml"], ["report", "latest"], ["eval", "1", "--bindings"], ["eval", "1", "--output"],
           ["eval", "1", "--container"], ["runs", "--root"], ["run", "ok.yaml", "--run-dir"], ["doc", "ok.yaml", "--out"], ["import", "page.md", "--out"],
           ["eval", "1", "--color"], ["again", "latest"], ["show", "latest"], ["diff"], ["diff", "latest"], ["runs"], ["runs", "-n"], ["eval", "1", "--run", "latest", "--at"]]
    for words in one:
        for text in some(ALL) + some(ONE_LINE):
            run([*words, text], colors=(False, True) if words[0:1] == ["explain"] else (False,))
            clear()
    for text in some(ALL):
        run(["check", "ok.yaml", "--" + text], colors=(False,))
        run(["report", text, "junit"])
        run(["report", text, "nagios"])
        run(["report", "latest", "nagios", "--max-age", text])
        run(["check", "ok.yaml", "--format", text])
        run(["run", "ok.yaml", text])
        run(["again", text, text])
        run(["eval", "1", "--run", text, "--at", text])
    for option in ("--input", "--inputs", "--dir", "--root", "--only", "--skip", "--from", "--tags", "--report", "--events", "--jobs", "--answer", "--as", "--waivers"):
        for text in some(ALL):
            for value in (text, text + "=" + text):
                run(["run", "ok.yaml", "--run-dir", path("r"), option, value], colors=(False,))
                clear()
    run(["version"], environment={name: WHOLE for name in ("TERM", "LANG", "COLUMNS", "NO_COLOR", "USER", "HOSTNAME", "CI", "TMPDIR")})


def clear():
    """Takes away what was written."""
    subprocess.run(["find", ".", "-mindepth", "1", "!", "-name", "ok.yaml", "!", "-name", "page.md", "-delete"], cwd=FOLDER, stderr=subprocess.DEVNULL)


def remove(name):
    subprocess.run(["rm", "-rf", path(name)])


def file_names():
    """Runbooks and pages whose own names are hostile, with and without mistakes."""
    for number, text in enumerate(some(ALL)):
        name = text.replace("/", "_")
        if len(os.fsencode(name)) > 200:
            continue
        write(name + ".yaml", OK)
        write(name + "2.yaml", "runbook: 1\ntitel: x\n")
        write(name + ".md", "# A\n\n- look\n\n```sh\necho a\n```\n")
        for command in ("check", "plan", "doc", "run"):
            run([command, name + ".yaml"], colors=(number % 8 == 0,))
        run(["check", name + "2.yaml"], colors=(False,))
        run(["run"], where=f"the list of runbooks with {text!r}", colors=(number % 8 == 0,))
        run(["run", "."], where=f"the list of a folder with {text!r}", colors=(False,))
        run(["check", name], where=f"the runbook called {text!r}", colors=(False,))
        run(["check", name + "3"], where=f"a runbook called much like {text!r}", colors=(False,))
        run(["import", name + ".md", "--out", path("drafts")], colors=(False,))
        run(["runs"], colors=(False,))
        run(["runs", "--json"], colors=(False,))
        run(["show", "latest"], colors=(False,))
        run(["show", "latest", "1"], colors=(False,))
        for form in ("junit", "tap", "markdown", "json", "github", "nagios", "openmetrics", "html"):
            run(["report", "latest", form], colors=(False,), annotations=form == "github")
        run(["evidence", "latest"], colors=(False,))
        remove("drafts")
        remove(".runbook")
        for made in (name + ".yaml", name + "2.yaml", name + ".md"):
            os.remove(path(made))


# ── YAML that does not load ──

BROKEN = ["{0}: 1\n", "runbook: {0}\n", "runbook: 1\ntitle: [{0}]\n", "runbook: 1\ntitle: t\n{0}: 1\nsteps: []\n", "runbook: 1\ntitle: t\nsteps:\n  - {{name: a, {0}: 1}}\n",
          "runbook: 1\ntitle: t\nsteps:\n  - {{name: a, id: {0}, exec: ['true']}}\n", "runbook: 1\ntitle: t\nsteps:\n  - {{name: a, effect: {0}, exec: ['true']}}\n",
          "runbook: 1\ntitle: t\nsteps:\n  - {{name: a, exec: ['true'], expect: {0}}}\n", "runbook: 1\ntitle: t\nsteps:\n  - {{name: '${{x', exec: [{0}]}}\n",
          "runbook: 1\ntitle: t\nuse: [{0}]\nsteps:\n  - {{name: a, exec: ['true']}}\n", "runbook: 1\ntitle: t\ninputs: {{x: {{type: {0}}}}}\nsteps: [{{name: a, exec: ['true']}}]\n",
          "runbook: 1\ntitle: t\nconnections: {{c: {{http: {0}}}}}\nsteps: [{{name: a, http: GET /}}]\n", "runbook: 1\ntitle: t\nsteps:\n  - {{name: a, http: {0}}}\n",
          "runbook: 1\ntitle: t\nsteps:\n  - {{name: a, include: {0}}}\n", "runbook: 1\ntitle: t\nsteps:\n  - {{name: {0}, exec: ['true']}}\n  - {{name: {0}, exec: ['true'], retry: {0}}}\n",
          "runbook: 1\ntitle: t\nsecrets: {{s: {{file: {0}}}}}\nsteps: [{{name: a, shell: echo $S, env: {{S: '${{secrets.s}}'}}}}]\n",
          "runbook: 1\ntitle: t\nconnections: {{d: {{sql: {0}}}}}\nsteps: [{{name: a, sql: select 1}}]\n",
          "runbook: 1\ntitle: t\nsteps: [{{name: a, exec: ['true']}}]\n# {0}\n{0}: 2\n"]


def broken():
    for number, shape in enumerate(BROKEN):
        for text in some(ALL):
            write("broken.yaml", shape.format(quoted(text)))
            run(["check", "broken.yaml"], where=f"check of {shape!r} with {text!r}", colors=(False,))
            if number % 4 == 0:
                run(["plan", "broken.yaml"], where=f"plan of {shape!r} with {text!r}", colors=(False,))
                run(["run", "broken.yaml"], where=f"run of {shape!r} with {text!r}", colors=(True,))
    for text in ONE_LINE[::min(STRIDE, 3)]:  # as it is, in the line that the message quotes
        write("raw.yaml", f"runbook: 1\ntitle: a {text} b\nsteps: 7 {text}\n")
        run(["check", "raw.yaml"], where=f"check of a raw {text!r}", colors=(False,))
    for text in ("\xff\xfe", "\udcff\udcc0::error::x", "\x00"):
        write("bytes.yaml", f"runbook: 1\ntitle: a {text}\n")
        run(["check", "bytes.yaml"])


# ── a run ──

def runbook_of(text):
    t = quoted(text)
    line = quoted(text.replace("\n", " "))
    return f"""runbook: 1
title: {line}
description: {t}
owner: {line}
inputs:
  who: {{type: string, default: {t}, description: {t}}}
subject:
  build: {t}
vars:
  said: "'x'"
connections:
  db: {{sql: 'sqlite:x.db'}}
on_failure: continue
steps:
  - name: {t}
    exec: [printf, '%s', {t}]
    effect: read
    expect:
      - that: stdout == 'x'
        name: {t}
        message: "${{stdout}}"
  - name: gets
    id: got
    exec: [printf, x]
    effect: read
    expect: stdout == 'x'
    capture: {{all: stdout}}
  - name: fails and says so
    shell: |
      printf '%s\\n' "$TEXT"; printf '%s\\n' "$TEXT" >&2; exit 3
    effect: read
    env: {{TEXT: "${{inputs.who}}"}}
  - name: a message that is all foreign
    check:
      - that: inputs.who == steps.got.all
        message: "${{inputs.who}}"
  - name: "of ${{item}}"
    id: each
    for_each: {{item: "[inputs.who]"}}
    exec: ['false']
    effect: read
  - name: waived
    id: waived
    exec: ['false']
    effect: read
  - name: asks
    id: asks
    confirm:
      ask: {t}
      show: "${{inputs.who}}"
  - name: asks the database
    sql: "select nosuch from \\"t\\""
    expect: rows.size() == 1
  - name: verdict
    id: verdict
    exec: [printf, x]
    effect: read
    expect:
      - that: stdout == 'x'
        name: verdict
  - name: no such program
    exec: [{quoted("".join(text.split(" ")))}]
    effect: read
  - name: connects to nothing
    http: GET http://127.0.0.1:1/
"""


def check_junit(data, where):
    import xml.etree.ElementTree as tree
    try:
        root = tree.fromstring(data)
    except tree.ParseError as error:
        fail(where, f"no XML: {error}", "")
        return
    verdicts = [case for case in root.iter("testcase") if case.get("name", "").strip().lower().startswith("verdict")]
    if len(verdicts) > 1 or (verdicts and verdicts[0] is not root[0].findall("testcase")[-1]):
        fail(where, "another case is called verdict", [case.get("name") for case in verdicts])
    if not any(case.find(end) is not None for case in root.iter("testcase") for end in ("failure", "error")):
        fail(where, "nothing says that it is no GO", "")


def check_tap(data, where):
    lines = data.decode().split("\n")
    points = [line for line in lines if re.match(r"\s*(not )?ok\b", line)]
    plan = [line for line in lines if re.match(r"\s*1\.\.\d+", line)]
    if len(plan) != 1 or len(points) != int(plan[0].strip()[3:]):
        fail(where, "points and plan disagree", plan)
    for line in points:
        if re.search(r"(?<!\\)#\s*(SKIP|TODO)", line, re.I) and "waived" not in line and not re.match(r"ok \d+ - \S+ .* # SKIP", line):
            fail(where, "a directive that is not ours", line)


def every_view(of, where):
    """Everything that draws a run."""
    for color in (False, True):
        run(["show", of], where=f"show of {where}", colors=(color,))
        run(["show", of, "-v"], where=f"show -v of {where}", colors=(color,))
    run(["show", of, "-q"], where=f"show -q of {where}")
    run(["verify", of], where=f"verify of {where}")
    for form in ("junit", "tap", "markdown", "json", "github", "nagios", "openmetrics", "html"):
        said = run(["report", of, form], where=f"report {form} of {where}", colors=(False,), annotations=form == "github")
        if form == "junit":
            check_junit(said, f"junit of {where}")
        if form == "tap":
            check_tap(said, f"tap of {where}")
        if form == "json":
            try:
                json.loads(said)
            except ValueError as error:
                fail(where, f"no JSON: {error}", said[-100:])
        if form != "github":
            run(["report", of, form, "--out", path("written")], where=f"report {form} of {where} to a file", colors=(False,))
            looked_at(f"file of report {form} of {where}", open(path("written"), "rb").read(), kind="report")
            remove("written")
    run(["evidence", of], where=f"evidence of {where}")
    run(["eval", "1", "--run", of, "--at", "1"], where=f"eval of {where}", colors=(False,))
    run(["eval", "stdout", "--run", of, "--at", "1"], where=f"eval of {where}", colors=(False,))
    run(["again", of, "1"], where=f"again of {where}", colors=(False,))
    run(["again", of, "--failed"], where=f"again --failed of {where}", colors=(False,))
    for step in ("1", "2", "3", "4", "5", "6"):
        run(["show", of, step], where=f"show {step} of {where}")
    if os.path.exists(path("r/journal.jsonl")) and of != path("r"):
        run(["diff", path("r"), of], where=f"diff of {where}")
        run(["diff", of, path("r"), "--json"], where=f"diff --json of {where}", colors=(False,))


def one_run(text, where):
    remove("r")
    write("main.yaml", runbook_of(text))
    write("waivers.yaml", f"- {{address: waived, reason: {quoted(text)}, by: {quoted(text)}, expires: 2199-01-01}}\n")
    run(["check", "main.yaml"], where=f"check with {where}", colors=(False,), statuses=(0,))
    run(["plan", "main.yaml"], where=f"plan with {where}")
    run(["plan", "main.yaml", "--tree"], where=f"plan --tree with {where}")
    run(["doc", "main.yaml"], where=f"doc with {where}", colors=(False,))
    run(["doc", "main.yaml", "--out", path("page.md")], where=f"doc with {where}", colors=(False,))
    looked_at(f"page of {where}", open(path("page.md"), "rb").read(), kind="page")
    run(["run", "main.yaml", "--run-dir", path("r"), "--waivers", "waivers.yaml", "--answer", "asks=no", "--as", text.replace("\0", ""), "-v",
         "--report", "junit=" + path("j.xml"), "--report", "tap=" + path("t.tap"), "--report", "markdown=" + path("m.md"),
        "--report", "nagios=" + path("n.txt"), "--report", "openmetrics=" + path("o.prom"), "--events", path("e.jsonl")],
        where=f"run with {where}", environment={"CI_RUN_URL": text.replace("\0", ""), "HOSTNAME": text.replace("\0", "")}, colors=(False,), statuses=(1,))
    if open(path("e.jsonl"), "rb").read() != open(path("r/journal.jsonl"), "rb").read():
        fail(f"run with {where}", "the events are not the journal's lines", "")
    remove("e.jsonl")
    for name in ("j.xml", "t.tap", "m.md", "n.txt", "o.prom"):
        looked_at(f"{name} of {where}", open(path(name), "rb").read(), kind="report")
        remove(name)
    every_view(path("r"), where)


def runs():
    for text in some(ALL):
        one_run(text, repr(text))
    one_run(WHOLE, "everything at once")


# ── its journal, by somebody who can compute a chain ──

KEPT = {"event", "prev", "seq", "time", "mono", "seal", "verdict", "level", "effect", "phase", "end", "cause", "kind", "status", "format", "digest"}


def hostile_journal(text, change):
    """The journal of the run in r with every text in it changed, except the program's own words, and a chain that holds."""
    lines = [json.loads(line) for line in open(path("r/journal.jsonl"), "rb").read().split(b"\n") if line]
    previous = "0" * 64
    out = []

    def changed(value, key=None):
        if isinstance(value, dict):
            return {k: changed(v, k) for k, v in value.items()}
        if isinstance(value, list):
            return [changed(v, key) for v in value]
        return change(value, text) if isinstance(value, str) and key not in KEPT else value

    for line in lines:
        seal = "seal" in line
        line.pop("seal", None)
        line = changed(line)
        line["prev"] = previous
        written = json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
        if seal:
            written = written[:-1]
            written += b',"seal":"' + hashlib.sha256(written).hexdigest().encode() + b'"}'
        out.append(written)
        previous = hashlib.sha256(written).hexdigest()
    os.makedirs(path("h"), exist_ok=True)
    write("h/journal.jsonl", b"".join(line + b"\n" for line in out))


def journals():
    one_run("plain", "plain text")
    for text in [WHOLE, *some(ALL)[::4]]:
        for what, change in (("ends", lambda value, text: value + "\n" + text), ("is", lambda value, text: text)):
            hostile_journal(text, change)
            every_view(path("h"), f"a journal where every text {what} {'everything' if text is WHOLE else repr(text)}")
    first = open(path("r/journal.jsonl"), "rb").read().split(b"\n")
    for text in some(ALL):  # not what a journal is at all
        for made in (json.dumps({"event": text}), text, json.dumps({text: text}), first[0].decode().replace("run_started", json.dumps(text)[1:-1]),
                     first[0].decode() + "\n" + json.dumps({"seq": text, "event": text})):
            write("h/journal.jsonl", made + "\n")
            for command in (["verify"], ["show"]):
                run([*command, path("h")], colors=(False,), where=f"{command[0]} of the journal {made[:200]!r}")
    remove("h")


# ── pages ──

def pages():
    for text in some(ALL):
        write("page.md", f"# {text}\n\n{text}\n\n- {text}\n\n```sh\n{text}\n```\n\nGET /{text}\n\n## A\n\n1. `{text}`\n")
        run(["import", "page.md", "--out", path("drafts")], where=f"import of {text!r}", colors=(False,))
        remove("drafts")


if __name__ == "__main__":
    for part in (from_arguments, file_names, broken, runs, journals, pages):
        if not PARTS or part.__name__ in PARTS:
            before = failures
            part()
            print(f"{part.__name__}: {looked} outputs so far, {failures - before} failures")
    if looked < 1000 and not PARTS:
        fail("this test", f"only {looked} outputs were looked at", "")
    sys.exit(1 if failures else 0)
