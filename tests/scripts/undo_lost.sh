#!/usr/bin/env bash
# An undo step that needs what the journal does not hold, since a secret was in it: it is tried once, hinders nothing else from then on,
# and no command is told that would only fail again.
# shellcheck disable=SC2154 # set by what is sourced
set -uo pipefail
source tests/tools/taking_up.bash
export PW=a-long-secret-word

begin by-its-own <<YAML
secrets: { pw: { env: PW } }
steps:
  - name: One
    id: one
    exec: [./act, one]
    undo: [{ name: One back, exec: [./act, one-back] }]
  - name: Two
    id: two
    exec: [sh, -c, './act two >&2; echo "made-\$PW"']
    env: { PW: "\${secrets.pw}" }
    capture: { made: text }
    undo: [{ name: Two back, exec: [./act, two-back], env: { MADE: "\${steps.two.made}" }, effect: idempotent }]
  - name: Looks
    exec: [test, -e, there]
    effect: read
YAML
runs
is_so 1 'to take back: runbook undo R'
takes_up undo
is_so 1 "(its 'made' is not in the journal" '? 2.undo1 Two back' 'needs steps.two.made' 'to take back: runbook undo R 2: by hand, its undo needs what the journal does not hold'
takes_up resume
is_so 1 'to take back: runbook undo R 2: by hand, its undo needs'
takes_up undo
is_so 1 'stays 2 Two' '(its undo needs what the journal does not hold: by hand)' 'to take back 1 One' '✓ 1.undo1 One back' 'to take back: 2: by hand, its undo needs' -'runbook undo R'
for format in markdown junit tap evidence; do
  if [ $format = evidence ]; then told=$("$bin" evidence R 2>&1); else told=$("$bin" report R $format 2>&1); fi
  status=$?
  is_so 0 '2: by hand, its undo needs what the journal does not hold' -'runbook undo R'
done
takes_up undo
is_so 2 'nothing that run R did can be taken back: the undo of 2 Two needs what the journal does not hold' 'or tried once more by runbook undo R 2;'
takes_up undo 2
is_so 1 'to take back 2 Two' '? 2.undo1 Two back' 'to take back: 2: by hand'
# A runbook that was mended may do without.
# shellcheck disable=SC2016
sed -i 's/"${steps.two.made}"/known/' r.yaml
takes_up undo --accept-changed
is_so 1 'to take back 2 Two' '✓ 2.undo1 Two back' 'changed: nothing that is still in place'
acted one two one-back two-back

# A secret that is taken once more is told of beforehand.
begin taken-again <<'YAML'
steps:
  - name: One
    id: one
    exec: [sh, -c, './act one >&2; echo a-token-of-twenty-letters']
    effect: idempotent
    capture: { token: { value: text, secret: true } }
    undo: [{ name: One back, exec: [./act, one-back], env: { TOKEN: "${steps.one.token}" } }]
  - name: Looks
    exec: [test, -e, there]
    effect: read
YAML
runs
takes_up undo
is_so 1 "(its 'token' is taken again first)" 'made anew 1' '✓ 1.undo1 One back' 'changed: nothing that is still in place' -'is not in the journal'
acted one one one-back

is_over
