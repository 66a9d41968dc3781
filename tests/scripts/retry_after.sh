#!/usr/bin/env bash
# Retry-After: what a retry and a poll wait, by seconds and by a date, what bounds it, and what the transcript says of it.
set -euo pipefail
command -v python3 >/dev/null || { echo "skipped: there is no python3"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 tests/tools/retry_after.py "$(realpath "${RUNBOOK_BIN:?}")" "$work"
