#!/usr/bin/env bash
# `save:` – the file and its digest, in the run's folder, in the evidence, at `verify` and when the run is taken up again; what is not kept.
set -euo pipefail
command -v python3 >/dev/null || { echo "skipped: there is no python3"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 tests/tools/saved_files.py "$(realpath "${RUNBOOK_BIN:?}")" "$work"
