#!/usr/bin/env bash
# What a run does by itself on GitHub Actions: annotations in the log, a summary in the step's file, once, whatever stands in them, and
# without a part in how the run ends.
set -uo pipefail
bin=$(realpath "${RUNBOOK_BIN:?the program under test}")
failures=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export NO_COLOR=1
cd "$work" || exit 1
mkdir .runbook
fail() { printf 'not so: %s\n' "$*"; failures=$((failures + 1)); }
on() { # on STATUS COMMAND …: on GitHub Actions
  local wanted=$1 status
  shift
  rm -f summary
  GITHUB_ACTIONS=${actions-true} GITHUB_STEP_SUMMARY=${summary-$work/summary} "$bin" "$@" >out 2>err </dev/null
  status=$?
  [ "$status" -eq "$wanted" ] || { fail "status $status, not $wanted: $*"; cat out err; }
}
annotations() { [ "$(grep -cE '^::(error|warning|notice)' "${2:-out}")" -eq "$1" ] || { fail "$1 annotations were asked for: $(cat "${2:-out}")"; }; }
summaries() { [ "$(grep -c '^## Runbook: ' summary 2>/dev/null || true)" -eq "$1" ] 2>/dev/null || { [ "$1" -eq 0 ] && [ ! -s summary ]; } || fail "$1 summaries were asked for: $(cat summary)"; }
has() { grep -qF -- "$1" "$2" || { fail "'$1' is not in $2"; cat "$2"; }; }

cat >bad.yaml <<'Y'
runbook: 1
title: "Bad | <b>title</b> ::error::x"
steps:
  - name: Criterion one
    steps:
      - {name: "It holds", exec: ["true"], effect: read}
  - {name: "It should", level: should, exec: [echo, no], effect: read, expect: ['stdout == "yes"']}
  - name: Criterion two
    steps:
      - {name: "::set-output name=a::b | <img src=x onerror=alert(1)>", shell: "printf '::stop-commands::x\\n##[error]y\\n</details><h1>GO</h1>\\n```\\n'; exit 1", effect: read}
Y
printf 'runbook: 1\ntitle: Good\nsteps:\n- {name: It is, exec: ["true"], effect: read}\n' >good.yaml
printf 'runbook: 1\ntitle: Wrong\n' >wrong.yaml

# ── by itself ──
on 1 run bad.yaml
annotations 2
has '::error file=bad.yaml,line=10,col=' out
has '::warning file=bad.yaml,line=' out
summaries 1
has '| ✓ | Criterion one | passed |' summary
has '| ✗ | Criterion two | failed |' summary
has '#### 3.1 ' summary
[ "$(grep -c '<details>' summary)" -eq 1 ] && [ "$(grep -n '#### 3.1' summary | cut -d: -f1)" -lt "$(grep -n '^<details>' summary | cut -d: -f1)" ] || fail 'what failed does not stand open'
[ "$(grep -n '^| ✓ | 1.1 ' summary | cut -d: -f1)" -gt "$(grep -n '^<details>' summary | cut -d: -f1)" ] || fail 'what passed is not folded'
! grep -q '^::set\|^::stop\|^::error::\|##\[error\]' out || fail 'a line of somebody else acts on the log'
! grep -q '<img\|^</details><h1>\|<b>title' summary || fail 'markup of somebody else is in the summary'
on 0 run good.yaml
annotations 0
summaries 1
on 3 run wrong.yaml
annotations 1
has '::error file=wrong.yaml,title=nothing was run::' out
has 'NOT RUN' summary
on 1 run bad.yaml --events -
annotations 0; annotations 2 err
on 10 again latest:good 1
summaries 1

# ── several ──
on 1 run bad.yaml good.yaml
annotations 2
summaries 2
on 1 run bad.yaml good.yaml -j 2
annotations 2
summaries 2
on 3 run good.yaml wrong.yaml
summaries 2

# ── asked for, or not wanted ──
on 1 run bad.yaml --report github=mine
annotations 2
summaries 0
has '## Runbook: ' mine
on 1 run bad.yaml --no-github
annotations 0
summaries 0
on 1 run bad.yaml good.yaml --no-github
annotations 0
summaries 0
actions=false on 1 run bad.yaml
annotations 0
summaries 0
unset actions

# ── a summary that cannot be written is told, and no more ──
summary=$work/none/summary on 0 run good.yaml
has 'the summary of this step could not be written to' err
summary=$work on 0 run good.yaml
has 'the summary of this step could not be written to' err
summary='' on 1 run bad.yaml
annotations 2
mkfifo pipe
summary=$work/pipe on 0 run good.yaml
has 'nobody reads from it' err

# ── no longer than GitHub takes ──
{ printf 'runbook: 1\ntitle: Much\nsteps:\n- name: All\n  id: all\n  for_each: {n: "[%s1]"}\n  steps: [{name: "%0900d ${n}", id: a, exec: ["false"], effect: read, on_failure: continue}]\n' "$(seq -s, 100 400)," 0; } >much.yaml
on 1 run much.yaml
[ "$(wc -c <summary)" -lt 1048576 ] || fail "the summary has $(wc -c <summary) bytes"

printf '%d failures\n' "$failures"
[ "$failures" -eq 0 ]
