#!/usr/bin/env bash
# Hostile pages (tests/tools/page_bombs.py): `import` reads all of them, in a time that grows with their length and in less than 200 MB for
# a page as long as one may be. It runs on the optimised program, since a sanitizer has memory of its own.
# import_bombs.sh [full]   full: all of them at full length, which is what tools/torture asks for
set -uo pipefail
cd "$(dirname "$0")/../.."
runbook=${RUNBOOK_RELEASE_BIN:-build/optimised/runbook}
[ -x "$runbook" ] || { echo "skipped: there is no optimised program, $runbook"; exit 77; }
failures=0
fail() { printf 'not so: %s\n' "$*"; failures=$((failures + 1)); }
longest=$((512 * 1024)) # LIMIT_PAGE_BYTES
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if [ "${1:-}" = full ]; then
  tests/tools/page_bombs.py --import "$runbook" $longest || failures=$((failures + 1))
else
  tests/tools/page_bombs.py --import "$runbook" $((48 * 1024)) || failures=$((failures + 1))
  # Those that take the most memory, or took it once.
  tests/tools/page_bombs.py --import "$runbook" $longest emphasis-tight headings lists-deep-apart items-marks headings-steps words-above \
    fence-excuses fence-ticks items-secrets table-columns-64 || failures=$((failures + 1))
fi

# instructions NAME BYTES: what importing that page takes; the same on a busy machine as on a quiet one.
instructions() {
  rm -rf "$work/drafts"
  tests/tools/page_bombs.py "$1" "$2" >"$work/page.md"
  env -i PATH=/usr/bin:/bin LC_ALL=C.UTF-8 valgrind --tool=callgrind --callgrind-out-file=/dev/null "$runbook" import "$work/page.md" --out "$work/drafts" 2>&1 >/dev/null |
    sed -nE 's/^==[0-9]+== Collected : ([0-9]+)$/\1/p'
}
if ! command -v valgrind >/dev/null; then
  echo 'not counted: there is no valgrind'
else
  # Each took the square of its length once, in another part of the importer; none comes up to a limit at these lengths.
  names=(emphasis-tight words-above items-variables fence-pipes fence-comments)
  [ "${1:-}" != full ] || names+=(carriage-returns html ticks-flags-one-item items-if-same headings-steps-many fence-exports fence-curl-data
    fence-sql-comment-lines fence-braces entities-blank-letter)
  for name in "${names[@]}"; do
    short=$(instructions $name 8192) long=$(instructions $name 16384)
    [ -n "$short" ] && [ -n "$long" ] || { fail "$name: nothing was counted"; continue; }
    [ $((long * 10)) -le $((short * 26)) ] || fail "$name: $short instructions for 8 KiB, $long for 16: more than 2.6 times as many"
  done
fi
printf '%d failures\n' "$failures"
[ "$failures" -eq 0 ]
