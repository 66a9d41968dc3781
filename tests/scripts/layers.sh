#!/usr/bin/env bash
# The house is as interp/rooms.txt says, and tools/layers sees what is not: in a copy of the house that is broken in one way at a time.
set -euo pipefail
cd "$(dirname "$0")/../.."
tools/layers

copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
mkdir "$copy/docs" "$copy/tools"
cp -r interp stdlib tests "$copy"
cp docs/ARCHITECTURE.md "$copy/docs"
cp tools/layers "$copy/tools"
bad=0

# finds WORDS FILE SED: whether it is said, with status 1, once FILE was changed so
finds() {
  cp "$copy/$2" "$copy/kept"
  sed -i "$3" "$copy/$2"
  local said status=0
  said=$("$copy/tools/layers") || status=$?
  mv "$copy/kept" "$copy/$2"
  [ $status -eq 1 ] && grep -qF -- "$1" <<<"$said" || { echo "layers: not found (status $status): $1"; echo "$said" | head -5; bad=1; }
}
finds "room 'report' may not include 'plan/plan.h' of 'plan'" interp/report/report.c '1i #include "plan/plan.h"'
finds "room 'cel/functions' may not include 'cel/check/checker.h' of 'cel/check'" interp/cel/functions/call.c '1i #include "cel/check/checker.h"'
finds 'sqlite3.h belongs to' interp/plan/visit.c '1i #include <sqlite3.h>'
finds 'these use each other in a circle' interp/rooms.txt '/^\[value\]/,/^uses:/s/^uses:.*/uses: plan/'
finds "room 'match' includes nothing of 'yaml'" interp/rooms.txt '/^\[match\]/,/^uses:/s/^uses:.*/uses: value yaml/'
finds 'interp/mask/README.md is not what interp/rooms.txt says' interp/mask/README.md '$a more'
finds 'docs/ARCHITECTURE.md is not what interp/rooms.txt says' docs/ARCHITECTURE.md 's/^  diag --> base$/  diag --> value/'
finds 'there is another type Plan' interp/mask/masker.c '$a struct Plan {\nint a;\n};'
finds 'strcpy() is banned' interp/mask/masker.c '$a static void f(char *a) { strcpy(a, a); }'
finds "interp/ names the action 'http'" interp/plan/visit.c '$a static Sv f(void) { return SV("http"); }'
finds 'a pipe into grep -q' tests/scripts/pins.sh 's/grep -qF/true | &/'
[ $bad -eq 0 ] && echo 'layers: eleven ways to break the house are seen'
exit $bad
