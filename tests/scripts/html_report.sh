#!/usr/bin/env bash
# `report RUN html` as its readers have it: in a real browser, at three widths, light and dark, with and without scripts, on paper, by keyboard,
# through axe; with hostile texts in every field; of ten thousand steps. Nothing is asked for but the file itself.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=tests/tools/browser.bash
source tests/tools/browser.bash
bin=$(realpath "${RUNBOOK_BIN:?the program under test}")
root=$PWD
failures=0
work=$(mktemp -d)
server=
stop() {
  [ -z "$server" ] || kill "$server" 2>/dev/null
  rm -rf "$work"
}
trap stop EXIT
fail() { printf 'not so: %s\n' "$*"; failures=$((failures + 1)); }
export NO_COLOR=1
unset CI CI_RUN_URL

# ── a run with all that a page shows ──
cp tests/browser/demo.yaml "$work"
cd "$work" || exit 1
python3 "$root/tests/browser/answers.py" >port &
server=$!
python3 - <<'P'
import sqlite3
db = sqlite3.connect("app.db")
db.executescript("""CREATE TABLE orders(id INTEGER PRIMARY KEY, tenant TEXT, name TEXT, state TEXT, price REAL);
INSERT INTO orders VALUES (1, 'acme', 'a & b', 'ok', 1.5), (2, 'acme', 'c', 'ok', 20), (3, 'globex', '<i>d</i>', 'late', 300.25);
CREATE TABLE hosts AS WITH RECURSIVE n(id) AS (SELECT 0 UNION ALL SELECT id + 1 FROM n WHERE id < 4998) SELECT id, 'host-' || id AS name FROM n;""")
P
for _ in $(seq 100); do [ -s port ] && break; sleep 0.05; done
run() { # run NAME STATUS ARGUMENT …: a run in the folder NAME, and its page
  local name=$1 wanted=$2 status
  shift 2
  "$bin" run "$@" --run-dir "$name" --report "html=$name.html" >"$name.out" 2>&1 </dev/null
  status=$?
  [ "$status" -eq "$wanted" ] || { fail "$name ended with status $status, not $wanted"; sed 's/^/    /' "$name.out"; }
  "$bin" report "$name" html >"$name.again"
  cmp -s "$name.html" "$name.again" || fail "$name.html is another one afterwards"
}
run demo 1 demo.yaml --input "base=http://127.0.0.1:$(cat port)" --answer looked=yes --as ann
run narrowed 10 demo.yaml --input "base=http://127.0.0.1:$(cat port)" --only health --as ann
kill "$server"; wait "$server" 2>/dev/null; server=

# ── runs that are no GO, whatever their steps say ──
cat >good.yaml <<'Y'
runbook: 1
title: All is well
steps: [{name: First, exec: ["true"], effect: read}, {name: Second, exec: ["true"], effect: read}]
Y
run good 0 good.yaml
mkdir torn damaged
head -n 4 good/journal.jsonl >torn/journal.jsonl
sed 's/"exit_code"/"exit_c0de"/' good/journal.jsonl >damaged/journal.jsonl
"$bin" report torn html --out torn.html
"$bin" report damaged html --out damaged.html 2>/dev/null && fail 'a damaged journal is status 0'
"$bin" run nothing.yaml --report html=none.html >/dev/null 2>&1
cat >slow.yaml <<'Y'
runbook: 1
title: It goes on
steps: [{name: It waits, wait: 60s}]
Y
"$bin" run slow.yaml --run-dir slow >/dev/null 2>&1 </dev/null &
slow=$!
for _ in $(seq 100); do grep -qs step_started slow/journal.jsonl && break; sleep 0.1; done
"$bin" report slow html --out slow.html
kill "$slow"; wait "$slow" 2>/dev/null

# ── hostile texts in every field ──
mkdir hostile
python3 - "$root/tests/tools" "$bin" "$work/hostile" <<'P' || fail 'the hostile runs'
import subprocess, sys
tools, program, folder = sys.argv[1:]
sys.path.insert(0, tools)
sys.argv = ["hostile.py", program, folder]
import hostile

MARKUP = ["<script>alert(1)</script>", "<img src=x onerror=alert(2)>", "\"><svg onload=alert(3)>", "</title></style></script><b>", "<!--", "]]>", "<a href=javascript:alert(4)>x</a>",
          "' onmouseover='alert(5)", "&lt;b&gt;", "<iframe src=//example.com></iframe>", "</details></main><form action=//example.com>", "<base href=//example.com>",
          "<meta http-equiv=refresh content=0>", "<plaintext>", "<template><x-y></template>", "<math><mtext><mglyph>"]
