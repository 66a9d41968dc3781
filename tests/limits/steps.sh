# STEPS: 100,000 steps, those of an included runbook counted, and one more.
steps() { yes -- '- exec: [t]' | head -n "$1"; }
{ printf 'runbook: 1\ntitle: An included part\nsteps:\n'; steps 40000; } >part.yaml
more=59999
[ "$1" = over ] && more=60000
{ printf 'runbook: 1\ntitle: Many steps\nsteps:\n- include: part.yaml\n'; steps $more; } >steps.yaml
