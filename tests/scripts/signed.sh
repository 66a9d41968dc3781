#!/usr/bin/env bash
# `auth: { aws_sigv4: … }` – a server that checks each signature by itself takes those of steps and of the lines for curl, and no other.
set -euo pipefail
command -v python3 >/dev/null || { echo "skipped: there is no python3"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 tests/tools/signed.py "$(realpath "${RUNBOOK_BIN:?}")" "$work"
