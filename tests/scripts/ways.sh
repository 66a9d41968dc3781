#!/usr/bin/env bash
# Nobody verifies who answers, a proxy stands in between, all on the way can read along: no GO hides it. It stands in the head of the
# run, or with the step that is first to go that way, in `plan`, in the journal, in the evidence and in reports; and `allow` bounds it.
set -uo pipefail
here=$PWD
work=$(mktemp -d)
mkfifo "$work/stop" "$work/ports"
mkdir "$work/certs"
"$here/tests/tools/certs" "$work/certs" >/dev/null 2>&1 || { echo "not so: no certificates"; exit 1; }
"$TEST_TOOLS/httpd" "tls:$work/certs/good.pem:$work/certs/good.key" plain plain <"$work/stop" >"$work/ports" &
server=$!
exec 8>"$work/stop"
trap 'exec 8>&-; wait "$server" || true; rm -rf "$work"' EXIT
{ read -r tls; read -r plain; read -r proxy; } <"$work/ports"
cd "$work" || exit 1
export NO_COLOR=1
unset http_proxy https_proxy all_proxy no_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY NO_PROXY
failures=0 count=0

fail() {
  printf 'not so: %s\n' "$*"
  failures=$((failures + 1))
}

has() { # NAME FILE TEXT
  count=$((count + 1))
  grep -qF -- "$3" "$2" || { fail "$1: '$3' is not in $2"; sed 's/^/  | /' "$2" | head -40; }
}

has_not() {
  count=$((count + 1))
  ! grep -qF -- "$3" "$2" || { fail "$1: '$3' is in $2"; grep -F -- "$3" "$2" | head -5; }
}

is() { # NAME WANTED FOUND
  count=$((count + 1))
  [ "$2" = "$3" ] || fail "$1: $3, not $2"
}

# Runs NAME.yaml; its output is NAME.out, its evidence NAME.md, its other reports NAME.page and NAME.json, its plan NAME.plan.
ran() { # NAME STATUS [option …]
  local name=$1 wanted=$2
  shift 2
  rm -rf "$name.run"
  "$RUNBOOK_BIN" plan "$name.yaml" --root . >"$name.plan" 2>&1
  "$RUNBOOK_BIN" run "$name.yaml" --root . --run-dir "$name.run" --report "json=$name.json" --report "markdown=$name.page" "$@" \
    >"$name.out" 2>&1
  is "$name" "$wanted" $? || cat "$name.out"
  "$RUNBOOK_BIN" evidence "$name.run" >"$name.md" 2>&1
  "$RUNBOOK_BIN" verify "$name.run" >"$name.verify" 2>&1 || fail "$name: $(cat "$name.verify")"
}

# It stands everywhere: before the first step of the transcript, and in all that is made of the run.
in_head() { # NAME TEXT
  local file
  sed -n '1,/^  run  /p' "$1.out" >"$1.head"
  for file in head plan md page json run/journal.jsonl; do has "$1" "$1.$file" "$2"; done
}
at_step() { # NAME TEXT: it could not be known before
  local file
  sed -n '1,/^  run  /p' "$1.out" >"$1.head"
  has_not "$1" "$1.head" "$2"
  for file in out md page json run/journal.jsonl; do has "$1" "$1.$file" "$2"; done
}
nowhere() { # NAME TEXT
  local file
  for file in out plan md page json run/journal.jsonl; do has_not "$1" "$1.$file" "$2"; done
}

book() { # NAME: the rest of the runbook is read from standard input
  { printf 'runbook: 1\ntitle: %s\n' "$1"; cat; } >"$1.yaml"
}

insecure='TLS is not verified'

# ── nobody verifies who answers ──

book written <<YAML
connections:
  app: { http: "https://127.0.0.1:$tls", tls: { insecure: true } }
steps:
  - name: It answers
    http: GET /echo
YAML
ran written 0 --quiet
in_head written "$insecure"
grep -qF "$insecure" <<<"$("$RUNBOOK_BIN" report written.run json)" || fail "report: written"

book by_input <<YAML
inputs: { lax: { type: bool, env: LAX } }
connections:
  app:
    http: https://127.0.0.1:$tls
    tls: { insecure: "\${inputs.lax}", ca: certs/ca.pem }
steps:
  - name: It answers
    http: GET /echo
YAML
LAX=true ran by_input 0
in_head by_input "$insecure"
LAX=false ran by_input 0
nowhere by_input "$insecure"

book of_step <<YAML
connections:
  app: { http: "https://127.0.0.1:$tls" }
steps:
  - name: It answers
    http: { send: GET /echo, tls: { insecure: true } }
YAML
ran of_step 0
at_step of_step "$insecure"
has of_step of_step.plan "$insecure"
has of_step of_step.out "! 1: $insecure (GET /echo via app)"

book later <<YAML
connections:
  app:
    http: "https://127.0.0.1:$tls"
    tls: { insecure: "\${steps.looked.lax}" }
