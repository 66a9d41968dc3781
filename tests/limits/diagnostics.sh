# DIAGNOSTICS: the first 100 messages are shown; that there are more is said.
keys() { for i in $(seq "$1"); do printf '    key_%s: x\n' "$i"; done; }
{
  printf 'runbook: 1\ntitle: Many errors\nsteps:\n  - exec: [tool]\n'
  [ "$1" = over ] && keys 103
} >diagnostics.yaml
exit 0
