# INCLUDE_DEPTH: 16 runbooks within each other, and one more.
last=16
[ "$1" = over ] && last=17
for i in $(seq 0 "$last"); do
  name=$i.yaml
  [ "$i" -eq 0 ] && name=include-depth.yaml
  if [ "$i" -eq "$last" ]; then step='exec: [tool]'; else step="include: $((i + 1)).yaml"; fi
  printf 'runbook: 1\ntitle: Level %s\nsteps:\n  - %s\n' "$i" "$step" >"$name"
done
