#!/usr/bin/env bash
# What a run judged is judged again from its journal: each expectation of the golden runs, put to `runbook eval` at its step,
# comes out as it did in the run, or cannot be told since a secret or a long value was in it; never as anything else.
set -euo pipefail
cd "$(dirname "$0")/../.."
command -v python3 >/dev/null || { echo "skipped: there is no python3"; exit 77; }
exec python3 - "${RUNBOOK_BIN:?the program under test}" tests/golden/*/journal.jsonl <<'PYTHON'
import json, os, subprocess, sys

runbook, *journals = sys.argv[1:]
told = wrong = unknown = 0
for journal in journals:
    for event in map(json.loads, open(journal)):
        if event['event'] != 'expectation':
            continue
        told += 1
        found = subprocess.run([runbook, 'eval', '--run', os.path.dirname(journal), '--at', event['address'], event['text']],
                               capture_output=True, text=True)
        verdict = {'true\n': 'held', 'false\n': 'missed', '': 'error'}.get(found.stdout)
        if verdict == 'error' and 'the journal ' in found.stderr:
            unknown += 1
        elif verdict != event['verdict'] and not (verdict == 'error' and event['verdict'] == 'undecided'):
            wrong += 1
            print(f"not so: {journal}: {event['address']}: {event['text']} was {event['verdict']} and is {verdict}: {found.stderr}")
print(f'{told} expectations, {unknown} of them of what the journal does not hold, {wrong} wrong')
sys.exit(wrong > 0 or told < 30 or unknown > told / 4)
PYTHON
