#!/usr/bin/env bash
# Every tests/limits/NAME.sh writes NAME.yaml (and what it needs) into an empty folder: called with `within` a runbook that
# comes up to a limit and is in order, with `over` one that passes it; or NAME.md, a page to import. The whole message is held
# against NAME.expected.
# limits.sh [--update] [part of a name …]
set -uo pipefail
cd "$(dirname "$0")/.."
bin=${RUNBOOK_BIN:?the program under test}
export NO_COLOR=1 LC_ALL=C.UTF-8
source tools/golden.bash "$@"
here=$PWD failures=0 count=0
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

fail() {
  printf 'not so: %s\n' "$*"
  failures=$((failures + 1))
}

read_it() { # read_it NAME
  if [ -e "$1.md" ]; then "$bin" import "$1.md" --out drafts; else "$bin" check --root . "$1.yaml"; fi
}

for script in limits/*.sh; do
  name=$(basename "$script" .sh)
  chosen "$script" || continue
  count=$((count + 1))
  rm -rf "${folder:?}"/* && mkdir "$folder/within" "$folder/over"
  (cd "$folder/within" && bash "$here/$script" within) || fail "$script within"
  (cd "$folder/over" && bash "$here/$script" over) || fail "$script over"
  within=$(cd "$folder/within" && read_it "$name" 2>&1)
  status=$?
  [ "$status" -eq 0 ] || fail "$name: what comes up to the limit is refused ($status): $within"
  over=$(cd "$folder/over" && read_it "$name" 2>&1)
  status=$?
  [ "$status" -eq 3 ] || fail "$name: what passes the limit ends with status $status"
  if [ -n "$updating" ]; then
    printf '%s\n' "$over" >"limits/$name.expected"
  else
    diff -u "limits/$name.expected" <(printf '%s\n' "$over") || fail "$name"
  fi
done
[ "$count" -gt 0 ] || fail "no limit was tried"
printf '%d limits, %d failures\n' "$count" "$failures"
[ "$failures" -eq 0 ]
