#!/usr/bin/env bash
# `cmake --install` of the tree that the program was built in: all that a package would hold and nothing else, and it works from there.
set -uo pipefail
bin=$(realpath "${RUNBOOK_BIN:?the program under test}")
tree=$(dirname "$bin")
[ -e "$tree/cmake_install.cmake" ] || { echo "skipped: $tree is no build tree"; exit 77; }
failures=0
fail() { printf 'not so: %s\n' "$*"; failures=$((failures + 1)); }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset DESTDIR

cat >"$work/wanted" <<'FILES'
bin/runbook 755
share/doc/runbook/LICENSE 644
FILES
held() { # held FOLDER: its files and their modes are those that are wanted
  (cd "$1" && find . -type f -printf '%P %m\n' | LC_ALL=C sort) | diff -u "$work/wanted" - || fail "what is installed in $1"
}
cmake --install "$tree" --prefix "$work/prefix" >"$work/said" 2>&1 || { fail 'cmake --install'; cat "$work/said"; }
held "$work/prefix"
DESTDIR=$work/stage cmake --install "$tree" --prefix /usr >"$work/said" 2>&1 || { fail 'cmake --install with DESTDIR'; cat "$work/said"; }
held "$work/stage/usr"

# It looks for nothing where it was built, and its helper processes are started from where it is.
! readelf -d "$work/prefix/bin/runbook" | grep -E 'R(UN)?PATH' || fail 'it looks for libraries in a folder of its own'
cat >"$work/a.yaml" <<'YAML'
runbook: 1
title: Installed
steps:
  - name: It runs
    exec: [echo, hello]
    expect: text == 'hello'
YAML
cd "$work" || exit 1
"$work/prefix/bin/runbook" run a.yaml --root . --run-dir run >out 2>&1 || { fail "status $? of a run"; cat out; }
grep -q '^GO' out || { fail 'no GO'; cat out; }
[ "$("$work/prefix/bin/runbook" version)" = "$("$bin" version)" ] || fail 'another version'

printf '%d failures\n' "$failures"
[ "$failures" -eq 0 ]