steps:
  - name: Looks
    id: looked
    shell: echo yes
    effect: read
    capture: { lax: text == 'yes' }
  - name: It answers
    http: GET /echo
  - name: It answers once more
    http: GET /echo
YAML
ran later 0
at_step later "$insecure"
is "later: told once" 1 "$(grep -cF "! 2: $insecure" later.out)"
is "later: with each attempt" 2 "$(grep -c '"attempt_ended".*"cautions":\["TLS is not verified"\]' later.run/journal.jsonl)"

# Whoever it leads to: it is known already that nobody will be asked who that is.
book whoever <<YAML
connections:
  app: { http: "\${steps.looked.address}", tls: { insecure: true } }
steps:
  - name: Looks
    id: looked
    shell: echo https://127.0.0.1:$tls
    effect: read
    capture: { address: text }
  - name: It answers
    http: GET /echo
YAML
ran whoever 0
in_head whoever "$insecure"
is "whoever: told once" 0 "$(grep -cF "! 2: $insecure" whoever.out)"

mkdir -p parts
cat >parts/part.yaml <<YAML
runbook: 1
title: A part
connections:
  app: { http: "https://127.0.0.1:$tls", tls: { insecure: true } }
steps:
  - name: It answers
    http: GET /echo
YAML
book included <<YAML
connections:
  app: { http: "https://127.0.0.1:$tls", tls: { ca: certs/ca.pem } }
steps:
  - name: A part
    include: parts/part.yaml
  - name: It answers
    http: GET /echo
YAML
ran included 0
at_step included "$insecure"
has included included.plan "$insecure"
is "included: the one that is verified" 1 "$(grep -c '"attempt_ended".*"cautions"' included.run/journal.jsonl)"

book iterations <<YAML
steps:
  - name: Each answers
    id: each
    for_each: { n: [1, 2, 3] }
    http: { send: "GET https://127.0.0.1:$tls/echo?n=\${n}", tls: { insecure: true } }
YAML
ran iterations 0
at_step iterations "$insecure"
is "iterations: told once" 1 "$(grep -cF ": $insecure" iterations.out)"

book in_probe <<YAML
connections:
  app: { http: "http://127.0.0.1:$plain", timeout: 1s }
steps:
  - name: A change
    http: POST /hang-up
    expect: status == 200
    probe:
      http: { send: "GET https://127.0.0.1:$tls/echo", tls: { insecure: true } }
      done: status == 200
      not_done: status == 404
YAML
ran in_probe 0
at_step in_probe "$insecure"
has in_probe in_probe.plan "$insecure"

book at_end <<YAML
steps:
  - name: It is there
    shell: "true"
finally:
  - name: It answers
    http: { send: "GET https://127.0.0.1:$tls/echo", tls: { insecure: true } }
YAML
ran at_end 0
at_step at_end "$insecure"

# Verified, and alone on this machine: nothing to say.
book fine <<YAML
connections:
  app: { http: "https://127.0.0.1:$tls", tls: { ca: certs/ca.pem } }
  plain: { http: "http://localhost:$plain" }
steps:
  - name: It answers
    via: app
    http: GET /echo
  - name: The other one, too
    via: plain
    http: GET /echo
YAML
ran fine 0
for text in "$insecure" "not encrypted" "through the proxy" '"cautions"'; do nowhere fine "$text"; done

# ── by a proxy ──

by_proxy="through the proxy http://127.0.0.1:$proxy"
book proxied <<YAML
connections:
  app: { http: "http://app.example", proxy: "http://ops:geheimes-wort@127.0.0.1:$proxy" }
steps:
  - name: It answers
    http: GET /echo
    expect: json.target == 'http://app.example/echo'
YAML
ran proxied 0
in_head proxied "$by_proxy"
in_head proxied "not encrypted"
nowhere proxied geheimes-wort
nowhere proxied "$(printf ops:geheimes-wort | base64)"

book of_environment <<YAML
connections:
  app: { http: "http://127.0.0.1:$plain", proxy: environment }
steps:
  - name: It answers
    http: GET /echo
YAML
for name in http_proxy HTTP_PROXY all_proxy ALL_PROXY; do
  env "$name=http://ops:geheimes-wort@127.0.0.1:$proxy" bash -c "$(declare -f ran is fail); failures=0; count=0; ran of_environment 0; exit \$failures" ||
    fail "of_environment: $name"
  in_head of_environment "$by_proxy"
  in_head of_environment "not encrypted"
  nowhere of_environment geheimes-wort
done
for direct in '*' 127.0.0.1 'a.example, 127.0.0.0/8' 'localhost 127.0.0.1'; do
  http_proxy=127.0.0.1:$proxy no_proxy=$direct ran of_environment 0
  nowhere of_environment "through the proxy"
done
http_proxy=127.0.0.1:$proxy no_proxy='27.0.0.1,127.0.0.1.example,10.0.0.0/8' ran of_environment 0
in_head of_environment "$by_proxy"

