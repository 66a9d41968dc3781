#!/usr/bin/env bash
# Values within URLs, by the real program: what stands in a query is escaped, also behind the scheme of another URL; and a password
# that is not encoded as it should be is in no output.
set -euo pipefail
work=$(mktemp -d)
mkfifo "$work/stop" "$work/ports"
"$TEST_TOOLS/httpd" plain <"$work/stop" >"$work/ports" &
server=$!
exec 8>"$work/stop"
trap 'exec 8>&-; wait "$server" || true; rm -rf "$work"' EXIT
read -r port <"$work/ports"
cd "$work"
cat >values.yaml <<YAML
runbook: 1
title: Values in URLs
inputs:
  host: { type: string, default: "a b&c=d/e:1" }
connections:
  app: { http: "http://127.0.0.1:$port" }
steps:
  - name: In a query
    http: GET /echo?u=http://\${inputs.host}&v=/\${inputs.host}
    expect: json.target == '/echo?u=http://a%20b%26c%3Dd%2Fe%3A1&v=/a%20b%26c%3Dd%2Fe%3A1'
  - name: In a path
    http: GET /echo/\${inputs.host}/x?
    expect: json.target == '/echo/a%20b%26c%3Dd%2Fe%3A1/x?'
YAML
"$RUNBOOK_BIN" run values.yaml --run-dir run >out.txt 2>&1 || { cat out.txt; exit 1; }

cat >passwords.yaml <<'YAML'
runbook: 1
title: Passwords that are not encoded
inputs:
  mark: { type: string, default: "postgres://app:s3cret?pass@127.0.0.1:1/x" }
  hash: { type: string, default: "postgres://app:s3cret#pass@127.0.0.1:1/x" }
  slash: { type: string, default: "postgres://app:s3cret/pass@127.0.0.1:1/x" }
connections:
  mark: { sql: "${inputs.mark}" }
  hash: { sql: "${inputs.hash}" }
  slash: { sql: "${inputs.slash}" }
on_failure: continue
steps:
  - name: With a question mark
    via: mark
    sql: SELECT 1 AS one
    expect: value == 1
  - name: With a hash
    via: hash
    sql: SELECT 1 AS one
    expect: value == 1
  - name: With a slash
    via: slash
    sql: SELECT 1 AS one
    expect: value == 1
YAML
"$RUNBOOK_BIN" plan passwords.yaml >plan.txt 2>&1 || true
"$RUNBOOK_BIN" run -v passwords.yaml --run-dir run2 >out2.txt 2>&1 && { echo "it held"; cat out2.txt; exit 1; }
grep -q '«mark password»@127.0.0.1' plan.txt || { cat plan.txt; exit 1; }
grep -q '127.0.0.1' out2.txt || { cat out2.txt; exit 1; }
if grep -rE 's3cret' plan.txt out2.txt run2; then
  echo "the password is in the files above"
  exit 1
fi
