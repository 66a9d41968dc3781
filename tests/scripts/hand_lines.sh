#!/usr/bin/env bash
# The command that stands with each HTTP request in the journal, under `by_hand`, is one that runs, asks the same of the server byte
# by byte, and holds no secret.
set -euo pipefail
here=$PWD
command -v curl >/dev/null || { echo "skipped: there is no curl"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$here/tests/tools/certs" "$work" >/dev/null 2>&1 || { echo "not so: no certificates"; exit 1; }
python3 "$here/tests/tools/hand_lines.py" "$RUNBOOK_BIN" "$work"
