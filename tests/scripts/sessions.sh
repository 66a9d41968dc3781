#!/usr/bin/env bash
# Sessions at a shell, held line by line: tests/sessions/*.session. A line that begins with "$ " is a command ("> " goes on
# with it), what follows is what it must print (both streams), and "[3]" the status where it is not 0. The program in them is
# the one with the stepping clock, so nothing needs scrubbing. --update writes the files anew; a person reads the difference.
# sessions.sh [--update] [part of a name …]
set -euo pipefail
cd "$(dirname "$0")/../.."
source tests/tools/golden.bash "$@"
golden=${TEST_TOOLS:?TEST_TOOLS is where the test tools were built}/golden
[ -x "$golden" ] || { echo "there is no $golden; build it first" >&2; exit 2; }
place=/tmp/runbook-golden
exec 9>"$place.lock"
flock 9
trap 'rm -rf "$place"' EXIT
bad=0 count=0

# One session: its commands run in one shell, in a folder of their own; what they print is put behind each.
play() { # play FILE → the session with what was found
  local line command= text= begun=
  rm -rf "$place"; mkdir -p "$place/bin" "$place/work/.runbook"
  ln -s "$(realpath "$golden")" "$place/bin/runbook"
  {
    echo "cd $place/work; export PATH=$place/bin:/usr/bin:/bin; unset CI NO_COLOR CI_RUN_URL GITHUB_STEP_SUMMARY"
    flush() {
      [ -n "$command" ] || return 0
      printf "cat <<'%s'\n%s\n%s\n" END-OF-COMMAND "${text%$'\n'}" END-OF-COMMAND
      printf '{ %s\n} 2>&1 </dev/null; status=$?\n[ $status -eq 0 ] || echo "[$status]"\n' "$command"
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
  (bash "$place/script" 9>&-)
}

for session in tests/sessions/*.session; do
  chosen "$session" || continue
  count=$((count + 1))
  play "$session" >"$place.found" 2>&1 || true
  if [ -n "$updating" ]; then cp "$place.found" "$session"
  else diff -u "$session" "$place.found" || { echo "sessions: $session differs"; bad=1; }; fi
  rm -f "$place.found"
done
echo "sessions: $count compared"
[ $count -gt 0 ] && exit $bad
