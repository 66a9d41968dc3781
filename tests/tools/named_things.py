#!/usr/bin/env python3
"""Everything that pages and comments name exists: files, sections, functions and types, commands and options of the program.

    named_things.py [ROOT]

In Markdown pages and in comments of C, CMake, Python and shell: each path and file name (`interp/cel/fn_*.c`, `keys.def`; a `*`, NAME and
the like stand for anything). On pages: each relative link with its #section, and in what is quoted as code each `runbook COMMAND` with its
--options, and the options of this project's scripts (`tools/bench --only http`). In comments of C and on the pages for whoever works on
the program: each name of more than one word (`arena_alloc`, `FILE_BYTES`, `CelName`) and each `name()` must stand in the code, outside
of comments.
"""
import fnmatch
import os
import re
import sys

TOP = ("cmake", "docs", "interp", "runbooks", "schemas", "stdlib", "tests", "tools")
LEFT_OUT = {".git", ".ci", ".runbook", "build", "node_modules"}
WORKERS_PAGES = ("README.md", "docs/ARCHITECTURE.md", "docs/HACKING.md", "docs/STYLE.md", "docs/JOURNAL.md", "docs/BENCH.md",
                 "tests/truth/README.md")
MADE = ("docs/reference/", "docs/runbooks/", "docs/import/", "tests/pages/", "tests/app/")  # other pages' text, or from tables

# Things that are somebody else's, and names in examples.
ELSEWHERE = {"stdio.h", "linux/magic.h", "results.md", "by-hand.md", "b.c", "tests/tools/httpd", "PAGE.md",
             "OpenSSL", "CommonMark", "SipHash", "AddressSanitizer", "PascalCase", "module_verb", "bytea_output",
             "integration_fails", "LAUNCH_SMOKE", "ORG_ID", "API_URL", "field_given", "action_name", "O_TRUNC"}

PATH = re.compile(r"(?<![\w/.~@-])((?:\.\./)*(?:%s)/[\w./*{},<>-]*|[\w/*-]+\.(?:c|h|def|sh|py|md|cmake|S)\b)" % "|".join(TOP))
NAME = re.compile(r"\b[a-z0-9]+(?:_[a-z0-9]+)+\b(?!\.)|\b[A-Z]+(?:_[A-Z0-9]+)+\b|\b[A-Z][a-z0-9]+[A-Z]\w+\b|\b[a-z_]+(?=\(\))")
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
C_TOKEN = re.compile(r"//[^\n]*|/\*.*?\*/|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'", re.S)
HASH_COMMENT = re.compile(r"^\s*#[ !]")


def read(path):
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except UnicodeDecodeError:
        return ""


def c_parts(text):
    """The code, and its comments as (line, text)."""
    code, comments, end = [], [], 0
    for token in C_TOKEN.finditer(text):
        if token[0][0] == "/":
            code.append(text[end:token.start()])
            comments.append((text.count("\n", 0, token.start()) + 1, token[0]))
            end = token.end()
    return "".join(code + [text[end:]]), comments


def sections(text):
    """The anchors that a page's headings get, as GitHub makes them, and those that it has of its own."""
    found, fenced = set(re.findall(r'<a id="([^"]+)"></a>', text)), False
    for line in text.split("\n"):
        fenced ^= line.lstrip().startswith("```")
        heading = None if fenced else re.match(r"#+ +(.*?) *$", line)
        if heading:
            words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading[1]).lower()
            slug = re.sub(r"[^\w\- ]", "", words).replace(" ", "-")
            number = 0
            while slug + (f"-{number}" if number else "") in found:
                number += 1
            found.add(slug + (f"-{number}" if number else ""))
    return found


