#!/usr/bin/env bash
# What a person at a terminal sees and does: the live line, questions, secrets, Ctrl-C; and readers that go away.
set -euo pipefail
cd "$(dirname "$0")/../.."
command -v python3 >/dev/null || { echo "skipped: there is no python3"; exit 77; }
exec python3 tests/tools/at_terminal.py "${RUNBOOK_BIN:?}"
