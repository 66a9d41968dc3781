#!/usr/bin/env bash
# tools/test finds what it is asked for, says what is near where there is none of that name, and knows every kind of golden text; and what
# writes golden texts anew gives back those that are there, byte for byte.
set -uo pipefail
cd "$(dirname "$0")/../.."
[ -e "${RUNBOOK_BUILD:-build}/dev/build.ninja" ] || { echo 'skipped: dev is not built'; exit 77; }
failures=0
fail() { printf 'not so: %s\n' "$*"; failures=$((failures + 1)); }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# ── names ──
tools/test --names >"$work/names"
for name in unit/cel_type_test scripts/golden release/golden fuzz/json; do grep -qx "$name" "$work/names" || fail "--names does not tell $name"; done
near() { # near NAME WANTED: there is no test NAME, and WANTED is offered
  tools/test --quick "$1" >"$work/said" 2>&1
  local status=$?
  [ $status -eq 2 ] || fail "--quick $1 ends with status $status"
  grep -qx "  $2" "$work/said" || { fail "--quick $1 does not offer $2"; cat "$work/said"; }
}
near cel_typ_test unit/cel_type_test
near scripts/goldn scripts/golden
near unit/sesions scripts/sessions
near terminal/x scripts/terminal # which has no parts
tools/test --update nonsense >"$work/said" 2>&1; [ $? -eq 2 ] || fail '--update takes a kind that there is none of'

# ── every kind is known: a script that can update has its line, and each line its test and files ──
tools/test --kinds >"$work/kinds"
for script in tests/scripts/*.sh; do
  name=scripts/$(basename "$script" .sh)
  [ "$name" != scripts/test_tool ] || continue
  case $(grep -c -e --update "$script"):$(grep -c " $name " "$work/kinds") in
    0:0 | [1-9]*:1) ;;
    0:*) fail "tests/kinds has $name, which has no --update" ;;
    *) fail "$name has --update, and is not in tests/kinds once" ;;
  esac
done
for source in $(grep -l '"golden.h"' tests/unit/*_test.c); do
  grep -q " unit/$(basename "$source" .c) " "$work/kinds" || fail "$source is not in tests/kinds"
done
while read -r kind test files _; do
  grep -qx "$test" "$work/names" || fail "$kind: there is no test $test"
  for file in ${files//,/ }; do [ -e "$file" ] || fail "$kind: there is no $file"; done
done <"$work/kinds"

# ── what was destroyed is written again ──
mkdir -p "$work/copy/tests" "$work/copy/interp/diag"
cp -r tests/{scripts,tools,cases,limits,pages,golden,sessions} "$work/copy/tests/"
cp interp/diag/*.def "$work/copy/interp/diag/"
again() { # again KIND PART FILE …
  local kind=$1 part=$2 file
  for file in "${@:3}"; do [ -s "$file" ] || fail "there is no $file"; echo destroyed >"$work/copy/$file"; done
  bash "$work/copy/tests/scripts/$kind.sh" --update "$part" >"$work/said" 2>&1 || { fail "$kind.sh --update $part"; cat "$work/said"; }
  for file in "${@:3}"; do cmp "$file" "$work/copy/$file" || fail "$kind.sh --update wrote another $file"; done
}
again cases /top/ tests/cases/top/*.expected
again limits file tests/limits/file.expected
again pages import/names tests/pages/import/names.expected
again golden first-look tests/golden/first-look/{journal.jsonl,terminal.txt,status}
# A session's commands stand in the file itself; what they print does not.
sed -i '/^\(\$ \|> \|>$\|#\)/!d' "$work/copy/tests/sessions/new.session"
cmp -s tests/sessions/new.session "$work/copy/tests/sessions/new.session" && fail 'nothing was taken from the session'
bash "$work/copy/tests/scripts/sessions.sh" --update new >"$work/said" 2>&1 || { fail 'sessions.sh --update new'; cat "$work/said"; }
cmp tests/sessions/new.session "$work/copy/tests/sessions/new.session" || fail 'sessions.sh --update wrote another session'

printf '%d failures\n' "$failures"
[ "$failures" -eq 0 ]
