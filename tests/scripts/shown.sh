#!/usr/bin/env bash
# What comes back is shown, not sent: hostile texts in every place that takes one from outside, and a look at all that comes out
# (tests/tools/hostile.py says what is fed and what must not be seen). With SOAK=1 every place gets every text.
set -uo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset CI CI_RUN_URL GITHUB_STEP_SUMMARY
python3 "$(dirname "$0")/../tools/hostile.py" "${RUNBOOK_BIN:?the program under test}" "$work" ${SOAK:+--all}
