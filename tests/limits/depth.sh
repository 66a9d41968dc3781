# YAML_DEPTH: lists within lists, up to the 64th level, two of which the runbook has already.
levels=62
[ "$1" = over ] && levels=100000
{
  printf 'runbook: 1\ntitle: Deeply nested\nvars:\n  deep: '
  head -c "$levels" /dev/zero | tr '\0' '['
  head -c "$levels" /dev/zero | tr '\0' ']'
  printf '\nsteps:\n  - exec: [tool]\n'
} >depth.yaml
