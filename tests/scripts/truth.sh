#!/usr/bin/env bash
# Every tests/truth/KIND/NAME.yaml is run against real servers and must end as its head says; see tests/truth/README.md.
# truth.sh [part of a name …]
set -uo pipefail
export PYTHONDONTWRITEBYTECODE=1
cd "$(dirname "$0")/.."
command -v python3 >/dev/null || { echo "skipped: there is no python3"; exit 77; }
exec python3 tools/truth.py "${RUNBOOK_BIN:?the program under test}" truth "$@"