# Before a run it may not be known which: that there is one is.
book of_secret <<YAML
secrets: { between: { env: BETWEEN } }
connections:
  app: { http: "http://app.example", proxy: "\${secrets.between}" }
steps:
  - name: It answers
    http: GET /echo
YAML
BETWEEN=http://ops:geheimes-wort@127.0.0.1:$proxy ran of_secret 0
has of_secret of_secret.plan "through a proxy that is not known yet"
has of_secret of_secret.out "through the proxy http://127.0.0.1:$proxy"
nowhere of_secret geheimes-wort

# A proxy that is a secret as a whole stands by its name; words of ours are never taken for one.
sed -i 's/^secrets:.*/secrets: { between: { env: BETWEEN }, word: { env: WORD } }/' of_secret.yaml
sed 's/http: GET .echo/http: { send: GET \/echo, headers: { X-Word: "${secrets.word}" } }/' of_secret.yaml >of_word.yaml
BETWEEN=http://127.0.0.1:$proxy WORD='not encrypted' ran of_word 0
has of_word of_word.out "through the proxy «between»"
has of_word of_word.run/journal.jsonl '"cautions":["not encrypted","through the proxy «between»"]'
BETWEEN=http://ops:geheimes-wort@127.0.0.1:$proxy WORD='through the proxy' ran of_word 0
has of_word of_word.run/journal.jsonl '"cautions":["not encrypted","through the proxy http://127.0.0.1:'

# What is not asked for is not used.
book unasked <<YAML
connections:
  app: { http: "http://127.0.0.1:$plain" }
steps:
  - name: It answers
    http: GET /echo
    expect: json.target == '/echo'
YAML
http_proxy=http://127.0.0.1:1 HTTP_PROXY=http://127.0.0.1:1 ALL_PROXY=http://127.0.0.1:1 ran unasked 0
nowhere unasked "through the proxy"

# ── what `allow` permits ──

# What was denied was not sent: the server has not heard of it.
book unheard <<YAML
steps:
  - name: The server's own list of what it was asked
    http: GET http://127.0.0.1:$plain/log
    expect: |
      json.size() > 0
      json.all(r, r.method != 'POST' || r.target.contains('hang-up'))
YAML

book bounded <<YAML
inputs: { lax: { type: bool, env: LAX } }
connections:
  app: { http: "https://127.0.0.1:$tls", tls: { insecure: "\${inputs.lax}", ca: certs/ca.pem } }
allow:
  secrets: [LAX]
  hosts: [127.0.0.1]
  paths: ['*', certs/ca.pem]
  insecure: [127.0.0.1:1]
steps:
  - name: It is changed
    http: POST /echo
YAML
LAX=true ran bounded 8
has bounded bounded.run/journal.jsonl "$insecure, and '127.0.0.1:$tls' is not among allow.insecure of bounded.yaml"
has bounded bounded.out "if that is meant, write beneath allow: insecure: ['127.0.0.1:$tls']"
ran unheard 0
LAX=false ran bounded 0
sed -i "s/127.0.0.1:1]/'127.0.0.1:$tls']/" bounded.yaml
LAX=true ran bounded 0
sed -i "s/insecure: \['127.*/insecure: [127.0.0.1]/" bounded.yaml
LAX=true ran bounded 0

book bounded_proxy <<YAML
connections:
  app: { http: "http://127.0.0.1:$plain", proxy: environment }
allow:
  hosts: [127.0.0.1]
  proxies: ['127.0.0.1:1']
steps:
  - name: It is changed
    http: POST /echo
YAML
http_proxy=http://ops:geheimes-wort@127.0.0.1:$proxy ran bounded_proxy 8
has bounded_proxy bounded_proxy.run/journal.jsonl "the proxy '127.0.0.1:$proxy' is not among allow.proxies of bounded_proxy.yaml"
has bounded_proxy bounded_proxy.out "write beneath allow: proxies: ['127.0.0.1:$proxy']"
nowhere bounded_proxy geheimes-wort
ran bounded_proxy 0
sed -i "s/127.0.0.1:1'/127.0.0.1:$proxy'/" bounded_proxy.yaml
http_proxy=http://127.0.0.1:$proxy ran bounded_proxy 0

# An include is bounded by what includes it, also where that is known only later.
sed "s/insecure: true/insecure: \"\${inputs.lax}\"/; s/^connections/inputs: { lax: { type: bool } }\nconnections/" parts/part.yaml >parts/lax.yaml
printf 'allow: { hosts: ["*"], insecure: ["*"] }\n' >>parts/lax.yaml
book bounded_include <<YAML
inputs: { lax: { type: bool, env: LAX } }
allow: { hosts: ['*'], secrets: [LAX] }
steps:
  - name: A part
    include: parts/lax.yaml
YAML
LAX=true ran bounded_include 8
has bounded_include bounded_include.run/journal.jsonl "is not among allow.insecure of bounded_include.yaml"

printf '%d checks, %d failures\n' "$count" "$failures"
[ "$failures" -eq 0 ]
