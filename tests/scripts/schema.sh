#!/usr/bin/env bash
# The JSON Schema of runbook files, held by a validator that is not ours: it accepts every shipped runbook and every example of
# the program's tables, and refuses each of them with any one key misspelled.
set -euo pipefail
python=/usr/bin/python3
"$python" -c 'import jsonschema, yaml' 2>/dev/null || {
  echo "skipped: python3-jsonschema and python3-yaml are not installed"
  exit 77
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$RUNBOOK_BIN" schema >"$work/runbook.json"
"$RUNBOOK_BIN" schema journal >"$work/journal.json"
for kind in runbook journal; do
  cmp "$work/$kind.json" "schemas/$kind.schema.json" || {
    echo "schemas/$kind.schema.json is not what the program prints: run tools/generate"
    exit 1
  }
done
# A real journal, for the journal's own schema.
cat >"$work/try.yaml" <<'YAML'
runbook: 1
title: A run to look at
steps:
  - name: Passes
    id: passes
    exec: [echo, hello]
    capture: { word: stdout }
  - name: Fails
    check: steps.passes.word == 'other'
    on_failure: continue
  - name: Loops
    for_each: { n: [a, b] }
    id: loops
    exec: [echo, "${n}"]
  - name: Nobody answers
    confirm: Is anybody there?
YAML
"$RUNBOOK_BIN" run "$work/try.yaml" --root "$work" --run-dir "$work/run" </dev/null >/dev/null || true
"$python" tests/tools/schema_check.py "$work" runbooks
