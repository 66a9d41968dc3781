#!/usr/bin/env bash
# `runbook doc` of every tests/pages/doc/NAME.yaml against NAME.md, with --linked against NAME.linked.md where that is there, and `runbook import` of every tests/pages/import/NAME.md
# against NAME.expected: the status, all it says, and every draft. Drafts must be in order, and no file is overwritten.
# pages.sh [--update] [part of a name …]   --update writes what is compared; a person reads the difference.
set -uo pipefail
cd "$(dirname "$0")/../.."
bin=${RUNBOOK_BIN:?the program under test}
export NO_COLOR=1 LC_ALL=C.UTF-8
unset COLUMNS
source tests/tools/golden.bash "$@"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0 count=0
fail() { printf 'not so: %s\n' "$*"; failures=$((failures + 1)); }
hold() { # hold FILE FOUND
  if [ -n "$updating" ]; then cp "$2" "$1"; return; fi
  diff -u "$1" "$2" || fail "$1"
}

for file in tests/pages/doc/*.yaml; do
  chosen "$file" || continue
  count=$((count + 1))
  "$bin" doc "$file" >"$work/page.md" 2>"$work/errors" || fail "doc $file: $(cat "$work/errors")"
  hold "${file%.yaml}.md" "$work/page.md"
  "$bin" doc "$file" --out "$work/again.md" >/dev/null && cmp "$work/page.md" "$work/again.md" || fail "--out of $file is another page"
done

for file in tests/pages/doc/*.linked.md; do
  chosen "$file" || continue
  count=$((count + 1))
  "$bin" doc "${file%.linked.md}.yaml" --linked >"$work/page.md" 2>"$work/errors" || fail "doc --linked $file: $(cat "$work/errors")"
  hold "$file" "$work/page.md"
done

for file in tests/pages/import/*.md; do
  chosen "$file" || continue
  count=$((count + 1))
  name=$(basename "$file" .md)
  "$bin" import "$file" --out "$work/$name" >"$work/said" 2>&1 </dev/null
  status=$?
  {
    printf 'status %d\n\n' $status
    sed "s|$work/$name|OUT|g" "$work/said"
    for draft in "$work/$name"/*.yaml; do
      [ -e "$draft" ] || continue
      printf '\n──── %s\n' "$(basename "$draft")"
      cat "$draft"
    done
  } >"$work/found"
  hold "${file%.md}.expected" "$work/found"
  [ -z "$(find "$work/$name" -name '.*' -mindepth 1 2>/dev/null)" ] || fail "$name: something is left beside the drafts"
  if [ $status -eq 0 ]; then
    "$bin" check "$work/$name"/*.yaml >"$work/checked" 2>&1 || { fail "$name: a draft is not in order"; cat "$work/checked"; }
    find "$work/$name" -type f -exec sha256sum {} + >"$work/before"
    "$bin" import "$file" --out "$work/$name" >"$work/said" 2>&1 && fail "$name: drafts were overwritten"
    grep -q 'nothing was written' "$work/said" || fail "$name: it is not said that nothing was written"
    sha256sum --quiet -c "$work/before" || fail "$name: a draft was changed"
  fi
done

# Large and odd pages end, with a message and without nonsense.
expect_status() { # STATUS WORDS FILE
  "$bin" import "$3" --out "$work/odd" >"$work/said" 2>&1
  local status=$?
  [ $status -eq "$1" ] || { fail "$3: status $status, not $1"; head -n 8 "$work/said"; }
  grep -qF "$2" "$work/said" || { fail "$3 does not say: $2"; head -n 8 "$work/said"; }
  rm -rf "$work/odd"
}
{ echo '## A'; yes -- '- a step' | head -n 70000; } >"$work/large.md"
expect_status 3 'PAGE_BYTES' "$work/large.md"
# Every row of this table has all the heads in its words, which makes a runbook of megabytes.
head=$(printf '|a head of a column that has forty letter%.0s' $(seq 60)) rule=$(printf '|-%.0s' $(seq 60)) row=$(printf '|x%.0s' $(seq 60))
{ printf '## A\n\n%s\n%s\n' "$head" "$rule"; yes "$row" | head -n 4000; } >"$work/wide.md"
expect_status 3 'wide.md:1:1: error[page-section-too-large]' "$work/wide.md"
{ printf '## A\n\n```sh\n'; yes 'npm run a' | head -n 6600; echo '```'; } >"$work/script.md"
expect_status 0 'decide: it has over 64 KiB and was not read as commands' "$work/script.md"
{ printf '## A\n\n```sh\n'; yes 'npm run a' | head -n 6500; echo '```'; } >"$work/script.md"
expect_status 0 '    3  shell' "$work/script.md"
# A page with CRs alone has as many lines as one with LFs.
printf '# A\r\r- `npm ci`\r- %s\r' "$(printf '> %.0s' $(seq 40))" >"$work/returns.md"
expect_status 3 'returns.md:4:1: error[page-too-deep]' "$work/returns.md"
printf '## A\n- x\0y\n' >"$work/nul.md"
expect_status 3 'page-not-text' "$work/nul.md"
printf '## Pr\374fung\n- x\n' >"$work/latin1.md"
expect_status 3 'save' "$work/latin1.md"
expect_status 3 'there is no file' "$work/nothing.md"
expect_status 3 'is a folder' "$work"
printf '## A\r\n\r\n1. Build:\r\n   - `npm ci`\r\n' >"$work/crlf.md"
expect_status 0 'Build' "$work/crlf.md"
mkdir "$work/readonly"; printf '## A\n- x\n' >"$work/one.md"; : >"$work/afile"
"$bin" import "$work/one.md" --out "$work/afile/in" >"$work/said" 2>&1; [ $? -eq 9 ] || fail 'a folder that cannot be made is not status 9'

[ "$count" -gt 0 ] || fail 'no page was found'
printf '%d pages, %d failures\n' "$count" "$failures"
[ "$failures" -eq 0 ]
