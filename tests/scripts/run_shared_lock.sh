#!/usr/bin/env bash
# The lock between hosts, on a real PostgreSQL: who is turned away and told what, what a lost session means, and where it is not
# to be had. Another host is a network of its own, which the kernel's lock does not reach; where that cannot be had, a lock of
# another session stands for one.
set -uo pipefail
bin=$(realpath "${RUNBOOK_BIN:?the program under test}")
here=$(realpath "$(dirname "$0")/..")
command -v psql >/dev/null || { echo 'skipped: psql is missing'; exit 77; }
failures=0
work=$(mktemp -d)
chmod 711 "$work"
mkfifo "$work/keep"
exec 8<>"$work/keep"
servers=()
trap 'touch "$work/go"; exec 8>&-; wait; rm -rf "$work"' EXIT
export NO_COLOR=1 COLUMNS=300
cd "$work" || exit 1
mkdir .runbook

fail() {
  printf 'not so: %s\n' "$*"
  failures=$((failures + 1))
}
says() { # says STATUS PATTERN FILE WHAT: how a run ended, and a line of what it said
  [ "$status" -eq "$1" ] || fail "$4: status $status, not $1: $(cat "$3")"
  grep -Eq -- "$2" "$3" || fail "$4: not told '$2': $(cat "$3")"
}

"$here/tools/pg_cluster" >url <keep 8>&- &
servers+=($!)
for _ in $(seq 300); do [ "$(wc -l <url)" -eq 2 ] && break; kill -0 ${servers[0]} 2>/dev/null || { echo 'skipped: no PostgreSQL'; exit 77; }; sleep 0.1; done
tcp=$(sed -n 1p url) socket=$(sed -n 2p url)
ask() { psql -qAt "$socket" -c "$1"; }

name=staging-$$-$RANDOM
# runbook NAME URL LINES
runbook() { printf 'runbook: 1\ntitle: A deployment\nconnections: { db: { sql: "%s" } }\nlock: { name: %s, via: db }\nsteps:\n%s\n' "$2" "$name" "$3" >"$1.yaml"; }
waits='  - name: It is put
    exec: [sh, -ec, "touch here; while [ ! -e go ]; do sleep 0.05; done"]
    timeout: 30s
  - { name: Then, exec: [touch, then] }
finally:
  - { name: It is cleaned up, exec: [touch, cleaned] }'
runbook held "$socket" "$waits"
runbook tried "$socket" '  - { name: Nothing, exec: ["true"] }'
held() {
  rm -f here go then cleaned
  "$bin" run held.yaml --as ann --root "$work" >out 2>&1 &
  holder=$!
  for _ in $(seq 600); do [ -e here ] && return; sleep 0.05; done
  fail "it did not come to its step: $(cat out)"
}
elsewhere=
unshare -n true 2>/dev/null && elsewhere=yes
[ -n "$elsewhere" ] || echo 'skipped: another network cannot be had here, so no second host was tried'

# ── another host is told who, since when, at which step ──
held
key=$(ask "SELECT ('x' || substr(encode(sha256('runbook:$name'), 'hex'), 1, 16))::bit(64)::bigint")
[ "$(ask "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 1 AND granted AND (classid::int8 << 32 | objid::int8) = $key")" = 1 ] ||
  fail "the lock's key is not what the docs say: $key"
grep -Eq '^runbook [0-9a-f]{8}-[0-9a-f]{4} ann@' <(ask "SELECT application_name FROM pg_stat_activity WHERE application_name LIKE 'runbook %'") || fail 'the session does not say whose it is'
told="another run holds the lock: run [0-9a-f]{8}-[0-9a-f]{4} of held.yaml, by ann \\(pid $holder\\) on [^ ]+, since 20[0-9T:-]+Z, at 1 It is put; wait for its end\$"
if [ -n "$elsewhere" ]; then
  for _ in $(seq 40); do # who holds it is left there within two seconds
    unshare -n "$bin" run tried.yaml --root "$work" >tried 2>&1; status=$?
    grep -q 'at 1 It is put' tried && break
    sleep 0.2
  done
  says 7 "$told" tried 'another host'
fi
"$bin" run tried.yaml --root "$work" >tried 2>&1; status=$?
says 7 'another run holds the lock: run [0-9a-f]{8}-[0-9a-f]{4} of held.yaml, by ann' tried 'the same host'
touch go; wait $holder; status=$?
says 0 '^GO ' out 'the one that held it'
"$bin" run tried.yaml --root "$work" >tried 2>&1; status=$?
says 0 '^GO ' tried 'once it was over'
[ "$(ask "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")" = 0 ] || fail 'a lock was left'

# ── a session that is no run's ──
(echo "SELECT pg_advisory_lock($key);"; sleep 3) | PGAPPNAME=by-hand psql -qAt "$socket" >/dev/null &
hand=$!
for _ in $(seq 100); do [ "$(ask "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted")" = 1 ] && break; sleep 0.05; done
"$bin" run tried.yaml --root "$work" >tried 2>&1; status=$?
says 7 "another run holds the lock: a session that is no run's, 'by-hand' \\(the server's process [0-9]+, of its user runbook from its own host, since 20[0-9T:-]+Z\\)" tried "somebody's own session"
wait $hand

