#!/usr/bin/env bash
# What `check` says to write for the typical mistakes of newcomers is applied, and does what was meant: see tests/tools/mistakes.py.
set -uo pipefail
cd "$(dirname "$0")/../.."
exec python3 tests/tools/mistakes.py "${RUNBOOK_BIN:?the program under test}" tests/cases/mistakes
