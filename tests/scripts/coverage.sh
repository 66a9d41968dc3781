#!/usr/bin/env bash
# docs/runbooks/COVERAGE.md has a row for every line of the page, and names no step that is not there. The checker itself is tested
# first, on a small table in which each thing is wrong once.
set -euo pipefail
export PYTHONDONTWRITEBYTECODE=1
cd "$(dirname "$0")/../.."
command -v python3 >/dev/null || { echo "skipped: there is no python3"; exit 77; }
wrong=$(mktemp -d)
trap 'rm -rf "$wrong"' EXIT
mkdir -p "$wrong/docs/runbooks" "$wrong/docs/import" "$wrong/runbooks"
printf 'runbook: 1\nsteps:\n  - name: One\n    id: one\n' >"$wrong/runbooks/a.yaml"
printf '# Page\n\n## 1) A\n\n1. Do:\n   - this\n   - that\n2. Look.\n3. Rest.\n4. Wait.\n\n## 2) B\n\n1. First.\n2. Second.\n\n## 3) C\n' >"$wrong/docs/import/operator-runbook.md"
row() { printf '| %s | %s | %s | %s |\n' "$@"; }
{
  printf '# Table\n\n## 1) A\nIn `runbooks/a.yaml`, `runbooks/gone.yaml`.\n\n| line | steps | what is seen | what is not shown, and why |\n|---|---|---|---|\n'
  row 'Do: this' '`one`' 'it' ''
  row 'Do: that' '`two`' 'it' ''
  row 'Do:' '`one`' 'it' ''
  row 'Look.' '' '' ''
  row 'Rest.' '`one`' '' 'because'
  printf '\n## 2) B\nIn `runbooks/a.yaml`.\n\n| line | steps | what is seen | what is not shown, and why |\n|---|---|---|---|\n'
  row 'Second.' '`one`' 'it' ''
  row 'First.' '' '' 'because'
  printf '\n## 4) D\n'
} >"$wrong/docs/runbooks/COVERAGE.md"
expected='docs/runbooks/COVERAGE.md:1: the section is missing: 3) C
docs/runbooks/COVERAGE.md:3: the line has no row: Wait.
docs/runbooks/COVERAGE.md:3: there is no file runbooks/gone.yaml
docs/runbooks/COVERAGE.md:9: none of the section'"'"'s runbooks has the step two
docs/runbooks/COVERAGE.md:10: the page has no such line: Do:
docs/runbooks/COVERAGE.md:11: no step stands for it, and it does not say why
docs/runbooks/COVERAGE.md:12: it does not say what is seen
docs/runbooks/COVERAGE.md:14: the rows are not in the order of the page
docs/runbooks/COVERAGE.md:22: the page has no such section: 4) D'
found=$(python3 tests/tools/coverage.py "$wrong") || true
if [ "$found" != "$expected" ]; then
  echo "not so: what is wrong on purpose is not what was found:"
  diff <(echo "$expected") <(echo "$found") || true
  exit 1
fi
python3 tests/tools/coverage.py
