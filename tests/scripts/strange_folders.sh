#!/usr/bin/env bash
# A project's root that somebody else has left above the runbook. To make folders of others the test is root, or is told that it is
# by unshare; where neither can be had it is skipped.
set -uo pipefail
bin=$(realpath "${RUNBOOK_BIN:?the program under test}")
failures=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export NO_COLOR=1
cd "$work" || exit 1

theirs=60001 file_owner=60002
touch probe
if ! chown $theirs probe 2>/dev/null; then
  echo 'skipped: files cannot be given to another user here'
  exit 77
fi

fail() {
  printf 'not so: %s\n' "$*"
  sed 's/^/    /' out
  failures=$((failures + 1))
}
# says STATUS TEXT COMMAND …
says() {
  local wanted=$1 text=$2 status
  shift 2
  "$@" >out 2>&1 </dev/null
  status=$?
  [ "$status" -eq "$wanted" ] || fail "status $status, not $wanted: $*"
  grep -qF -- "$text" out || fail "it does not say '$text': $*"
}
# project NAME: a runbook in NAME/deep, and nothing above it
project() {
  mkdir -p "$1/deep"
  printf 'runbook: 1\ntitle: A run\nsteps:\n- {name: a, effect: read, exec: [id]}\n' >"$1/deep/a.yaml"
}

# ── marks of strangers ──
for mark in .runbook .git; do
  project "mark$mark"; mkdir "mark$mark/$mark"; chown $theirs "mark$mark/$mark"
  whose="$work/mark$mark/$mark makes $work/mark$mark the root of the project, and it belongs to uid $theirs"
  for command in run check plan doc; do says 3 "$whose" "$bin" $command "mark$mark/deep/a.yaml"; done
  says 3 "name the root that is meant: --root mark$mark/deep" "$bin" run "mark$mark/deep/a.yaml"
  [ -z "$(ls "mark$mark/$mark")" ] || fail "something was written into mark$mark/$mark"
  says 0 'GO' "$bin" run "mark$mark/deep/a.yaml" --root "mark$mark"
  cd "mark$mark/deep" || exit 1
  says 2 "$whose" "$bin" runs
  says 2 "$whose" "$bin" show latest
  says 2 "if it is meant, name it: --root $work/mark$mark" "$bin" verify latest
  says 0 'GO' "$bin" runs --root ..
  cd "$work" || exit 1
  says 0 'GO' "$bin" run "mark$mark/deep/a.yaml" --root "mark$mark/deep"
done
project link; mkdir elsewhere; chown $theirs elsewhere; ln -s "$work/elsewhere" link/.runbook
says 3 "it belongs to uid $theirs" "$bin" run link/deep/a.yaml
project linked; mkdir mine; ln -s "$work/mine" linked/.runbook; chown -h $theirs linked/.runbook
says 3 "it belongs to uid $theirs" "$bin" run linked/deep/a.yaml
project file; touch file/.git; chown $theirs file/.git
says 3 "it belongs to uid $theirs" "$bin" run file/deep/a.yaml
project folder; mkdir folder/.git; chown $theirs folder
says 3 "and that folder belongs to uid $theirs" "$bin" run folder/deep/a.yaml
project beside; mkdir beside/deep/.runbook; chown $theirs beside/deep/.runbook
says 3 "it belongs to uid $theirs" "$bin" run beside/deep/a.yaml
project both; mkdir both/.git both/.runbook; chown $theirs both/.runbook
says 3 "it belongs to uid $theirs" "$bin" run both/deep/a.yaml
# A nearer one of one's own is found first.
project near; mkdir near/.git near/deep/.git; chown $theirs near/.git
says 0 'GO' "$bin" run near/deep/a.yaml

# ── whose may be taken ──
project own; mkdir own/.git
says 0 'GO' "$bin" run own/deep/a.yaml
project team; mkdir team/.git; chown -R $file_owner team
says 0 'GO' "$bin" run team/deep/a.yaml
project other; mkdir other/.git; chown -R $file_owner other; chown $theirs other/.git
says 3 "it belongs to uid $theirs" "$bin" run other/deep/a.yaml
project bare; chown $theirs bare
says 0 'GO' "$bin" run bare/deep/a.yaml

printf '%d failures\n' "$failures"
[ "$failures" -eq 0 ]
