#!/usr/bin/env bash
# How a PostgreSQL server is known: anything but a socket or the loopback must show a certificate, what a refusal says would do
# does, and without TLS a password is given by SCRAM alone. Real servers and certificates, at an address of this machine that is
# not its loopback; where it has none, in a network of its own; where that cannot be had it is skipped.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 1
bin=$(realpath "${RUNBOOK_BIN:?the program under test}")
here=$PWD
address=$(hostname -I 2>/dev/null | tr ' ' '\n' | grep -E '^[0-9.]+$' | grep -v '^127\.' | head -1)
if [ -z "$address" ]; then
  [ -z "${RUNBOOK_OWN_NETWORK:-}" ] || { echo "skipped: not even in a network of its own"; exit 77; }
  unshare -Urn true 2>/dev/null && command -v ip >/dev/null || { echo "skipped: this machine has no address but its loopback"; exit 77; }
  RUNBOOK_OWN_NETWORK=yes exec unshare -Urn sh -c 'ip link set lo up && ip addr add 192.0.2.7/32 dev lo && exec bash "$0"' "$0"
fi
command -v openssl >/dev/null && command -v psql >/dev/null || { echo "skipped: openssl or psql is missing"; exit 77; }
work=$(mktemp -d)
chmod 711 "$work"
failures=0 counted=0
pids=()
trap 'exec 8>&-; wait "${pids[@]}" 2>/dev/null; rm -rf "$work"' EXIT
fail() {
  printf 'not so: %s\n' "$*"
  failures=$((failures + 1))
}
cd "$work" || exit 1
mkfifo keep
exec 8<>keep
export NO_COLOR=1 COLUMNS=200 PGUSER=runbook HOME="$work/home"
mkdir home
unset PGHOST PGHOSTADDR PGPORT PGDATABASE PGSERVICE PGSERVICEFILE PGOPTIONS PGSSLMODE PGSSLROOTCERT PGPASSWORD SSL_CERT_FILE

