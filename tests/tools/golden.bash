# For scripts that hold golden texts: `source tests/tools/golden.bash "$@"`. With --update they write the texts anew, for a
# person to read the difference; words beside it are parts of names, and leave all others out.
updating=
[ "${1:-}" != --update ] || { updating=yes; shift; }
golden_parts=("$@")

chosen() { # chosen NAME: whether it is asked for
  local part
  [ ${#golden_parts[@]} -gt 0 ] || return 0
  for part in "${golden_parts[@]}"; do [[ $1 != *"$part"* ]] || return 0; done
  return 1
}