# ── a lock that was lost is no lock ──
held
ask "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'runbook %'" >/dev/null
for _ in $(seq 100); do grep -q 'was lost' out && break; sleep 0.05; done
grep -Fq "! the lock '$name' was lost: the session that held it is gone: terminating connection due to administrator command; another run may hold it by now" <<<"$(tr -s ' \n' '  ' <out)" ||
  fail "it is not told at once: $(cat out)"
touch go; wait $holder; status=$?
says 4 "not reached: the lock '$name' was lost" out 'the one that lost it'
says 4 '^  \? The lock' out 'the one that lost it'
[ ! -e then ] || fail 'a change began after the lock was lost'
[ -e cleaned ] || fail 'finally did not run after the lock was lost'
# … at the very end too, and after a change that would have been the last.
runbook last "$socket" "  - name: The session is ended
    exec: [sh, -ec, \"psql -qAt '$socket' -c \\\"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'runbook %'\\\"\"]
    pass_env: [PATH]"
"$bin" run last.yaml --root "$work" >out 2>&1; status=$?
says 4 "the lock '$name' was lost" out 'one that lost it in its last step'
# A server that says nothing more.
held
backend=$(ask "SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'runbook %'")
kill -STOP "$backend"
for _ in $(seq 300); do grep -q 'was lost' out && break; sleep 0.05; done
kill -CONT "$backend"
touch go; wait $holder; status=$?
says 4 "the lock '$name' was lost: the database that holds it has not answered for 10 seconds" out 'one whose server fell silent'

# ── retries do not wait for what cannot come ──
runbook again "$socket" "  - name: The session is ended
    exec: [sh, -ec, \"psql -qAt '$socket' -c \\\"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'runbook %'\\\"; sleep 3; exit 1\"]
    pass_env: [PATH]
    effect: idempotent
    retry: { attempts: 50, every: 1s }"
began=$SECONDS
"$bin" run again.yaml --root "$work" >out 2>&1; status=$?
says 4 "the lock '$name' was lost" out 'one that is tried again'
[ $((SECONDS - began)) -lt 20 ] || fail "it was tried again for $((SECONDS - began)) s"

# ── where it cannot be had nothing is run ──
runbook gone "postgres://runbook@127.0.0.1:1/postgres" '  - { name: Nothing, exec: [touch, ran] }'
"$bin" run gone.yaml --root "$work" >out 2>&1; status=$?
says 4 "^runbook: the lock '$name' cannot be taken by connection 'db': connection refused by 127.0.0.1:1" out 'a server that is not there'
runbook file "sqlite:data.db" '  - { name: Nothing, exec: [touch, ran] }'
sed -i 's|"sqlite:data.db"|"${inputs.place}"|; s|^connections|inputs: { place: { default: "sqlite:data.db" } }\n&|' file.yaml
"$bin" run file.yaml --root "$work" >out 2>&1; status=$?
says 4 "^runbook: the lock '$name' cannot be taken by connection 'db': an SQLite file holds no lock between hosts" out 'an input that turns out to be a file'
runbook bounded "$socket" '  - { name: Nothing, exec: [touch, ran] }'
sed -i 's|^lock|allow: { programs: [touch], databases: ["other:5432/app"] }\n&|' bounded.yaml
"$bin" run bounded.yaml --root "$work" >out 2>&1; status=$?
[ "$status" -eq 8 ] || fail "outside allow: status $status: $(cat out)"
for mode in transaction session; do
  "$here/tools/pooler" "$tcp" $mode >pooler <keep 8>&- &
  servers+=($!)
  for _ in $(seq 100); do [ -s pooler ] && break; sleep 0.1; done
  [ -s pooler ] || { echo 'skipped: no pgbouncer'; break; }
  runbook pooled "$(cat pooler)" '  - { name: Nothing, exec: [touch, ran] }'
  "$bin" run pooled.yaml --root "$work" >out 2>&1; status=$?
  says 4 "cannot be taken by connection 'db': a pooler stands between, which may hand the session to somebody else" out "behind a pooler ($mode)"
  rm pooler
done
[ ! -e ran ] || fail 'something was run without the lock'

# ── a run that is killed: the lock is there until its commands are over ──
runbook killed "$socket" "  - name: It is put
    exec: [sh, -ec, \"trap '' TERM; touch here; i=0; while [ ! -e go ] && [ \$i -lt 400 ]; do i=\$((i + 1)); echo \$i >beat; sleep 0.05; done\"]
    timeout: 60s"
rm -f here go beat
"$bin" run killed.yaml --root "$work" >out 2>&1 &
holder=$!
for _ in $(seq 600); do [ -e here ] && break; sleep 0.05; done
kill -9 $holder; wait $holder 2>/dev/null
for _ in $(seq 400); do
  free=$(ask "SELECT pg_try_advisory_lock($key)")
  before=$(cat beat)
  if [ "$free" = t ]; then
    sleep 0.3
    [ "$before" = "$(cat beat)" ] || fail 'the lock was free while a command of the killed run went on'
    break
  fi
  sleep 0.02
done
[ "$free" = t ] || fail 'the lock of a killed run was never free'

printf '%d failures\n' "$failures"
[ "$failures" -eq 0 ]