# ── certificates: an authority, a server of the name db.example, a client ──
made() { "$@" >made.log 2>&1 || { cat made.log; exit 1; }; }
made openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj '/CN=A test authority' -keyout ca.key -out ca.pem
signed() { # NAME SUBJECT [EXTENSION]
  made openssl req -newkey rsa:2048 -nodes -subj "$2" -keyout "$1.key" -out "$1.csr"
  printf '%s\n' "${3:-basicConstraints=CA:FALSE}" >"$1.ext"
  made openssl x509 -req -days 2 -in "$1.csr" -CA ca.pem -CAkey ca.key -CAcreateserial -extfile "$1.ext" -out "$1.pem"
}
signed server '/CN=db.example' 'subjectAltName=DNS:db.example'
signed client '/CN=certified'
chmod 600 ./*.key
if [ "$(id -u)" = 0 ]; then
  user=nobody
  id postgres >/dev/null 2>&1 && user=postgres
  chown "$user" server.key
fi
cat >hba <<'HBA'
local   all  all       trust
host    all  runbook   all trust
host    all  scrammed  all scram-sha-256
host    all  hashed    all md5
host    all  clear     all password
hostssl all  certified all cert
hostssl all  sslonly   all trust
HBA
chmod 644 hba server.pem ca.pem

# cluster NAME [SETTING…]: $NAME is its port, ${NAME}_socket the folder of its socket
cluster() {
  local name=$1 line
  shift
  "$here/tests/tools/pg_cluster" 'listen_addresses=*' hba_file="$work/hba" "$@" >"$name.out" <keep 8>&- &
  local pid=$!
  pids+=("$pid")
  for _ in $(seq 600); do
    [ "$(wc -l <"$name.out")" -ge 2 ] && break
    kill -0 $pid 2>/dev/null || { wait $pid; exit $?; }
    sleep 0.05
  done
  line=$(head -1 "$name.out")
  line=${line##*:}
  printf -v "$name" '%s' "${line%%/*}"
  line=$(tail -1 "$name.out")
  line=${line#*host=}
  printf -v "${name}_socket" '%s' "${line%%&*}"
  psql -q -h "${line%%&*}" -p "${!name}" -d postgres -v ON_ERROR_STOP=1 >made.log 2>&1 <<'SQL' || { cat made.log; exit 1; }
SET password_encryption = 'scram-sha-256';
CREATE ROLE scrammed LOGIN PASSWORD 'river-and-stone';
CREATE ROLE clear LOGIN PASSWORD 'river-and-stone';
CREATE ROLE certified LOGIN;
CREATE ROLE sslonly LOGIN;
SET password_encryption = 'md5';
CREATE ROLE hashed LOGIN PASSWORD 'river-and-stone';
SQL
}
cluster secure ssl=on ssl_cert_file="$work/server.pem" ssl_key_file="$work/server.key" ssl_ca_file="$work/ca.pem"
cluster plain
encrypted='SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()'

# with STATUS ADDRESS [TLS-LINE [EXPECTED]]: whether the connection is encrypted, or the run's status
with() {
  local wanted=$1 at=$2 tls=${3:-} expected=${4:-}
  counted=$((counted + 1))
  {
    printf 'runbook: 1\ntitle: Over a network\nconnections:\n  db:\n    sql: %s\n    password: river-and-stone\n' "$at"
    [ -z "$tls" ] || printf '    %s\n' "$tls"
    printf 'steps:\n  - name: It is asked\n    sql: %s\n    timeout: 10s\n    expect: value == %s\n' "$encrypted" "${expected:-true}"
  } >over.yaml
  "$bin" run over.yaml --run-dir run >said 2>&1
  local status=$?
  tr '\n' ' ' <said | tr -s ' ' >flat
  rm -rf run
  [ $status = "$wanted" ] || { fail "$at $tls: status $status, not $wanted: $(cat said)"; return 1; }
}
says() { for text in "$@"; do grep -qF -- "$text" flat || fail "'$text' is not said: $(cat said)"; done; }
# Pastes what it says would do, which then must.
pasted() {
  local line
  line=$(sed -nE 's/.*write: (tls: \{.*\})$/\1/p' said | head -1)
  [ -n "$line" ] || { fail "there is nothing to paste: $(cat said)"; return; }
  with 0 "$1" "$line" "$2"
}
named="postgres://runbook@db.example:$secure/postgres?hostaddr=$address"
numbered="postgres://runbook@$address:$secure/postgres"
without="postgres://runbook@$address:$plain/postgres"

# ── elsewhere: the certificate is asked for ──
with 4 "$without" && says "$address:$plain does not offer TLS, so nothing was sent to it"
pasted "$without" false
with 4 "$named" && says "is not verified: its authority is not among those that this system trusts"
pasted "$named" true
with 0 "$named" 'tls: { ca: ca.pem }'
with 0 "$named" 'tls: { mode: verify-full, ca: ca.pem }'
SSL_CERT_FILE=$work/ca.pem with 0 "$named"
with 4 "${named/db.example/other.example}" 'tls: { ca: ca.pem }' && says 'does not match host name "other.example"'
pasted "${named/db.example/other.example}" true
with 4 "$numbered" 'tls: { ca: ca.pem }' && says "does not match"
pasted "$numbered" true
with 4 "$named" 'tls: { ca: server.pem }' && says "not among those in server.pem"
with 4 "$named" 'tls: { ca: nothing.pem }' && says "nothing.pem"
mkdir -p home/.postgresql && cp ca.pem home/.postgresql/root.crt
with 0 "$named"
rm -r home/.postgresql

# ── what the address says itself, and the connection over it ──
with 0 "$numbered?sslmode=require"
with 0 "$without?sslmode=disable" '' false
with 0 "$numbered?sslmode=disable" '' false
with 4 "$named&sslmode=verify-full"
with 0 "$named&sslmode=verify-full&sslrootcert=ca.pem"
with 0 "$numbered?sslmode=verify-ca&sslrootcert=ca.pem"
with 0 "$numbered?sslmode=prefer"
with 0 "$without?sslmode=prefer" '' false
with 0 "$numbered?sslmode=allow"
with 0 "$without?sslmode=allow" '' false
with 0 "$numbered?sslmode=verify-full" 'tls: { mode: off }' false
with 4 "$numbered?sslmode=disable" 'tls: { mode: verify-full }'
with 0 "$numbered?sslmode=disable" 'tls: { mode: require }'

# ── the environment and service files make nothing less of it ──
PGSSLMODE=disable with 4 "$without"
PGSSLMODE=prefer with 4 "$without"
PGSSLMODE=require with 4 "$named"
PGGSSENCMODE=require with 4 "$without"
printf '[there]\nhost=%s\nport=%s\nsslmode=disable\n' "$address" "$plain" >services
PGSERVICEFILE=$work/services with 4 'postgres:///postgres?service=there' && says "does not offer TLS"
PGSERVICEFILE=$work/services PGSERVICE=there with 4 'postgres:///postgres' && says "does not offer TLS"
PGHOST=$address with 4 "postgres://runbook@:$plain/postgres" && says "does not offer TLS"
PGHOSTADDR=$address with 4 "postgres://runbook@localhost:$plain/postgres" && says "does not offer TLS"
with 4 "postgres://runbook@127.0.0.1:1,$address:$plain/postgres"
with 0 "postgres://runbook@127.0.0.1:1,$address:$plain/postgres?sslmode=disable" '' false

# ── a client's certificate; a server that wants TLS ──
with 0 "${named/runbook/certified}" 'tls: { ca: ca.pem, cert: client.pem, key: client.key }'
with 4 "${named/runbook/certified}" 'tls: { ca: ca.pem }'
with 4 "${numbered/runbook/sslonly}" 'tls: { mode: off }' && says 'write: tls: { mode: verify-full }'

# ── passwords without TLS ──
for role in scrammed hashed clear; do
  with 0 "${named/runbook/$role}" 'tls: { ca: ca.pem }'
  for local in "127.0.0.1:$plain/postgres" "localhost:$plain/postgres" "127.1:$plain/postgres" "anything.example:$plain/postgres?hostaddr=127.0.0.1"; do
    with 0 "postgres://$role@$local" '' false
  done
done
with 0 "postgres://runbook@/postgres?host=$plain_socket&port=$plain" '' false
with 0 "${without/runbook/scrammed}" 'tls: { mode: off }' false
with 0 "${without/runbook/scrammed}?sslmode=prefer" '' false
with 4 "${without/runbook/hashed}" 'tls: { mode: off }' && says 'asks for the password as an MD5 hash, and the connection is not encrypted: it was not given'
with 4 "${without/runbook/clear}?sslmode=disable" && says 'asks for the password in the clear, and the connection is not encrypted: it was not given'
with 4 "${without/runbook/clear}?sslmode=prefer" && says 'in the clear'
with 4 "${numbered/runbook/hashed}?sslmode=disable" && says 'write: tls: { mode: verify-full }'
printf '%s:*:*:*:river-and-stone\n' "$address" >pass
chmod 600 pass
PGPASSFILE=$work/pass PGPASSWORD=river-and-stone with 4 "postgres://clear:river-and-stone@$address:$plain/postgres?sslmode=disable&password=river-and-stone"

# ── what is not encrypted or not verified is told, and bounded ──
# told ADDRESS TLS-LINE TEXT: in plan, the head, the attempt, the evidence; allow must list it
told() {
  with 0 "$1" "$2" "$encryption" || return
  local place
  "$bin" run over.yaml --run-dir run --report markdown=report.md >head 2>&1
  "$bin" plan over.yaml >plan 2>&1
  "$bin" evidence run >evidence 2>&1
  grep attempt_ended run/journal.jsonl >attempt
  grep -qF "\"encrypted\":$encryption" attempt || fail "$1 $2: the attempt does not say whether it was encrypted: $(cat attempt)"
  rm -rf run
  for place in head plan evidence report.md attempt; do
    if [ -n "$3" ]; then
      grep -qF -- "$3" <<<"$(tr '\n' ' ' <$place | tr -s ' ')" || fail "$1 $2: $place does not say '$3': $(cat $place)"
    else
      grep -qE 'not (encrypted|verified)|only if' $place && fail "$1 $2: $place warns: $(cat $place)"
    fi
  done
  cp over.yaml kept.yaml
  sed "2a allow: { databases: ['*'], secrets: ['*'] }" kept.yaml >over.yaml
  "$bin" run over.yaml --run-dir run >said 2>&1
  local status=$? wanted=0
  rm -rf run
  [ -z "$3" ] || wanted=8
  [ $status = $wanted ] || fail "$1 $2 with allow: status $status, not $wanted: $(cat said)"
  [ -n "$3" ] || return
  sed "2a allow: { databases: ['*'], secrets: ['*'], paths: ['$work/*'], insecure: ['$address'] }" kept.yaml >over.yaml
  "$bin" run over.yaml --run-dir run >said 2>&1 || fail "$1 $2 with insecure: $(cat said)"
  rm -rf run
}
encryption=false
told "$without" 'tls: { mode: off }' "not encrypted (tls: off)"
told "$without?sslmode=disable" '' "not encrypted (sslmode=disable)"
told "$without?sslmode=prefer" '' "encrypted only if the server offers it, and not verified (sslmode=prefer)"
told "postgres://runbook@127.0.0.1:1,$address:$plain/postgres?sslmode=disable" '' "$address:$plain: not encrypted (sslmode=disable)"
told "postgres://runbook@127.0.0.1:$plain/postgres?sslmode=disable" '' ''
told "postgres://runbook@/postgres?host=$plain_socket&port=$plain" '' ''
encryption=true
told "$numbered" 'tls: { mode: require }' "encrypted, but the server is not verified (tls: require)"
told "$numbered?sslmode=require" '' "encrypted, but the server is not verified (sslmode=require)"
told "$numbered" 'tls: { mode: verify-ca, ca: ca.pem }' "encrypted, but the server's name is not verified (tls: verify-ca)"
SSL_CERT_FILE=$work/ca.pem told "$named" '' ''

# ── files that the runbook names are bounded, those of the environment are not ──
# bounded STATUS ADDRESS TLS-LINE PATHS
bounded() {
  with 0 "$2" "$3"
  sed -i "2a allow: { databases: ['*'], secrets: ['*'], paths: [$4] }" over.yaml
  "$bin" run over.yaml --run-dir run >said 2>&1
  local status=$?
  rm -rf run
  [ $status = "$1" ] || fail "$2 $3 with paths: [$4]: status $status, not $1: $(cat said)"
}
certified="${named/runbook/certified}"
bounded 8 "$named" 'tls: { ca: ca.pem }' ''
bounded 0 "$named" 'tls: { ca: ca.pem }' "'$work/ca.pem'"
bounded 8 "$certified" 'tls: { ca: ca.pem, cert: client.pem, key: client.key }' "'$work/ca.pem', '$work/client.pem'"
bounded 0 "$certified" 'tls: { ca: ca.pem, cert: client.pem, key: client.key }' "'$work/*'"
bounded 8 "$named&sslrootcert=$work/ca.pem" '' ''
bounded 0 "$named&sslrootcert=$work/ca.pem" '' "'$work/ca.pem'"
PGSSLROOTCERT=$work/ca.pem bounded 0 "$named" '' ''
SSL_CERT_FILE=$work/ca.pem bounded 0 "$named" '' ''

# ── a server that tries: whatever stands around its request, it hears no password ──
python3 "$here/tests/tools/pg_asking.py" "$address" told >asking.port <keep 8>&- &
pids+=($!)
for _ in $(seq 100); do [ -s asking.port ] && break; sleep 0.05; done
asking=$(cat asking.port)
for way in $("$here/tests/tools/pg_asking.py" --ways); do
  for mode in disable prefer; do with 4 "postgres://runbook@$address:$asking/$way?sslmode=$mode"; done
done
sleep 0.6
[ "$(wc -l <told)" -ge 30 ] || fail "the server that asks was hardly spoken to: $(cat told)"
secret=$(printf river-and-stone | od -An -tx1 | tr -d ' \n')
while read -r way heard; do
  # 70: a message with a password. To SCRAM a nonce is the right answer; nothing follows it.
  case $way:$heard in
    *"$secret"*) fail "$way was told the password" ;;
    behind_scram:7000*) [[ $heard != *70000000286d6435* ]] || fail "$way was told a hash" ;;
    with_scram*:7000*) [[ ${heard:2} != *7000000* ]] || fail "$way was told more than a nonce: $heard" ;;
    *:*70000000*) fail "$way was answered: $heard" ;;
  esac
done <told
# The server does hear one where it may be given: this test can fail.
python3 "$here/tests/tools/pg_asking.py" 127.0.0.1 told.here >asking.here <keep 8>&- &
pids+=($!)
for _ in $(seq 100); do [ -s asking.here ] && break; sleep 0.05; done
with 4 "postgres://runbook@127.0.0.1:$(cat asking.here)/clear"
sleep 0.6
grep -q "$secret" told.here || fail "on the loopback the password was not given: $(cat told.here)"

# ── a server that says how often SCRAM is to hash, says it of hours: the step's time holds all the same ──
for at in "$address:$asking" "127.0.0.1:$(cat asking.here)"; do
  counted=$((counted + 1))
  {
    printf 'runbook: 1\ntitle: It hashes\nconnections:\n  db:\n    sql: postgres://runbook:river-and-stone@%s/hash_long?sslmode=disable\n' "$at"
    printf 'steps:\n  - name: It is asked\n    sql: SELECT 1 AS one\n    timeout: 500ms\n    expect: value == 1\n'
  } >over.yaml
  timeout -k 1 20 "$bin" run over.yaml --run-dir run >said 2>&1
  status=$?
  tr '\n' ' ' <said | tr -s ' ' >flat
  rm -rf run
  [ $status = 4 ] || fail "hashing at $at: status $status, not 4: $(cat said)"
  says 'the time allowed for the step was over'
done

# ── the keys of sessions are written nowhere ──
SSLKEYLOGFILE=$work/keys with 0 "$named" 'tls: { ca: ca.pem }'
openssl s_server -accept "$address:0" -cert server.pem -key server.key -www <keep >web.out 2>&1 8>&- &
web=$!
for _ in $(seq 100); do grep -q '^ACCEPT ' web.out && break; sleep 0.05; done
printf 'runbook: 1\ntitle: A page\nsteps:\n  - name: It answers\n    http: { send: GET https://%s/, tls: { ca: ca.pem, server_name: db.example } }\n' \
  "$(sed -nE 's/^ACCEPT (.*)$/\1/p' web.out | head -1)" >page.yaml
SSLKEYLOGFILE=$work/keys "$bin" run page.yaml >said 2>&1 || fail "the page: $(cat said)"
kill $web; wait $web 2>/dev/null
[ ! -e keys ] || fail "SSLKEYLOGFILE was written: $(cat keys)"
with 3 "$named&sslkeylogfile=$work/keys" 'tls: { ca: ca.pem }'
[ ! -e keys ] || fail "sslkeylogfile was written"

printf '%d connections, %d failures\n' $counted $failures
[ $failures -eq 0 ]
