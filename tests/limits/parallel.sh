# PARALLEL: 64 steps at once, and one more.
many=64
[ "$1" = over ] && many=65
printf 'runbook: 1\ntitle: Many at once\nsteps:\n  - name: A group\n    parallel: %s\n    steps:\n      - exec: [tool]\n' $many >parallel.yaml
