#!/usr/bin/env bash
# A journal that cannot be written any more after a change acted: the last words name the change, and what they say to type is right.
set -euo pipefail
cd "$(dirname "$0")/../.."
command -v python3 >/dev/null || { echo "skipped: there is no python3"; exit 77; }
exec python3 tests/tools/last_words.py "${RUNBOOK_BIN:?}"
