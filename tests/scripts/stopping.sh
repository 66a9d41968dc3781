#!/usr/bin/env bash
# What Ctrl-C, TERM and HUP do, once, twice and three times, whatever is going on: at once, `finally` in any case but the last,
# what is said each time, and a journal that is whole.
set -euo pipefail
cd "$(dirname "$0")/../.."
command -v python3 >/dev/null || { echo "skipped: there is no python3"; exit 77; }
exec python3 tests/tools/stopping.py "${RUNBOOK_BIN:?}"
