#!/usr/bin/env bash
# `auth: { netrc: FILE }` – which entry counts, what is refused before anything is sent, and that the password is shown nowhere.
set -euo pipefail
command -v python3 >/dev/null || { echo "skipped: there is no python3"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 tests/tools/netrc.py "$(realpath "${RUNBOOK_BIN:?}")" "$work"
