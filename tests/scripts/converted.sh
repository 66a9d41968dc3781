#!/usr/bin/env bash
# What suites of HTTP tests typically ask, as runbooks: green over an API that is well, red over one that is broken.
set -euo pipefail
exec python3 tests/tools/converted.py "$RUNBOOK_BIN" tests/converted
