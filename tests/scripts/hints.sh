#!/usr/bin/env bash
# Every hint that `check` prints for tests/cases is pasted where it says, and checked again: see tests/tools/hints.py.
# It starts the program a few thousand times, so that of RUNBOOK_RELEASE_BIN does it where there is one.
# hints.sh [part of a name …]
set -uo pipefail
cd "$(dirname "$0")/../.."
bin=${RUNBOOK_BIN:?the program under test}
[ ! -x "${RUNBOOK_RELEASE_BIN:-}" ] || bin=$RUNBOOK_RELEASE_BIN
exec python3 tests/tools/hints.py "$bin" tests/cases "$@"
