#!/usr/bin/env bash
# A secret of every kind, printed, sent and stored in every way, is looked for in everything that a run leaves and shows: tests/canary/run.
set -euo pipefail
cd "$(dirname "$0")/../.."
for needed in node python3; do
  command -v "$needed" >/dev/null || { echo "skipped: there is no $needed"; exit 77; }
done
# It starts the program a thousand times, so that the whole is tried on the release; with sanitizers one kind is, and every mistake.
node tests/canary/run --self-test
node tests/canary/run --only env
[ ! -x "${RUNBOOK_RELEASE_BIN:-}" ] || export RUNBOOK_BIN=$RUNBOOK_RELEASE_BIN
node tests/canary/run
