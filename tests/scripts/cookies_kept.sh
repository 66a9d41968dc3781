#!/usr/bin/env bash
# `cookies: keep` – what the server sets goes along, through redirects, loops, branches side by side and includes, to and from files, and
# when a run is taken up, done again or narrowed; and nowhere is a value shown.
set -euo pipefail
command -v python3 >/dev/null || { echo "skipped: there is no python3"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 tests/tools/cookies_kept.py "$(realpath "${RUNBOOK_BIN:?}")" "$work"
