#!/usr/bin/env python3
"""Runs the examples of a Markdown page, so that what it shows is what happens.

    doc_examples.py [--update] PAGE FOLDER

A fenced block whose first line is a title, `# name.yaml`, is written to FOLDER/name.yaml (`-- name.sql` in SQL). Runbooks
among them must pass `runbook check`, unless the title goes on with `– wrong on purpose`: then they must not. In a `console` block each line
that begins with `$ ` is run by bash in FOLDER, one after the other for the whole page, and what it prints is held against
the lines that follow. Durations, dates, run ids, ports and who runs it differ from run to run and are not compared.
--update writes into the page what was printed where that is something else; a person reads the difference. DOC_ADDRESS (host:port) stands in for
DOC_SHOWN (127.0.0.1:8080) of the page. A line `<!-- run: COMMAND -->` is run where it stands: what the reader does by other means.
"""
import os
import re
import subprocess
import sys
import tempfile

VARIES = [
    (re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"), "RUN"),
    (re.compile(r"sha256:[0-9a-f]{8,64}…?|\b[0-9a-f]{64}\b"), "DIGEST"),
    (re.compile(r"\b(again|run|show|report|evidence|verify|resume|undo|abandon) [0-9a-f]{8}[0-9a-f-]*"), r"\1 RUN"),
    (re.compile(r"^( *)[0-9a-f]{8}[0-9a-f-]*( +20)", re.M), r"\1RUN\2"),
    (re.compile(r"(^|→  )[0-9a-f]{8}[0-9a-f-]*(?= [A-Z-]+ 20\d\d)", re.M), r"\1RUN"),
    (re.compile(r"^  slowest: .*$", re.M), "slowest"),
    (re.compile(r"^  time   .*\n", re.M), ""),  # a busy machine takes its time
    (re.compile(r'\btime="[\d.]+"'), 'time="SPAN"'),
    (re.compile(r"\b1\d{9}\b"), "EPOCH"),
    (re.compile(r"\b20\d\d-\d\d-\d\dT?[ _]?\d\d[:-]?\d\d[:-]?\d\d(\.\d+)?Z?"), "TIME"),
    (re.compile(r"\b20\d\d-\d\d-\d\d \d\d:\d\d\b"), "TIME"),
    (re.compile(r"\b\d+(\.\d+)?(ms|s)\b|\b\d+[mh] \d\d[sm]\b"), "SPAN"),
    (re.compile(r"\bkept, \d\d:\d\d\b"), "kept, TIME"),
    (re.compile(r"\(by\s+\w+\)"), "(by WHO)"),
    (re.compile(r"(?<=  by )\w+(?=\s*(?:→ resume)?$)", re.M), "WHO"),
    (re.compile(r"\b(less than a second|\d+ seconds?) after\b"), "SPAN after"),
    # Where these lines are wrapped depends on names and times.
    (re.compile(r"(▸ taken up [^\n]*)\n {2}(?!goes on|\S+ is resolved)(?=\S)"), r"\1 "),
    (re.compile(r"(?<=, run RUN), (.*?)\s+(?=\(by WHO\))"), r", \1 "),
    (re.compile(r"127\.0\.0\.1:\d+"), "ADDRESS"),
    (re.compile(r"\b\w+ on [\w.-]+(?=,)"), "WHO"),
    (re.compile(r"(?<=by ahead as )\w+"), "WHO"),
    (re.compile(r"\w* ?… → "), "… → "),  # where a line is cut, in a word or behind one, depends on how long it took
    (re.compile(r"[ \t]+"), " "),
    (re.compile(r" $", re.M), ""),
]


SHOWN = os.environ.get("DOC_SHOWN", "127.0.0.1:8080")
ADDRESS = os.environ.get("DOC_ADDRESS", SHOWN)


def at_hand(text):
    return text.replace(SHOWN, ADDRESS)


def normal(text):
    for pattern, word in VARIES:
        text = pattern.sub(word, text)
    return text.strip()


def tidy(text, folder):
    """What a page shows of this machine: nothing."""
    text = text.replace(folder + "/", "").replace(folder, ".")
    text = re.sub(r"\b\w+ on [\w.-]+(?=, 20\d\d)", "ada on laptop", text)
    text = re.sub(r"\(by(\s+)\w+\)$", r"(by\1ada)", text, flags=re.M)
    text = re.sub(r"(?<=  by )\w+(?=(?:  → resume)?$)", "ada", text, flags=re.M)
    text = re.sub(r"(?<=, parked by )\w+", "ada", text)
    text = re.sub(r"(?<=again by )(\w+) on [\w.-]+(?=,)", r"\1 on laptop", text)
    return text.replace(ADDRESS, SHOWN)


class Shell:
    """Commands one after the other, with what the ones before exported."""

    def __init__(self, folder):
        self.folder, self.status = folder, 0
        handle, self.state = tempfile.mkstemp()
        os.close(handle)

    def run(self, command):
        script = f'. "{self.state}"; (exit {self.status}); {command}\nended=$?; export -p >"{self.state}"; exit $ended'
        done = subprocess.run(["bash", "-c", script], cwd=self.folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=120)
        self.status = done.returncode
        return done.stdout.decode("utf-8", "replace")


def blocks(lines):
    """(info, first line, end) of each fenced block, line numbers from 0, the fences left out; ("run", line, line) of a command."""
    at = 0
    while at < len(lines):
        if re.match(r"^<!-- run: .* -->$", lines[at]):
            yield "run", at, at
        fence = re.match(r"^( *)(```+)(\w*)$", lines[at])
        if not fence:
            at += 1
            continue
        end = at + 1
        while end < len(lines) and lines[end].strip() != fence[2]:
            end += 1
        yield fence[3], at + 1, end
        at = end + 1


class Page:
    def __init__(self, path, folder, update):
        self.path, self.folder, self.update = path, os.path.abspath(folder), update
        self.lines = open(path, encoding="utf-8").read().split("\n")
        self.failures = self.files = self.commands = 0
        self.shell = Shell(self.folder)
        self.out, self.written = [], 0

    def fail(self, line, text):
        self.failures += 1
        print(f"{self.path}:{line + 1}: {text}", file=sys.stderr)

    def take_file(self, first, end):
        title = re.match(r"^(?:#|--) ([\w./-]+\.(?:yaml|sql|json))(?: – (.*))?$", self.lines[first] if first < end else "")
        if not title:
            if self.lines[first - 1].strip() == "```yaml":
                self.fail(first, "a YAML block begins with its title, `# name.yaml`: else nothing would read it")
            return
        name, note = title[1], title[2] or ""
        path = os.path.join(self.folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        text = "\n".join(self.lines[first:end]) + "\n"
        open(path, "w", encoding="utf-8").write(at_hand(text))
        self.files += 1
        if not re.search(r"^steps:", text, re.M):
            return
        checked = subprocess.run(["runbook", "check", name], cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if "wrong" in note:
            if checked.returncode != 3:
                self.fail(first, f"{name} is wrong on purpose, and passes runbook check")
        elif checked.returncode:
            self.fail(first, f"{name} does not pass runbook check:\n{checked.stdout.decode()}")

    def take_console(self, first, end):
        at, shown = first, []
        while at < end:
            if not self.lines[at].startswith("$ "):
                self.fail(at, "a console block begins with a line that begins with '$ '")
                return
            command, line = self.lines[at][2:], at
            at += 1
            while command.endswith("\\") and at < end:
                command += "\n" + self.lines[at]
                at += 1
            wanted_from = at
            while at < end and not self.lines[at].startswith("$ "):
                at += 1
            wanted = "\n".join(self.lines[wanted_from:at])
            found = tidy(self.shell.run(at_hand(command)), self.folder)
            self.commands += 1
            same = normal(wanted) == normal(found)
            text = wanted if same else found.rstrip("\n")
            shown += ("$ " + command).split("\n") + (text.split("\n") if text.strip() else [])
            if not self.update and not same:
                self.fail(line, f"`{command}` printed something else\n--- the page\n{wanted}\n--- the program (status {self.shell.status})\n{found}---")
        if self.update:
            self.out += self.lines[self.written:first] + shown
            self.written = end

    def run(self):
        for info, first, end in list(blocks(self.lines)):
            if info == "run":
                self.shell.run(re.match(r"^<!-- run: (.*) -->$", self.lines[first])[1])
                if self.shell.status:
                    self.fail(first, f"the command ends with status {self.shell.status}")
            elif info == "console":
                self.take_console(first, end)
            elif info:
                self.take_file(first, end)
        if self.update:
            text = "\n".join(self.out + self.lines[self.written:])
            open(self.path, "w", encoding="utf-8").write(text)
        os.remove(self.shell.state)
        print(f"{self.path}: {self.files} files, {self.commands} commands, {self.failures} failures")
        return self.failures == 0 and self.files + self.commands > 0


if __name__ == "__main__":
    arguments = [word for word in sys.argv[1:] if word != "--update"]
    sys.exit(0 if Page(arguments[0], arguments[1], "--update" in sys.argv).run() else 1)
