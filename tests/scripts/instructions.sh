#!/usr/bin/env bash
# What a start costs, and what taking up a run of many steps does, counted in instructions by callgrind: the same on a busy machine
# as on a quiet one. The ceilings are 1.15 of what was counted when they were last set; that of check grew when what is secret in a
# file was found before anything of it is shown, and both when databases by MariaDB and ODBC, with their tables, came.
# callgrind has no SHA instructions: a third of resume's are digests.
# Of resume the ceiling is 1.05 of what was counted (169 million, since what probes say, and what an acceptance changed, is found out before anybody
# agrees; reading the journal once more for the transcript would be 80 more).
set -euo pipefail
cd "$(dirname "$0")/../.."
runbook=${RUNBOOK_RELEASE_BIN:-build/release/runbook}
command -v valgrind >/dev/null || { echo "skipped: there is no valgrind"; exit 77; }
[ -x "$runbook" ] || { echo "skipped: there is no release program, $runbook"; exit 77; }
[ "$(uname -m)" = x86_64 ] || { echo "skipped: the ceilings were counted on x86-64"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat >"$work/small.yaml" <<'YAML'
runbook: 1
title: A small one
connections:
  app: { http: "http://127.0.0.1:8080" }
  db: { sql: "sqlite:app.db" }
steps:
  - name: It answers
    id: status
    http: GET /status
    expect: |
      status == 200
      json.version.startsWith('1.')
  - name: Somebody is there
    sql: SELECT count(*) AS users FROM users
    expect: value > 0
  - name: The disk has room
    exec: [df, --output=pcent, /]
    effect: read
    expect: matches(stdout, '[0-7]?[0-9]%')
YAML
{
  printf 'runbook: 1\ntitle: A long one that is taken up\nfresh_for: 24h\nvalid_for: 48h\nsteps:\n'
  for i in $(seq 500); do
    printf '  - name: Read number %d\n    exec: [/bin/true]\n    effect: read\n    expect: exit_code == 0\n' "$i"
  done
  printf '  - name: Somebody says so\n    id: go\n    confirm: Is it ready?\n'
} >"$work/long.yaml"

bad=0
# at_most INSTRUCTIONS ARGUMENTS…
at_most() {
  local most=$1 counted
  shift
  env -i PATH=/usr/bin:/bin LC_ALL=C.UTF-8 "$(command -v valgrind)" --tool=callgrind --callgrind-out-file=/dev/null "$runbook" "$@" >"$work/out" 2>&1 ||
    { echo "'$*' failed:"; cat "$work/out"; bad=1; return; }
  # A process that was forked counts for itself, and less.
  counted=$(sed -nE 's/^==[0-9]+== Collected : ([0-9]+)$/\1/p' "$work/out" | sort -n | tail -1)
  echo "$(basename "$runbook") ${*##*/}: ${counted:-nothing} instructions, at most $most"
  [ -n "$counted" ] || { cat "$work/out"; bad=1; return; }
  [ "$counted" -le "$most" ] && return
  bad=1
  cat <<WORDS
  That is more than it may cost. Look for what is done now before it is needed: a library that is linked again and not loaded
  late (ldd $runbook), a table that is built at the start, a part of a journal that nobody asks for. This tells where:
    valgrind --tool=callgrind --callgrind-out-file=/tmp/start.out $runbook ${*##*/} && callgrind_annotate /tmp/start.out | head -40
  Where the work is needed, set the ceiling anew in tests/scripts/instructions.sh: 1.15 of what is counted, and say why.
WORDS
}
at_most 940000 version
at_most 1720000 check "$work/small.yaml"
"$runbook" run -q --park "$work/long.yaml" --run-dir "$work/long" >"$work/out" 2>&1 </dev/null && { echo "the long run did not stop at its end"; bad=1; }
at_most 177000000 resume "$work/long" --go-on --answer go=yes --as ops -q
exit $bad
