#!/usr/bin/env bash
# A credential that stands in a runbook as it is, where a secret should, is in no output; a word in its place hides nothing else.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
secret=Lit3ralPassw0rd-x
cat >good.yaml <<YAML
runbook: 1
title: Credentials as they are
connections:
  bearer: { http: http://127.0.0.1:1, auth: { bearer: $secret } }
  basic: { http: http://127.0.0.1:1, auth: { basic: { user: somebody-else, password: $secret } } }
  header: { http: http://127.0.0.1:1, headers: { Authorization: "Bearer $secret", X-Api-Key: $secret } }
  cookie: { http: http://127.0.0.1:1, cookies: { session: $secret } }
  db: { sql: "postgres://postgres:postgres@127.0.0.1:1/postgres" }
steps:
  - name: A program says it
    shell: cat said; echo postgres somebody-else \$LOCAL_PASSWORD
    effect: read
    env: { LOCAL_PASSWORD: postgres, API_TOKEN: $secret }
    expect:
      - stdout.contains('somebody-else')
      - { that: "stdout == ''", level: info }
  - { name: Bearer, via: bearer, http: GET /, expect: status == 200 }
  - { name: Basic, via: basic, http: GET /, expect: status == 200 }
  - { name: Header, via: header, http: GET /, expect: status == 200 }
  - { name: Cookie, via: cookie, http: GET /, expect: status == 200 }
  - { name: The postgres service, sql: SELECT 1 AS x, expect: row.x == 1 }
YAML
printf 'it is %s, in base64 %s\n' "$secret" "$(printf %s "$secret" | base64)" >said
status=0
"$RUNBOOK_BIN" run -v good.yaml --run-dir run --report junit=junit.xml --report json=run.json >out.txt 2>&1 || status=$?
[ "$status" = 4 ] || { echo "status $status, wanted 4"; cat out.txt; exit 1; }
"$RUNBOOK_BIN" plan good.yaml >plan.txt
"$RUNBOOK_BIN" doc good.yaml >doc.md
"$RUNBOOK_BIN" verify run >verify.txt

# Each has a mistake on the very line.
cases=0
while IFS='|' read -r connection step; do
  cases=$((cases + 1))
  cat >"bad$cases.yaml" <<YAML
runbook: 1
title: A mistake beside it
connections:
  app: { $connection }
steps:
  - name: It answers
    http: { send: GET /, $step }
    expect: status == 200
YAML
  status=0
  "$RUNBOOK_BIN" check "bad$cases.yaml" >"bad$cases.txt" 2>&1 || status=$?
  [ "$status" = 3 ] && grep -q 'not shown' "bad$cases.txt" || { echo "$connection|$step: status $status"; cat "bad$cases.txt"; exit 1; }
done <<CASES
http: http://127.0.0.1:1, auth: { bearr: $secret }|via: app
http: http://127.0.0.1:1, auth: $secret|
http: http://127.0.0.1:1, auth: { basic: "ann:$secret" }|
http: http://127.0.0.1:1, auth: { basic: { usr: a, password: $secret } }|
http: "http://127.0.0.1:1", headers: { Authorization: $secret }, tlss: 1|
sql: "postgres://u@h/db", password: [$secret]|
sql: "postgres://u@h/db", password: { value: $secret }|
sql: "postgres://u@h/db", pasword: $secret|
http: http://127.0.0.1:1|auth: { bearer: [$secret] }
http: http://127.0.0.1:1|headers: { Cookie: $secret }, nothing: 1
http: http://127.0.0.1:1|cookies: { session: $secret }, nothing: 1
CASES

leaks=$(grep -rlE "$secret|$(printf %s "$secret" | base64 | cut -c1-20)" out.txt plan.txt doc.md junit.xml run.json run bad*.txt || true)
[ -z "$leaks" ] || { echo "it is in: $leaks"; grep -hE "$secret" $leaks | head -5; exit 1; }
grep -q 'The postgres service' out.txt && grep -q ' postgres somebody-else postgres' out.txt && grep -q '«API_TOKEN»\|«bearer»' out.txt || {
  echo "what is no secret is hidden, or what is has no name:"
  cat out.txt
  exit 1
}
echo "$cases mistakes, 7 places"
