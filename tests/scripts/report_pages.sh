#!/usr/bin/env bash
# The pages that people read of a run – the report in Markdown, the summary of a GitHub step, the release evidence – drawn as GitHub draws them,
# in a real browser at 1100 pixels and printed on A4: nothing is wider than the page, each value that was observed can be read, foreign text is
# text, and each link leads to its step.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 1
bin=$(realpath "${RUNBOOK_BIN:?the program under test}")
root=$PWD
for tool in cmark-gfm chromium pdftotext python3; do
  command -v "$tool" >/dev/null || { echo "there is no $tool here"; exit 77; }
done
failures=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export NO_COLOR=1
fail() { printf 'not so: %s\n' "$*"; failures=$((failures + 1)); }
cd "$work" || exit 1
mkdir .runbook

# ── everything that a page can show, with long values, and with what could be taken for markup ──
python3 - <<'P'
import json
long = "0123456789abcdef" * 12
hostile = ["a | b \\| c `d` ``e`` **f** _g_ ~~h~~ [i](j) ![k](l) <details><summary>GO</summary> </details> <img src=x onerror=alert(1)> &lt; &amp;",
           "@octocat ann@example.com o/r#12 #1 GH-7 :x: :+1: $a$ $$b$$ https://example.com www.example.com 2ea5087be87a3e105678fee30d44598bb0656028",
           "# h", "> q", "- [x] l", "1. n", "| ✓ | 1 | met |", "```", "<!-- c -->", "[^1]", "---", "===", "</b></td></table>", "<b>GO</b> <script>alert(1)</script>"]
json.dump(hostile, open("hostile.json", "w"))
say = lambda text: {"exec": ["printf", "%s", text], "effect": "read"}
steps = [{"name": f"{text}", "id": f"h{i}", **say(text), "expect": [{"that": f"stdout != {json.dumps(text)}", "name": text, "message": text}], "on_failure": "continue"}
         for i, text in enumerate(hostile)]
book = {"runbook": 1, "title": hostile[0] + hostile[1], "inputs": {"which": {"type": "string", "default": hostile[1]}, "long": {"type": "string", "default": long}},
        "on_failure": "continue",
        "steps": [{"name": "Everything holds", "id": "holds", "steps": [
            {"name": "A long value is seen", "id": "long", **say(long), "expect": [f"stdout.size() == {len(long)}", "stdout == inputs.long"]},
            {"name": "An address is seen " + long, "id": "address_that_is_long_for_a_column_of_a_table_on_a_sheet_of_paper", **say("https://example.com/" + long + "?a=b&c=d"), "expect": ["stdout.startsWith('https')"]},
            {"name": "Left out", "when": "inputs.which == ''", **say("x")},
            {"name": "Left out as well", "when": "inputs.which == ''", **say("x")}]},
          {"name": "What could be taken for something else", "id": "hostile", "steps": steps},
          {"name": "It is changed", "id": "changed", "shell": "true", "undo": [{"name": "It is changed back " + hostile[1], "shell": "true"}]},
          {"name": "It cannot be taken back", "id": "kept", "shell": "echo kept"},
          {"name": "Each of them", "id": "each", "for_each": {"item": ["a", "@b", "#3"]}, "steps": [{"name": "It is ${item}", "id": "one", **say("${item}"), "expect": ["stdout != '@b'"]}]},
          {"name": "Somebody agrees", "id": "agreed", "confirm": {"ask": hostile[1], "show": hostile[0]}},
          {"name": "It is known", "id": "known", "exec": ["false"], "effect": "read"}],
        "finally": [{"name": "It is cleared up", "exec": ["false"], "effect": "read"}]}
json.dump(book, open("all.yaml", "w"))
json.dump([{"address": "known", "reason": hostile[1], "by": "@ann", "expires": "2999-01-01"}], open("waivers.yaml", "w"))
json.dump({"runbook": 1, "title": "Taken back", "on_failure": "rollback", "steps": [
    {"name": "A mail is sent", "id": "mail", "shell": "true", "undo": [{"name": "It is called back", "shell": "false"}]},
    {"name": "A flag is set", "id": "flag", "shell": "touch flag", "expect": "exit_code == 0", "undo": [{"name": "The flag is taken away", "id": "away", "shell": "rm flag", "expect": "exit_code == 0"}]},
    {"name": "It works", "id": "works", "exec": ["false"], "effect": "read"}]}, open("back.yaml", "w"))
