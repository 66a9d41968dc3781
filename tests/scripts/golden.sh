#!/usr/bin/env bash
# Runs every runbook of tests/golden with a stepping clock and holds transcript, journal and reports against the files
# beside it: terminal.txt, journal.jsonl, status, and whichever of a report's file, evidence.md and plan.txt are there.
# golden.sh [--update] [part of a name …]   --update writes them anew; a person reads the difference.
set -euo pipefail
cd "$(dirname "$0")/../.."
golden=${TEST_TOOLS:?TEST_TOOLS is where the test tools were built}/golden
[ -x "$golden" ] || { echo "there is no $golden; build it first" >&2; exit 2; }
source tests/tools/golden.bash "$@"
bad=0 count=0

# Journals hold absolute paths: what is compared is what would stand there if this folder had the name that the files know.
place=$(mktemp -d /tmp/runbook-XXXXXX) named=/tmp/runbook-golden
export GOLDEN_XDG_RUNTIME_DIR=$place.locks GOLDEN_WORLD=$place
mkdir -m 700 "$GOLDEN_XDG_RUNTIME_DIR"
trap 'rm -rf "$place" "$place".*' EXIT

hold() { # hold GOLDEN-FILE FOUND: later, with all others of the run
  golden_files+=("$1") found+=("$2")
}
hold_all() {
  local i
  python3 tests/tools/shown_as.py "$place" "$named" "$place"/.runbook/runs/*/journal.jsonl -- "${found[@]}"
  for i in "${!found[@]}"; do
    if [ -n "$updating" ]; then cp "${found[i]}" "${golden_files[i]}"; continue; fi
    diff -u "${golden_files[i]}" "${found[i]}" || { echo "golden: ${golden_files[i]} differs"; bad=1; }
  done
}

# "junit:junit.xml" and so on, of every report.
reports=$("$golden" reference commands | sed -n '/^## Reports/,$ s/^| `\([a-z]*\)` | \([a-z.]*\) .*/\1:\2/p')
[ -n "$reports" ] || { echo "golden: the program lists no report" >&2; exit 2; }

for folder in tests/golden/*/; do
  [ -e "$folder/runbook.yaml" ] && chosen "$folder" || continue
  name=$(basename "$folder")
  golden_files=() found=()
  count=$((count + 1))
  rm -rf "$place"; mkdir -p "$place/.runbook" "$place/out"
  cp "$folder"/*.yaml "$place/"
  [ ! -e "$folder/database.sql" ] || sqlite3 "$place/app.db" <"$folder/database.sql"
  read -r -a arguments < <(cat "$folder/arguments" 2>/dev/null || echo)
  variables=()
  while read -r line; do variables+=("GOLDEN_$line"); done < <(cat "$folder/environment" 2>/dev/null || true)
  run() { (cd "$place" && env "${variables[@]}" "$golden" "$@" </dev/null); }

  status=0
  run run runbook.yaml "${arguments[@]}" >"$place/out/terminal.txt" 2>&1 || status=$?
  echo $status >"$place/out/status"
  hold "$folder/terminal.txt" "$place/out/terminal.txt"
  hold "$folder/status" "$place/out/status"
  hold "$folder/journal.jsonl" "$(echo "$place"/.runbook/runs/*/journal.jsonl)"
  run show latest >"$place/out/shown.txt" 2>&1
  diff -u "$place/out/terminal.txt" "$place/out/shown.txt" || { echo "golden: $name: show draws something else"; bad=1; }
  run verify latest >"$place/out/verify.txt" || { echo "golden: $name: verify says no"; bad=1; }
  for report in $reports; do
    [ -e "$folder/${report#*:}" ] || continue
    run report latest "${report%%:*}" >"$place/out/${report#*:}"
    hold "$folder/${report#*:}" "$place/out/${report#*:}"
  done
  if [ -e "$folder/evidence.md" ]; then run evidence latest >"$place/out/evidence.md"; hold "$folder/evidence.md" "$place/out/evidence.md"; fi
  if [ -e "$folder/plan.txt" ]; then run plan runbook.yaml >"$place/out/plan.txt" 2>&1 || true; hold "$folder/plan.txt" "$place/out/plan.txt"; fi
  hold_all
done
echo "golden: $count runs compared"
[ $count -gt 0 ] && exit $bad
