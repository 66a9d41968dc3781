#!/usr/bin/env bash
# What every command prints, at real terminals of several widths: nothing is wider than the terminal but what is copied.
set -euo pipefail
cd "$(dirname "$0")/../.."
command -v python3 >/dev/null || { echo "skipped: there is no python3"; exit 77; }
# It starts the program some 700 times: on the release, where there is one.
program=${RUNBOOK_RELEASE_BIN:-}
[ -x "$program" ] || program=${RUNBOOK_BIN:?the program under test}
exec python3 tests/tools/widths.py "$program"
