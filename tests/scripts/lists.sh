#!/usr/bin/env bash
# Lists that pages hold by hand name what the program's tables hold: nothing is missing, and nothing is there that is not.
set -euo pipefail
exec python3 tests/tools/lists.py "$RUNBOOK_BIN"
