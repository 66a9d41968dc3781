#!/usr/bin/env bash
# A canary secret, printed by a step in every encoding one can think of, is looked for in everything that a run leaves: the
# terminal, the journal, every report, and what the system shows of its processes.
set -uo pipefail
bin=${RUNBOOK_BIN:?the program under test}
failures=0 count=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export NO_COLOR=1

# With every character that some encoding changes.
canary="Can4ry/Bird+\"7&9\\x'<y>%41=Zé"
export CANARY=$canary

fail() {
  printf 'not so: %s\n' "$*"
  failures=$((failures + 1))
}

cat >"$work/print" <<'PRINT'
secret=$1
hex=$(printf %s "$secret" | od -An -v -tx1 | tr -d ' \n')
percent() { printf %s "$hex" | sed "s/../%&/g"; }
json() { printf %s "$secret" | sed 's/\\/\\\\/g; s/"/\\"/g; s/\//\\\//g'; }
xml() { printf %s "$secret" | sed "s/&/\&amp;/g; s/</\&lt;/g; s/>/\&gt;/g; s/\"/\&quot;/g; s/'/\&#39;/g"; }
shell() { printf "'%s'" "$(printf %s "$secret" | sed "s/'/'\\\\''/g")"; }
base64_of() { printf %s "$1$secret" | base64 -w0; }
printf 'raw %s\n' "$secret"
printf 'twice %s%s\n' "$secret" "$secret"
printf 'base64 %s\n' "$(base64_of '')"
printf 'base64 behind one %s\n' "$(base64_of a)"
printf 'base64 behind two %s\n' "$(base64_of ab)"
printf 'base64url %s\n' "$(base64_of '' | tr '+/' '-_')"
printf 'basic %s\n' "$(base64_of 'user:')"
printf 'broken base64\n%s\n' "$(base64_of '' | fold -w 20)"
printf 'hex %s\n' "$hex"
printf 'HEX %s\n' "$(printf %s "$hex" | tr a-f A-F)"
printf 'percent %s\n' "$(percent)"
printf 'PERCENT %s\n' "$(percent | tr a-f A-F)"
printf 'json "%s"\n' "$(json)"
printf 'xml <a b="%s"/>\n' "$(xml)"
printf 'shell %s\n' "$(shell)"
printf 'quoted %q\n' "$secret"
printf 'on stderr %s\n' "$secret" >&2
PRINT

cat >"$work/main.yaml" <<'YAML'
runbook: 1
title: A canary
secrets:
  canary: {env: CANARY}
inputs:
  print: {type: path}
on_failure: continue
steps:
  - name: prints it
    id: printed
    shell: |
      bash "$PRINT" "$SECRET"
      bash "$PRINT" "$SECRET"
      exit 1
    effect: read
    env: {SECRET: "${secrets.canary}", PRINT: "${inputs.print}"}
    expect: |
      stdout == 'never'
      stderr.size() == 0
      lines.exists(l, l == 'never')
    capture: {all: stdout, lines: lines, first: "lines[0]"}
  - name: compares with it
    check: |
      steps.printed.first == 'raw'
      steps.printed.all.contains('never')
  - name: gets it in a file
    shell: |
      cat "$FILE"; echo; sleep 0.5
    effect: read
    env: {FILE: {file: "${secrets.canary}"}}
    expect: stdout == 'never'
  - name: a new secret
    shell: |
      printf '{"token": "fresh-%s"}' "$(printf %s "$SECRET" | od -An -v -tx1 | tr -d ' \n')"
    effect: read
    env: {SECRET: "${secrets.canary}"}
    expect: json.token == 'never'
    capture: {token: {value: json.token, secret: true}}
YAML

"$bin" run "$work/main.yaml" --root "$work" --run-dir "$work/run" --input "print=$work/print" -v \
  --report "junit=$work/junit.xml" >"$work/terminal" 2>&1 &
pid=$!
# What anyone on this machine can read of it while it runs. The environment is a process's own.
while kill -0 "$pid" 2>/dev/null; do
  for process in $(pgrep -P "$pid") "$pid"; do
    tr '\0' '\n' <"/proc/$process/cmdline" >>"$work/cmdline" 2>/dev/null
  done
  sleep 0.05
done
wait "$pid"
status=$?
[ "$status" -eq 1 ] || fail "the run ended with status $status"
"$bin" show "$work/run" -v >"$work/show" 2>&1 || true
formats=$("$bin" reference commands | sed -n '/^## Reports/,$ s/^| `\([a-z]*\)` .*/\1/p')
[ -n "$formats" ] || fail 'the program lists no report'
for format in $formats; do
  "$bin" report "$work/run" "$format" >"$work/report.$format" 2>/dev/null || true
done

hex=$(printf %s "$canary" | od -An -v -tx1 | tr -d ' \n')
forms=(
  "$canary" "${canary:0:12}" "$(printf %s "$canary" | base64 -w0 | cut -c1-20)" "$(printf %s "a$canary" | base64 -w0 | cut -c4-24)"
  "$(printf %s "ab$canary" | base64 -w0 | cut -c4-24)" "$(printf %s "$canary" | base64 -w0 | tr '+/' '-_' | cut -c1-20)"
  "$(printf %s "$canary" | base64 -w0 | cut -c21-40)" "${hex:0:20}" "$(printf %s "${hex:0:20}" | tr a-f A-F)" "Can4ry\\/Bird" "Bird+&quot;7"
  "%43%61%6e%34" "%43%61%6E%34" "Can4ry"
)
for file in "$work"/terminal "$work"/run/journal.jsonl "$work"/junit.xml "$work"/show "$work"/report.* "$work"/cmdline; do
  [ -s "$file" ] || continue
  count=$((count + 1))
  for form in "${forms[@]}"; do
    if grep -qF -- "$form" "$file"; then
      fail "$(basename "$file") holds it as '$form': $(grep -oF -m1 -- "$form" "$file")"
    fi
  done
done
grep -q '«canary»' "$work/run/journal.jsonl" || fail "nothing was masked at all"
grep -q '«token»' "$work/run/journal.jsonl" || fail "the captured secret is not named"
[ "$count" -ge 4 ] || fail "only $count files were looked at"
printf '%d files, %d forms, %d failures\n' "$count" "${#forms[@]}" "$failures"
[ "$failures" -eq 0 ]