P
run() { # run NAME STATUS ARGUMENT …
  local name=$1 wanted=$2 status
  shift 2
  "$bin" run "$@" --run-dir "$name" --report "github=$name-summary.md" --report "markdown=$name-report.md" >"$name.out" 2>&1 </dev/null
  status=$?
  [ "$status" -eq "$wanted" ] || { fail "$name ended with status $status, not $wanted"; cat "$name.out"; }
  "$bin" evidence "$name" >"$name-evidence.md" || fail "there is no evidence of $name"
}
run all 1 all.yaml --waivers waivers.yaml --answer agreed=yes --as @ann --input which=x
run back 1 back.yaml
python3 - <<'P'
import json
texts, hostile = {}, json.load(open("hostile.json"))
for name in "all", "back":
    events = [json.loads(line) for line in open(f"{name}/journal.jsonl", encoding="utf-8")]
    checks = [event for event in events if event["event"] == "expectation" and event.get("phase") != "probe"]
    observed = ["; ".join(f"{part['text']} = {part['value']}" for part in check["parts"][:6]) for check in checks]
    missed = [part["value"] for check in checks if check["verdict"] == "missed" and check["level"] == "must" for part in check["parts"]]
    assert len(observed) > 2
    texts[f"{name}-evidence.md"] = observed + [check["text"] for check in checks]
    texts[f"{name}-report.md"] = texts[f"{name}-summary.md"] = missed
for page in "all-evidence.md", "all-report.md", "all-summary.md":
    texts[page] += hostile
json.dump(texts, open("texts.json", "w"))
P

# ── what was changed, what undid it, and how to go on, each where it belongs ──
line() { grep -nE -- "$1" "$2" | head -n 1 | cut -d: -f1; }
before() { # before PAGE PATTERN PATTERN …: in this order
  local page=$1 last=0 at
  shift
  for pattern in "$@"; do
    at=$(line "$pattern" "$page")
    [ -n "$at" ] && [ "$at" -gt "$last" ] || { fail "$page has not '$pattern' where it should stand"; return; }
    last=$at
  done
}
before back-report.md '^\*\*NO-GO\*\*' '^- run: ' '^## Criteria' '^## What did not pass' '✗ 1\.undo1 undo of A mail is sent' '✗ 3 It works' '^runbook again .* works$' '^## What still stands' \
  '^- 1 A mail is sent' '^runbook undo ' '^<details>' '^\| – \| 2 A flag is set' '^\| ✓ \| ↩ 2\.undo1 undo: The flag is taken away' '^- digest of its last event' '^runbook verify '
before back-evidence.md '^\*\*NO-GO\*\*' '^## Criteria' '^## Steps and their checks' '</a><b>1 A mail is sent</b>' 'held before the undo' '</a><b>2 A flag is set</b>' '↩ undo: <b>2\.undo1 ' '^## What still stands' \
  '^## Undone' '^## Runbooks and the files' '^- `back.yaml` \(runbook\): `sha256:' '^## Journal' '^runbook verify '
! grep -q '<details>' back-evidence.md all-evidence.md || fail 'something of the evidence is folded'
before all-evidence.md '^## Criteria' '\| not met, waived \|' '^## Steps and their checks' '<b>1\.3 to 1\.4</b>: 2 steps' '^## Confirmed by people' '  - answer: ' '^## Waivers' '^## Inputs'

# ── of what has no verdict ──
mkdir torn damaged
head -n 6 back/journal.jsonl >torn/journal.jsonl
sed 's/"exit_code"/"exit_c0de"/' back/journal.jsonl >damaged/journal.jsonl
for name in torn damaged; do
  "$bin" report $name markdown >$name-report.md 2>/dev/null
  "$bin" report $name github 2>/dev/null | grep -v '^::' >$name-summary.md
  "$bin" evidence $name >$name-evidence.md 2>/dev/null
  for page in report summary evidence; do
    grep -q '^\(> \)\?\*\*NO VERDICT\*\*: ' $name-$page.md && grep -q '^The journal: ' $name-$page.md && grep -q 'none of it is a verdict\.$' $name-$page.md || fail "$name-$page.md does not say so in its head"
    ! grep -qE '\bGO\b|TIP' $name-$page.md || fail "$name-$page.md reads as GO"
  done
