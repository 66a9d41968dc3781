#!/usr/bin/env bash
# A password in an address that an input holds is in no output: not in the transcript, the plan, the journal or a report.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat >"$work/db.yaml" <<'YAML'
runbook: 1
title: Passwords in addresses
inputs:
  database: { type: string, env: DATABASE_URL }
  short: { type: string, default: "postgres://u:pw@127.0.0.1:1/x" }
steps:
  - name: A script prints it in every form
    shell: |
      echo "$LONG"; echo "$SHORT"; echo "${LONG#postgres://}"; printf %s "$LONG" | base64
    env: { LONG: "${inputs.database}", SHORT: "${inputs.short}" }
    expect: |
      stdout.contains('never there')
YAML
export DATABASE_URL=postgres://app:s3cretpassword@127.0.0.1:1/x
cd "$work"
"$RUNBOOK_BIN" plan db.yaml >plan.txt
status=0
"$RUNBOOK_BIN" run -v db.yaml --run-dir run --report junit=junit.xml --report markdown=page.md >out.txt 2>&1 || status=$?
[ "$status" = 1 ] || { echo "status $status, wanted 1"; cat out.txt; exit 1; }
if grep -rlE 's3cretpassword|u:pw@' plan.txt out.txt junit.xml page.md run; then
  echo "the password is in the files above"
  exit 1
fi
[ "$(grep -c '«database password»' out.txt)" -ge 3 ] && grep -q '«database password»' plan.txt && grep -q '«short password»' out.txt || {
  echo "the password is not shown by name:"
  cat out.txt plan.txt
  exit 1
}