text = hostile.WHOLE + "\n" + "\n".join(MARKUP)
hostile.write("main.yaml", hostile.runbook_of(text))
hostile.write("waivers.yaml", f"- {{address: waived, reason: {hostile.quoted(text)}, by: {hostile.quoted(text)}, expires: 2199-01-01}}\n")
made = hostile.run(["run", "main.yaml", "--run-dir", hostile.path("r"), "--waivers", "waivers.yaml", "--answer", "asks=no", "--as", text.replace("\0", "")], colors=(False,), statuses=(1,))
pages = {"told": hostile.path("r")}
for name, change in (("ends", lambda value, text: value + "\n" + text), ("is", lambda value, text: text)):
    hostile.hostile_journal(text, change)
    pages[name] = hostile.path("h")
    data = hostile.run(["report", pages[name], "html"], where=f"html where every text {name} hostile", colors=(False,))
    hostile.write(f"{name}.html", data)
hostile.write("told.html", hostile.run(["report", pages["told"], "html"], colors=(False,)))
hostile.write("texts.json", __import__("json").dumps(MARKUP))
sys.exit(1 if hostile.failures else 0)
P

# ── ten thousand steps ──
cat >large.yaml <<'Y'
runbook: 1
title: Ten thousand steps
on_failure: continue
connections: { db: { sql: 'sqlite:app.db' } }
steps:
  - name: The hosts are known
    id: all
    sql: SELECT id, name FROM hosts
    expect: rows.size() == 4999
    capture: { hosts: rows }
  - name: Every host is looked at
    id: hosts
    for_each: { host: steps.all.hosts }
    steps:
      - { id: orders, name: "The orders that ${host.name} has are there", sql: "SELECT id AS number, name, state, price FROM orders", expect: [rows.size() == 3] }
      - { id: ours, name: "It is one of ours: ${host.name}", check: host.id % 100 != 7 }
Y
fast=$bin
[ ! -x "${RUNBOOK_RELEASE_BIN:-}" ] || fast=$RUNBOOK_RELEASE_BIN
"$fast" run large.yaml --run-dir large >/dev/null 2>&1
"$fast" report large html --out large.html || fail 'the large report'
{
  printf 'runbook: 1\ntitle: Ten thousand that fail\non_failure: continue\nconnections: { db: { sql: "sqlite:app.db" } }\nsteps:\n'
  for n in $(seq 10000); do printf -- '- { name: "Row %d is there", id: s%d, sql: "SELECT %d AS n", expect: [row.n == 0] }\n' "$n" "$n" "$n"; done
} >failing.yaml
"$fast" run failing.yaml --run-dir failing >/dev/null 2>&1
"$fast" report failing html --out failing.html || fail 'the report of ten thousand that fail'

# ── well-formed, by a reader that is no browser ──
python3 - ./*.html hostile/*.html <<'P' || failures=$((failures + 1))
import html.parser, sys

VOID = {"meta", "input", "br"}
bad = 0


class Strict(html.parser.HTMLParser):
    def __init__(self, name):
        super().__init__(convert_charrefs=True)
        self.name, self.open = name, []

    def complain(self, what):
        global bad
        bad += 1
        if bad < 20:
            print(f"not so: {self.name}: line {self.getpos()[0]}: {what}")

    def handle_starttag(self, tag, attrs):
        names = [name for name, _ in attrs]
        if len(set(names)) != len(names):
            self.complain(f"<{tag}> has an attribute twice")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        if tag != "rect":
            self.complain(f"<{tag}/>")

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.complain(f"</{tag}> ends what is not open")

    def handle_comment(self, data):
        self.complain("there is a comment")


for name in sys.argv[1:]:
    reader = Strict(name)
    reader.feed(open(name, encoding="utf-8").read())
    reader.close()
    if reader.open:
        reader.complain(f"left open: {reader.open}")
print(f"{len(sys.argv) - 1} pages read")
sys.exit(1 if bad else 0)
P

TRANSCRIPTS=$root/tests/transcripts node "$root/tests/browser/html_report.mjs" || failures=$((failures + 1))
printf '%d failures\n' "$failures"
[ "$failures" -eq 0 ]
