#!/usr/bin/env bash
# Sessions at a shell, held line by line: tests/sessions/*.session. A line that begins with "$ " is a command ("> " goes on
# with it), what follows is what it must print (both streams), and "[3]" the status where it is not 0. The program in them is
# the one with the stepping clock, so nothing needs scrubbing. --update writes the files anew; a person reads the difference.
# sessions.sh [--update] [part of a name …]
set -euo pipefail
cd "$(dirname "$0")/../.."
export LC_ALL=C.UTF-8 # for what a session writes as $'\u200d'
source tests/tools/golden.bash "$@"
golden=${TEST_TOOLS:?TEST_TOOLS is where the test tools were built}/golden
[ -x "$golden" ] || { echo "there is no $golden; build it first" >&2; exit 2; }
# What is compared is what would be printed if this folder had the name that the files know.
place=$(mktemp -d /tmp/runbook-XXXXXX) named=/tmp/runbook-golden
export GOLDEN_XDG_RUNTIME_DIR=$place.locks GOLDEN_WORLD=$place
mkdir -m 700 "$GOLDEN_XDG_RUNTIME_DIR"
trap 'rm -rf "$place" "$place".*' EXIT
bad=0 count=0

# One session: its commands run in one shell, in a folder of their own; what they print is put behind each.
play() { # play FILE → the session with what was found
  local line command= text= begun=
  rm -rf "$place"; : >"$place.lines"; mkdir -p "$place/bin" "$place/work/.runbook"
  ln -s "$(realpath "$golden")" "$place/bin/runbook"
  {
    echo "cd $place/work; export PATH=$place/bin:/usr/bin:/bin; unset CI NO_COLOR CI_RUN_URL GITHUB_STEP_SUMMARY"
    flush() {
      [ -n "$command" ] || return 0
      printf "cat <<'%s'\n%s\n%s\n" END-OF-COMMAND "${text%$'\n'}" END-OF-COMMAND
      printf '{ %s\n} 2>&1 </dev/null; status=$?\n[ $status -eq 0 ] || echo "[$status]"\n' "$command"
      # Journals come and go; digests of all that there were may be told.
      printf "find %s -name '*.jsonl' -cnewer %s.lines -exec sed -s '\$a\\\\' {} + >>%s.lines 2>/dev/null\n" "$place" "$place" "$place"
      command= text=
    }
    while IFS= read -r line; do
      case $line in
        '$ '*) flush; begun=yes; command=${line#'$ '}; text="$line"$'\n' ;;
        '> '*) command+=$'\n'${line#'> '}; text+="$line"$'\n' ;;
        '>') command+=$'\n'; text+="$line"$'\n' ;;
        '#'*) [ -z "$begun" ] || continue; printf "cat <<'%s'\n%s\n%s\n" END-OF-COMMAND "$line" END-OF-COMMAND ;;
      esac
    done <"$1"
    flush
  } >"$place/script"
  bash "$place/script"
}

for session in tests/sessions/*.session; do
  chosen "$session" || continue
  count=$((count + 1))
  play "$session" >"$place.found" 2>&1 || true
  python3 tests/tools/shown_as.py "$place" "$named" "$place.lines" -- "$place.found"
  if [ -n "$updating" ]; then cp "$place.found" "$session"
  else diff -u "$session" "$place.found" || { echo "sessions: $session differs"; bad=1; }; fi
done
echo "sessions: $count compared"
[ $count -gt 0 ] && exit $bad