class Tree:
    def __init__(self):
        self.files, self.there = [], set()
        for folder, folders, files in os.walk("."):
            folders[:] = sorted(set(folders) - LEFT_OUT)
            folder = folder[2:]
            self.there.update(os.path.join(folder, name) for name in folders)
            self.files += [os.path.join(folder, name) for name in files]
        self.there.update(self.files)
        self.words, self.comments, self.pages = set(), [], {}
        for path in self.files:
            self.take(path, read(path))
        self.commands = set(re.findall(r'^COMMAND\(\w+, "([\w-]+)"', self.of("interp/cli/commands.def"), re.M))
        self.options = set(re.findall(r'"(--[\w-]+)"', self.of("interp/cli/options.def")))
        self.failures = 0

    def of(self, path):
        return read(path) if path in self.there else ""

    def take(self, path, text):
        if path.endswith((".c", ".h", ".def")):
            code, comments = c_parts(text)
            self.words.update(re.findall(r"\w+", code))
            self.comments += [(path, line, comment) for line, comment in comments]
        elif path.endswith(".md"):
            if not path.startswith(MADE):
                self.pages[path] = text
        elif path.endswith((".sh", ".py", ".cmake", "CMakeLists.txt")) or path.startswith("tools/"):
            lines = text.split("\n")
            hashed = [bool(HASH_COMMENT.match(line)) for line in lines]
            self.words.update(re.findall(r"\w+", "\n".join(line for line, is_comment in zip(lines, hashed) if not is_comment)))
            self.comments += [(path, at + 1, line) for at, line in enumerate(lines) if hashed[at]]
        else:
            self.words.update(re.findall(r"\w+", text))

    def complain(self, path, line, text):
        self.failures += 1
        print(f"{path}:{line}: {text}")

    def is_there(self, name):
        pattern = re.sub(r"(?<![A-Z])(?:NAME|WHAT|LAYER|KIND|VERSION)(?![A-Z])|<\w+>|(?<![a-z])name(?=\.)", "*", name)
        return any(fnmatch.fnmatchcase(path, pattern) or fnmatch.fnmatchcase(path, "*/" + pattern) for path in self.there)

    def check_paths(self, path, line, text):
        for found in PATH.finditer(text):
            name = re.sub(r"^(\.\./)+", "", found[1].rstrip(".,/"))
            choice = re.search(r"\{([^}]*)\}", name)
            for one in [name[:choice.start()] + word + name[choice.end():] for word in choice[1].split(",")] if choice else [name]:
                if one not in self.there and one not in ELSEWHERE and not self.is_there(one):
                    self.complain(path, line, f"there is no file '{one}'")

    def check_names(self, path, line, text):
        stems = {re.sub(r"\.\w+$", "", os.path.basename(file)) for file in self.there} if not hasattr(self, "stems") else self.stems
        self.stems = stems
        for name in sorted(set(NAME.findall(re.sub(r"(?<![\w-])-D(?=[A-Z])", "", PATH.sub("", text))))):
            known = self.words | stems | ELSEWHERE
            pattern = re.sub(r"(?<![A-Z])NAME(?![A-Z])|(?<![a-z])name(?=_)", "*", name)
            some = pattern != name and fnmatch.filter(self.words, pattern)
            if name not in known and name.rstrip("s") not in known and not some and not name.startswith("CMAKE_"):
                self.complain(path, line, f"nothing is called '{name}'")

    def check_page(self, path, text):
        for at, line in enumerate(text.split("\n")):
            for link in LINK.findall(re.sub(r"`[^`]*`", "", line)):
                if re.match(r"\w+:", link):
                    continue
                target, _, section = link.partition("#")
                file = os.path.normpath(os.path.join(os.path.dirname(path), target)) if target else path
                if file not in self.there:
                    self.complain(path, at + 1, f"the link leads nowhere: {link}")
                elif section and section not in sections(read(file)):
                    self.complain(path, at + 1, f"the page has no such section: {link}")
            quoted = re.findall(r"`(runbook [^`]*)`", line) + re.findall(r"^\$ (runbook .*)", line)
            for words in (command.split() for command in quoted):
                if re.match(r"[a-z]+$", words[1]) and words[1] not in self.commands:
                    self.complain(path, at + 1, f"there is no command 'runbook {words[1]}'")
                for option in re.findall(r"(?<!\S)--[a-z-]+", " ".join(words)):
                    if option not in self.options | {"--help"}:
                        self.complain(path, at + 1, f"there is no option '{option}'")
            for script, rest in re.findall(r"((?:tools|tests/scripts)/[\w.]+)((?: +[^`|#;]*)?)", line):
                for option in re.findall(r"(?<= )--[a-z][a-z-]*", rest):
                    if script in self.there and option not in read(script):
                        self.complain(path, at + 1, f"{script} has no option '{option}'")

    def check(self):
        if not self.commands or not self.options or not self.pages or not self.comments:
            self.complain(".", 0, "the tables of commands and options, pages or comments were not found")
        for path, line, text in self.comments:
            self.check_paths(path, line, text)
            if path.endswith((".c", ".h", ".def")):
                self.check_names(path, line, text)
        for path, text in self.pages.items():
            self.check_page(path, text)
            for at, line in enumerate(text.split("\n")):
                self.check_paths(path, at + 1, line)
                if path in WORKERS_PAGES:
                    for quoted in re.findall(r"`([^`]*)`", line):
                        self.check_names(path, at + 1, quoted)
        print(f"{len(self.pages)} pages, {len(self.comments)} comments, {self.failures} things that are not there")
        return self.failures == 0


if __name__ == "__main__":
    os.chdir(sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(os.path.abspath(__file__)), "../.."))
    sys.exit(0 if Tree().check() else 1)
