#!/usr/bin/env bash
# `runbook eval` as a prompt at a terminal: history, completion, Ctrl-C, Ctrl-D, errors with carets.
set -euo pipefail
cd "$(dirname "$0")/../.."
command -v python3 >/dev/null || { echo "skipped: there is no python3"; exit 77; }
exec python3 tests/tools/at_prompt.py "${RUNBOOK_BIN:?}"
