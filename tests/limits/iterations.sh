# ITERATIONS: a list of 10,000 items, and one more.
many=10000
[ "$1" = over ] && many=10001
{
  printf 'runbook: 1\ntitle: Many iterations\nsteps:\n  - name: Each\n    id: each\n    exec: [tool, "${n}"]\n    for_each:\n      n:\n'
  seq -f '        - %.0f' $many
} >iterations.yaml
