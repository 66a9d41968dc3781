#!/usr/bin/env bash
# How a MariaDB server is known: anything but a socket or the loopback must show a certificate, what a refusal says would do does,
# and whoever could stand in between is given no password that can be read. Real servers and certificates, at an address of this
# machine that is not its loopback; where it has none, in a network of its own; where that cannot be had it is skipped.
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
command -v openssl >/dev/null && command -v mariadb >/dev/null || { echo "skipped: openssl or mariadb is missing"; exit 77; }
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
export NO_COLOR=1 COLUMNS=200 HOME="$work/home"
mkdir home
unset SSL_CERT_FILE MYSQL_PWD MYSQL_HOST MYSQL_TCP_PORT MYSQL_UNIX_PORT

# ── certificates: an authority, a server that has a name and one that has its address, a client ──
made() { "$@" >made.log 2>&1 || { cat made.log; exit 1; }; }
made openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj '/CN=A test authority' -keyout ca.key -out ca.pem
made openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj '/CN=Another authority' -keyout other.key -out other.pem
signed() { # NAME SUBJECT [EXTENSION]
  made openssl req -newkey rsa:2048 -nodes -subj "$2" -keyout "$1.key" -out "$1.csr"
  printf '%s\n' "${3:-basicConstraints=CA:FALSE}" >"$1.ext"
  made openssl x509 -req -days 2 -in "$1.csr" -CA ca.pem -CAkey ca.key -CAcreateserial -extfile "$1.ext" -out "$1.pem"
}
signed named '/CN=localhost' 'subjectAltName=DNS:localhost'
signed client '/CN=certified'
chmod 600 ./*.key
if [ "$(id -u)" = 0 ]; then
  user=nobody
  id mysql >/dev/null 2>&1 && user=mysql
  chown "$user" named.key
fi
chmod 644 named.pem ca.pem

# server NAME [SETTING…]: $NAME is its port, ${NAME}_socket its socket
server() {
  local name=$1 line
  shift
  "$here/tests/tools/maria_server" 'bind-address=*' "$@" >"$name.out" <keep 8>&- &
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
  printf -v "${name}_socket" '%s' "${line#*socket=}"
  mariadb --no-defaults -uroot -S "${line#*socket=}" app >made.log 2>&1 <<'SQL' || { cat made.log; exit 1; }
INSTALL SONAME 'auth_ed25519';
CREATE USER nobody@'%';
CREATE USER hashed@'%' IDENTIFIED BY 'river-and-stone';
CREATE USER signed@'%' IDENTIFIED VIA ed25519 USING PASSWORD('river-and-stone');
CREATE USER certified@'%' REQUIRE SUBJECT '/CN=certified';
CREATE USER sslonly@'%' REQUIRE SSL;
GRANT SELECT ON app.* TO nobody@'%', hashed@'%', signed@'%', certified@'%', sslonly@'%';
SQL
}
server secure ssl-cert="$work/named.pem" ssl-key="$work/named.key" ssl-ca="$work/ca.pem"
server plain skip-ssl
encrypted="SELECT VARIABLE_VALUE <> '' FROM information_schema.SESSION_STATUS WHERE VARIABLE_NAME = 'SSL_CIPHER'"

# with STATUS ADDRESS [TLS-LINE [EXPECTED]]: whether the connection is encrypted, or the run's status
with() {
  local wanted=$1 at=$2 tls=${3:-} expected=${4:-1}
  counted=$((counted + 1))
  {
    printf 'runbook: 1\ntitle: Over a network\nconnections:\n  db:\n    sql: %s\n' "$at"
    [[ $at != *hashed* && $at != *signed* ]] || printf '    password: river-and-stone\n'
    [ -z "$tls" ] || printf '    %s\n' "$tls"
    printf 'steps:\n  - name: It is asked\n    sql: "%s"\n    timeout: 10s\n    expect: value == %s\n' "$encrypted" "$expected"
  } >over.yaml
  "$bin" run over.yaml --run-dir run >said 2>&1
  local status=$?
  tr '\n' ' ' <said | tr -s ' ' >flat
  rm -rf run
  ! grep -q river-and-stone said || fail "the password is shown: $(cat said)"
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
numbered="mysql://nobody@$address:$secure/app"
without="mysql://nobody@$address:$plain/app"
local="mysql://nobody@localhost:$secure/app"

# ── elsewhere: the certificate is asked for ──
with 4 "$without" && says "$address:$plain does not offer TLS, so nothing was sent to it"
pasted "$without" 0
with 4 "$numbered" && says "the certificate of $address:$secure is not verified: its authority is not among those that this system trusts"
pasted "$numbered" 1
with 4 "$numbered" 'tls: { ca: other.pem }' && says 'its authority is not among those in other.pem'
with 4 "$numbered" 'tls: { mode: verify-ca, ca: other.pem }' && says 'its authority is not among those in other.pem'
with 4 "$numbered" 'tls: { ca: ca.pem }' && says "the certificate of $address:$secure does not hold that name"
pasted "$numbered" 1
with 4 "$without" 'tls: { mode: require }' && says "does not offer TLS"
with 0 "$numbered" 'tls: { mode: off }' 0
with 0 "$numbered" 'tls: { mode: verify-ca, ca: ca.pem }' 1

# ── by its name ──
with 0 "$local" 'tls: { ca: ca.pem }' 1
with 4 "$local" 'tls: { ca: other.pem }'
with 4 "mysql://nobody@127.0.0.1:$secure/app" 'tls: { ca: ca.pem }' && says 'does not hold that name'
SSL_CERT_FILE=$work/ca.pem with 0 "$local" 'tls: { mode: verify-full }' 1

# ── here: not asked for ──
with 0 "$local" '' 0
with 0 "mysql://nobody@localhost/app?socket=$secure_socket" '' 0

# ── who we are ──
with 0 "mysql://certified@localhost:$secure/app" 'tls: { ca: ca.pem, cert: client.pem, key: client.key }' 1
with 4 "mysql://certified@localhost:$secure/app" 'tls: { ca: ca.pem }' && says 'Access denied'
with 4 "mysql://sslonly@localhost:$secure/app" '' && says 'Access denied'
with 0 "mysql://sslonly@localhost:$secure/app" 'tls: { mode: require }' 1
for user in hashed signed; do
  with 0 "mysql://$user@$address:$plain/app" 'tls: { mode: off }' 0
  with 0 "mysql://$user@$address:$secure/app" 'tls: { mode: require }' 1
done

# ── what must not be had ──
# rogue ADDRESS MODE: $rogue is its port
rogue() {
  rm -f port
  python3 "$here/tests/tools/maria_rogue.py" "$1" "$work/heard" "$2" >port 8>&- &
  rogue_pid=$!
  for _ in $(seq 100); do [ -s port ] && break; sleep 0.05; done
  rogue=$(cat port)
}
rogue "$address" clear
with 4 "mysql://hashed@$address:$rogue/app" 'tls: { mode: off }' &&
  says "$address:$rogue asks for the password in a way that shows it to whoever stands in between: it was not given"
! grep -q river heard || fail "it has the password: $(cat heard)"
kill $rogue_pid
rogue 127.0.0.1 file
with 4 "mysql://nobody@127.0.0.1:$rogue/app" && says "Load data local infile forbidden"
grep -q SELECT heard || fail "it was asked nothing"
! grep -qF "$(cat /etc/hostname)" heard || fail "it has a file: $(cat heard)"
kill $rogue_pid

[ $failures = 0 ] && echo "mariadb_tls: $counted ways"
exit $((failures > 0))
