#!/usr/bin/env bash
# Every tests/cases/**/NAME.yaml is checked, and the whole of what `runbook check` says is held against NAME.expected.
# A line that ends in `# error[ID]` must be one that ID is reported on; `# error-above[ID]` speaks of the line before, for
# places where YAML has no comments. `# options: --deep` adds words to the command line. Files under a folder `parts` are read by other cases. Every diagnostic of reading
# YAML and of the plan must be reached by some case.
# cases.sh [--update] [part of a name …]     --update writes the .expected files; a person reads the difference.
set -uo pipefail
cd "$(dirname "$0")/.."
bin=${RUNBOOK_BIN:?the program under test}
export NO_COLOR=1 LC_ALL=C.UTF-8
source tools/golden.bash "$@"
failures=0 count=0

fail() {
  printf 'not so: %s\n' "$*"
  failures=$((failures + 1))
}

# What the program says, with the place of this checkout left out.
said() {
  "$bin" check --root . $(sed -n 's/^# options: //p' "$1") "$1" 2>&1 | sed "s|$PWD|TESTS|g"
}

held_lines() { # FILE OUTPUT: each comment names a line that is complained about
  local line id at
  while IFS=: read -r line id; do
    at=$line
    [[ $id == above:* ]] && { at=$((line - 1)); id=${id#above:}; }
    grep -qF "$1:$at:" <<<"$(grep -F "error[$id]" <<<"$2")" || fail "$1:$at is not reported as $id"
  done < <(grep -anoE '# error(-above)?\[[a-z0-9-]+\]' "$1" | sed -E 's/# error\[(.*)\]/\1/; s/# error-above\[(.*)\]/above:\1/')
}

while IFS= read -r file; do
  chosen "$file" || continue
  count=$((count + 1))
  output=$(said "$file")
  expected=${file%.yaml}.expected
  if [ -n "$updating" ]; then
    printf '%s\n' "$output" >"$expected"
  elif [ ! -f "$expected" ]; then
    fail "$expected is missing"
  elif ! diff -u "$expected" <(printf '%s\n' "$output"); then
    fail "$file"
  fi
  held_lines "$file" "$output"
done < <(find cases -name '*.yaml' -not -path '*/parts/*' | sort)

[ "$count" -gt 0 ] || fail "no case was found"
if [ ${#golden_parts[@]} -eq 0 ]; then
  reached=$(find cases limits -name '*.expected' -exec cat {} + | grep -oE '(error|warning)\[[a-z0-9-]+\]' | sort -u)
  for id in $(grep -ohE '^DIAG\([A-Z0-9_]+, "[a-z0-9-]+"' ../interp/diag/diags_yaml.def ../interp/diag/diags_plan.def | sed -E 's/.*"(.*)"/\1/'); do
    grep -qF "[$id]" <<<"$reached" || fail "no case reaches $id"
  done
fi
printf '%d cases, %d failures\n' "$count" "$failures"
[ "$failures" -eq 0 ]
