#!/usr/bin/env bash
# Every row of docs/HURL.md is run against a server that gives the answers on the page: what is said to hold passes, what is said not to
# hold fails its step, and every line for the shell ends with 0.
set -euo pipefail
here=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$here/tests/tools/certs" "$work" >/dev/null 2>&1 || { echo "not so: no certificates"; exit 1; }
python3 "$here/tests/tools/hurl_page.py" "$here/docs/HURL.md" "$RUNBOOK_BIN" "$work"
