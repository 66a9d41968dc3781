#!/usr/bin/env bash
# The examples of docs/TRUTH.md are files of tests/truth, and what stands behind them is what a run of them says.
# truth_page.sh [--update]   --update writes them again; a person reads the difference
set -uo pipefail
export PYTHONDONTWRITEBYTECODE=1
cd "$(dirname "$0")/.."
command -v python3 >/dev/null || { echo "skipped: there is no python3"; exit 77; }
exec python3 tools/truth_page.py "${RUNBOOK_BIN:?the program under test}" "$@"
