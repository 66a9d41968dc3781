#!/usr/bin/env bash
# `report --history html`: what it says of runs whose past is known, in a real browser; that it says the same with and without the index; that it
# fits where a project has very many runs.
set -uo pipefail
cd "$(dirname "$0")/../.."
# shellcheck source=tests/tools/browser.bash
source tests/tools/browser.bash
bin=$(realpath "${RUNBOOK_BIN:?the program under test}")
root=$PWD
failures=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() { printf 'not so: %s\n' "$*"; failures=$((failures + 1)); }
export NO_COLOR=1
unset CI CI_RUN_URL
cd "$work" && git init -q . || exit 1

cat >smoke.yaml <<'Y'
runbook: 1
title: Smoke <script>alert(1)</script> & "checks"
inputs:
  how: { type: string, default: good }
subject: { commit: "0123456789abcdef0123" }
steps:
  - name: Reads the list
    exec: [cat, list]
    effect: read
    expect: stdout.trim() != ""
  - name: Sometimes <b>slow</b>
    exec: [sh, -c, 'sleep "$(cat delay)"']
    effect: read
  - name: Retries
    exec: [sh, -c, 'n=$(cat n); echo $((n + 1)) >n; [ $n -ge 1 ]']
    effect: read
    retry: { attempts: 3, every: 10ms }
  - name: Flaky
    exec: [sh, -c, '[ ! -e flaky ]']
    effect: read
Y
cat >ask.yaml <<'Y'
runbook: 1
title: Ask
steps:
  - name: Asks
    confirm: Is it well?
Y
smoke() { "$bin" run smoke.yaml "${@:2}" >out 2>&1 </dev/null; [ $? = "$1" ] || { fail "run smoke.yaml ${*:2}"; cat out; }; }
echo a >list; echo 0 >delay; echo 5 >n
for _ in 1 2 3 4 5; do smoke 0; done
touch flaky; smoke 1; rm flaky
echo 0 >n; smoke 0
echo 3 >delay; echo b >list; smoke 0 --input how=other
"$bin" run ask.yaml >out 2>&1 </dev/null
smoke 10 --only 1
sed -i 's/exit 0/exit O/' "$(find .runbook/runs -name journal.jsonl | sort | head -1)"
mkdir .runbook/runs/01977a16-b91b-7e2d-8039-e4458294a414

"$bin" report --history html --out history.html || fail "status $?"
"$bin" report --history html >again.html && "$bin" report --history ask.yaml html >one.html || fail "to standard output"
as_of() { sed -E 's/as of [0-9: -]+ UTC/as of then/' "$1"; }
rm -f .runbook/history.db* && mkdir .runbook/history.db
"$bin" report --history html >without.html 2>/dev/null || fail "without the index"
rmdir .runbook/history.db
for other in again without; do
  diff <(as_of history.html) <(as_of $other.html) >out || { fail "$other.html is another one"; head -5 out; }
done
said() { "$bin" report --history "${@:2}" >/dev/null 2>out; grep -qFe "$1" out || fail "--history ${*:2} does not say '$1'"; }
said '--history is written as html: runbook report --history html' tap
said "there is no run of a runbook called 'nope'" nope html
PICTURES=${PICTURES:-} node "$root/tests/browser/html_history.mjs" history.html one.html || failures=$((failures + 1))

# ── very many ──
mkdir -p many/.runbook && cd many && git init -q . || exit 1
newest=$(find ../.runbook/runs -name journal.jsonl | sort | tail -1)
python3 "$root/tests/tools/many_runs.py" . 2000 "$newest"
"$bin" report --history html --out many.html || fail "of 2,000 runs: status $?"
grep -q 'and 1950 older' many.html || fail "of 2,000 runs: the older ones are not counted"
[ "$(stat -c %s many.html)" -lt 500000 ] || fail "of 2,000 runs: $(stat -c %s many.html) bytes"
[ $failures = 0 ]