done

# Of a run that died: first what goes on, then what takes back, each with what it does; and what nobody answered is not confirmed.
printf 'runbook: 1\ntitle: It dies\nsteps:\n- {name: Set, id: set, shell: "true", undo: [{name: Unset, shell: "true"}]}\n- {name: It is well, id: well, confirm: Is it well?}\n' >dies.yaml
"$bin" run dies.yaml --run-dir whole >dies.out 2>&1 </dev/null
"$bin" evidence whole >whole-evidence.md
! grep -q 'Confirmed by people' whole-evidence.md || fail 'a question without an answer is confirmed'
before whole-evidence.md '^## Asked, and not confirmed' '  - no answer: '
mkdir dead
grep -v '"event":"run_ended"' whole/journal.jsonl >dead/journal.jsonl
keeps='keeps what was done, and makes what is left' makes='makes nothing more, and runs the undo steps of what is in place'
"$bin" show dead 2>/dev/null >dead.txt
for format in markdown html tap junit; do "$bin" report dead $format >dead.$format 2>/dev/null; done
before dead.txt 'to go on: runbook resume' "$keeps" 'to take back: runbook undo' "$makes"
before dead.markdown "^To go on \($keeps\):" '^runbook resume ' "^To take back \($makes\):" '^runbook undo '
before dead.tap 'to go on: runbook resume' "$keeps" 'to take back: runbook undo' "$makes"
before dead.junit 'to go on: runbook resume' "$keeps" 'to take back: runbook undo' "$makes"
before dead.html 'none of it is a verdict\.' '<dt>To go on</dt>' '<dt>To take back</dt>'
grep -q "$keeps" dead.html && grep -q "$makes" dead.html || fail 'the page does not say what its commands do'

# A step that is being made is not one that did not pass.
mkfifo gate
printf 'runbook: 1\ntitle: It goes on\nsteps:\n- {name: Begun, id: begun, shell: "true"}\n- {name: A part, steps: [{name: It waits, id: waits, shell: "cat gate"}]}\n- {name: Behind, id: behind, exec: ["true"], effect: read}\n' >going.yaml
"$bin" run going.yaml --run-dir going >going.out 2>&1 </dev/null &
for _ in $(seq 200); do grep -q '"event":"step_intent".*waits' going/journal.jsonl 2>/dev/null && break; sleep 0.05; done
"$bin" report going markdown >going-report.md 2>/dev/null
"$bin" report going github 2>/dev/null | grep -v '^::' >going-summary.md
"$bin" evidence going >going-evidence.md 2>/dev/null
"$bin" report going html >going.html 2>/dev/null
echo open >gate
wait
for page in report summary evidence; do
  before going-$page.md '^(> )?\*\*NO VERDICT\*\*: the run is not over$' '^The run is still running: ' '^What follows is how far it has come: none of it is a verdict\.$' '^\| ✓ \| <b>1 Begun</b> \| met' '^\| … \| <b>2 A part</b> \| goes on \| '
  ! grep -qE '\bGO\b|TIP|did not pass|in doubt' going-$page.md || fail "going-$page.md tells of what is not known yet: $(cat going-$page.md)"
done
grep -q 'none of it is a verdict\.' going.html && grep -q '<span class="became">goes on</span>' going.html || fail 'the page of a run that goes on does not say so'
! grep -qE '<span class="became">(in doubt|undecided)' going.html || fail 'the page calls what goes on in doubt'
! grep -q 'its end was not recorded' going.html || fail 'the page calls what goes on lost'

python3 "$root/tests/tools/page_check.py" --texts texts.json ./*.md "$root"/tests/transcripts/*/{report,summary,evidence}.md "$root"/tests/golden/*/{report,evidence}.md 2>&1 || fail 'the pages'

printf '%d failures\n' "$failures"
[ "$failures" -eq 0 ]
