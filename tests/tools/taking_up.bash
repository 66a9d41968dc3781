# For scripts that take runs up again: `source tests/tools/taking_up.bash`. Each situation is a folder of its own with a runbook r.yaml,
# whose steps do `./act NAME`: that is written to `log`, fails where there is a `fail.NAME`, and hangs where there is a `block.NAME`.
# shellcheck shell=bash disable=SC2034
export LC_ALL=C.UTF-8 NO_COLOR=1 COLUMNS=400
bin=${RUNBOOK_BIN:?the program under test}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
failures=0 tried=0

begin() { # NAME; the runbook's steps come from stdin
  what=$1
  mkdir -p "$work/$1/.runbook" && cd "$work/$1" || exit 1
  { printf 'runbook: 1\ntitle: A run\n' && cat; } >r.yaml
  # shellcheck disable=SC2016
  printf '#!/bin/sh\necho "$1" >>log\nif [ -e "block.$1" ]; then touch at; exec sleep 60; fi\necho "out-$1"\ntest ! -e "fail.$1"\n' >act
  chmod +x act
}

is_so() { # STATUS WORDS… : of the last command; with - before it, words that are not there
  local want=$1 word said
  said=$(tr -s ' \n' ' ' <<<"${told:-}")
  shift
  tried=$((tried + 1))
  for word in "$@"; do
    case $word in
    -*) [[ $said != *"${word#-}"* ]] && continue ;;
    *) [[ $said == *"$word"* ]] && continue ;;
    esac
    printf 'not so: %s: said: %s\n%s\n' "$what" "$word" "$said"
    failures=$((failures + 1))
  done
  [ "$status" = "$want" ] && return
  printf 'not so: %s: status %s, not %s\n%s\n' "$what" "$status" "$want" "$said"
  failures=$((failures + 1))
}

acted() { # WHAT… : in order, each time
  tried=$((tried + 1))
  [ "$(tr '\n' ' ' <log)" = "$* " ] && return
  printf 'not so: %s: acted: %s, and not: %s\n' "$what" "$(tr '\n' ' ' <log)" "$*"
  failures=$((failures + 1))
}

runs() { told=$("$bin" run r.yaml --run-dir R </dev/null 2>&1) status=$?; }
takes_up() { # COMMAND ARGUMENTS… : and what it leaves is believed
  local command=$1 i
  shift
  for ((i = 0; i < 100; i++)); do # until what a killed run had started is gone
    told=$("$bin" "$command" R --go-on "$@" </dev/null 2>&1) status=$?
    [[ $told == *"still going on"* ]] || break
    sleep 0.1
  done
  "$bin" verify R >verified 2>&1 && return
  [[ $status = [26] ]] && grep -q 'not sealed' verified && return
  printf 'not so: %s: verify R: %s\n' "$what" "$(cat verified)"
  failures=$((failures + 1))
}
is_ended() { # SIGNAL COMMAND ARGUMENTS… : once a step blocks
  local signal=$1 pid i
  shift
  rm -f at
  "$bin" "$@" </dev/null >/dev/null 2>&1 &
  pid=$!
  for ((i = 0; i < 200; i++)); do
    [ -e at ] && break
    sleep 0.05
  done
  kill "-$signal" "$pid"
  wait "$pid" 2>/dev/null
  rm -f block.*
}
is_killed() { is_ended KILL run r.yaml --run-dir R "$@"; }

is_over() { # at the end of the script
  printf '%d looked at, %d failures\n' "$tried" "$failures"
  exit $((failures > 0))
}
