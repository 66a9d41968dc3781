#!/usr/bin/env bash
# Libraries are loaded when they are first needed: commands that need none load none, and where one is not installed the step
# that needs it says so, with the package that has it. interp/late/libraries.def names them.
set -euo pipefail
cd "$(dirname "$0")/../.."
export LD_AUDIT='' HIDE_LIBRARY=''
hide="$TEST_TOOLS/hide_library.so"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mapfile -t rows < <(sed -nE 's/^LIBRARY\(([A-Z]+), [a-z]+, "([^"]+)", "([^"]+)"\)$/\1 \2 \3/p' interp/late/libraries.def)
[ ${#rows[@]} -eq 10 ] || { echo "interp/late/libraries.def has ${#rows[@]} rows, and this test knows 10"; exit 1; }
bad=0
complain() { printf '%s\n' "$@"; bad=1; }

cat >"$work/http.yaml" <<'YAML'
runbook: 1
title: A request
steps:
  - name: It answers
    http: GET http://127.0.0.1:1/
YAML
cat >"$work/cookies.yaml" <<'YAML'
runbook: 1
title: Cookies that are kept
connections:
  app: { http: "http://127.0.0.1:1", cookies: keep }
steps:
  - name: It answers
    http: GET /
YAML
cat >"$work/sqlite.yaml" <<'YAML'
runbook: 1
title: A database in memory
connections:
  db: { sql: "sqlite::memory:" }
steps:
  - name: It counts
    sql: SELECT 1 AS one
    expect: value == 1
YAML
sed 's|sqlite::memory:|postgres://nobody@127.0.0.1:1/none|' "$work/sqlite.yaml" >"$work/postgres.yaml"
sed 's|sqlite::memory:|mysql://nobody@127.0.0.1:1/none|' "$work/sqlite.yaml" >"$work/mariadb.yaml"
sed 's|sqlite::memory:|odbc:Driver=SQLite3;Database=none.db|' "$work/sqlite.yaml" >"$work/odbc.yaml"
cat >"$work/xpath.yaml" <<'YAML'
runbook: 1
title: A page
steps:
  - name: It has a heading
    exec: [echo, <h1>Up</h1>]
    effect: read
    expect: xpath(stdout, '//h1') == ['Up']
YAML

# what LIBRARY COMMAND…: runs it without the library; its status is in $status, all that it printed in $said.
what() {
  local library=$1
  shift
  status=0
  said=$(cd "$work" && HIDE_LIBRARY=$library LD_AUDIT=${library:+$hide} NO_COLOR=1 COLUMNS=200 "$RUNBOOK_BIN" "$@" 2>&1) || status=$?
}
# wanted STATUS TEXT…: of what was run last.
wanted() {
  local text
  [ "$status" = "$1" ] || complain "ended with $status, wanted $1:" "$said"
  shift
  for text in "$@"; do [[ $said == *"$text"* ]] || complain "'$text' is not in:" "$said"; done
}

# ── a start loads none ──
loaded() { { cd "$work"; LD_DEBUG=files "$RUNBOOK_BIN" "$@" 2>&1 >/dev/null; } | sed -nE 's/.*calling init: .*\/([^/]+)$/\1/p'; }
for arguments in version 'check http.yaml' 'explain http'; do
  # shellcheck disable=SC2086
  found=$(loaded $arguments)
  grep -q '^libyaml' <<<"$found" || complain "what '$arguments' loads cannot be seen: $found"
  for row in "${rows[@]}"; do
    read -r _ soname _ <<<"$row"
    grep -qxF "$soname" <<<"$found" && complain "'$arguments' loads $soname"
  done
done
grep -qxF libxml2.so.2 <<<"$(loaded eval "xpath('<a/>', '//a')")" || complain "xpath() does not load libxml2.so.2"

# ── one that is not installed ──
[ -e "$hide" ] || { echo "skipped from here: there is no $hide"; exit $((bad ? 1 : 77)); }
for row in "${rows[@]}"; do
  read -r id soname package <<<"$row"
  lacking="the library $soname is not installed"
  mend="on Debian the package $package has it: apt install $package"
  case $id in
    CURL | SSL) command=(run http.yaml) wanted=(4 "? 1 It answers" "$lacking" "→ $mend" UNDECIDED) ;;
    PSL) command=(run cookies.yaml) wanted=(4 "? 1 It answers" "$lacking" "→ $mend" UNDECIDED) ;;
    PQ) command=(run postgres.yaml) wanted=(4 "? 1 It counts" "$lacking" "→ $mend" UNDECIDED) ;;
    MARIADB) command=(run mariadb.yaml) wanted=(4 "? 1 It counts" "$lacking" "→ $mend" UNDECIDED) ;;
    SQLITE) command=(run sqlite.yaml) wanted=(4 "? 1 It counts" "$lacking" "→ $mend" UNDECIDED) ;;
    ODBC) command=(run odbc.yaml) wanted=(4 "? 1 It counts" "$lacking" "→ $mend" UNDECIDED) ;;
    XML) command=(run xpath.yaml) wanted=(4 "? 1 It has a heading" "$lacking; $mend" UNDECIDED) ;;
    CRYPTO) command=(run xpath.yaml) wanted=(70 "runbook: $lacking ($mend); ended with status 70") ;;
    EDIT) continue ;; # tests/tools/at_prompt.py
    *) complain "nothing is known of what $id is needed for"; continue ;;
  esac
  what "$soname" "${command[@]}"
  wanted "${wanted[@]}"
  # It is this library alone that makes the difference.
  what '' "${command[@]}"
  [[ $said != *"is not installed"* && $status != 70 ]] || complain "without hiding $soname:" "$said"
  # What does not need it goes on.
  what "$soname" check "${command[1]}"
  wanted 0 "is in order"
  what "$soname" eval '1 + 1'
  wanted 0 2
done
what libxml2.so.2 eval "xpath('<a/>', '//a')"
wanted 1 "error[evaluation]: the library libxml2.so.2 is not installed; on Debian the package libxml2 has it"
# One that is there, but lacks another one that it needs; and one that lacks a function.
what libssl.so.3 run postgres.yaml
wanted 4 "the library libpq.so.5 cannot be used: libssl.so.3: cannot open shared object file" UNDECIDED
mkdir "$work/other"
cp "$hide" "$work/other/libxml2.so.2"
LD_LIBRARY_PATH=$work/other what '' run xpath.yaml
wanted 4 "the library libxml2.so.2 cannot be used: " "undefined symbol: " UNDECIDED

[ $bad -eq 0 ] && echo "libraries: ${#rows[@]} are loaded late, and can be missed"
exit $bad
