#!/usr/bin/env bash
# Completions, each asked in its shell as a person would press Tab: commands, options, what options and operands take, files, runs.
set -uo pipefail
bin=$(realpath "${RUNBOOK_BIN:?the program under test}")
tools=$(dirname "$(realpath "$0")")/../tools
failures=0 cases=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() { printf 'not so: %s\n' "$*"; failures=$((failures + 1)); }
mkdir "$work/bin" "$work/here" && ln -s "$bin" "$work/bin/runbook" && cd "$work/here" || exit 1
export PATH=$work/bin:$PATH HOME=$work XDG_CONFIG_HOME=$work XDG_DATA_HOME=$work
mkdir .runbook books
printf 'runbook: 1\ntitle: All is well\nsteps: [{name: It is, exec: ["true"], effect: read}]\n' >deploy.yaml
cp deploy.yaml 'a b.yaml'
cat >steps.yaml <<'YAML'
runbook: 1
title: It has steps
inputs:
  tenant: { type: string, default: acme }
  limit: { type: int, default: 5 }
steps:
  - name: Built
    id: build
    exec: ["true"]
  - name: All is looked at
    id: look
    steps:
      - { name: At one, id: one, exec: ["true"] }
      - { name: At another, exec: ["true"] }
finally:
  - { name: Closed, id: closed, exec: ["true"] }
YAML
cp steps.yaml 'the steps.yaml'
: >page.md
: >other.txt
runbook run deploy.yaml >/dev/null 2>&1 || fail 'the run'
runbook run steps.yaml >/dev/null 2>&1 || fail 'the run of steps'
run=$(runbook runs | cut -d' ' -f1 | tail -n 1)
for shell in bash fish zsh; do runbook completion $shell >"$work/$shell" || fail "no completion for $shell"; done
runbook completion tcsh >out 2>&1 && fail 'a shell that there is none for'
[ "$(cat out)" = "runbook: there is no completion for 'tcsh', but for bash, fish and zsh" ] || fail "of tcsh it says: $(cat out)"

in_bash() { # in_bash LINE: what is offered, one a line, sorted
  bash --norc -c '
    compopt() { :; } # there is no completion going on here
    source "$1"
    COMP_LINE=$2
    eval "COMP_WORDS=($(printf %s "$2" | sed "s/=/ = /g"))"
    [[ $2 != *" " && $2 != *= ]] || COMP_WORDS+=("")
    COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
    _runbook runbook
    printf "%s\n" "${COMPREPLY[@]}"' - "$work/bash" "$1" | LC_ALL=C sort
}
in_fish() { fish --no-config -c "source $work/fish; complete -C '$1'" | cut -f1 | LC_ALL=C sort -u; }
in_zsh() { "$tools/zsh_offers.py" "$work/zsh" "$1" | LC_ALL=C sort -u; }

offers() { # offers LINE WORD …: all of these are offered, and none of those behind a !
  local shell line=$1 said word wrong
  shift
  for shell in bash fish zsh; do
    command -v $shell >/dev/null || continue
    cases=$((cases + 1)) wrong=
    said=$(in_$shell "$line")
    for word; do
      case $word in
        !*) ! grep -qxF -e "${word#!}" <<<"$said" || wrong="$wrong ${word}" ;;
        *) grep -qxF -e "$word" <<<"$said" || wrong="$wrong $word" ;;
      esac
    done
    [ -z "$wrong" ] || fail "$shell, '$line': $wrong; it offers: $(tr '\n' ' ' <<<"$said")"
  done
}
offers 'runbook ru' run runs !resume
offers 'runbook re' resume report reference !run
offers 'runbook run dep' deploy.yaml
offers 'runbook run ' deploy.yaml !other.txt !page.md
offers 'runbook check deploy.yaml ' deploy.yaml !page.md
offers 'runbook import ' page.md !deploy.yaml
offers 'runbook run --par' --park --partial-ok !--json
offers 'runbook runs --' --json --failed !--park
offers 'runbook check --format ' text json github !deploy.yaml
offers 'runbook eval --output ' json typed
offers 'runbook run deploy.yaml --color a' auto always !never
offers 'runbook show ' latest "$run"
offers 'runbook report latest ' junit markdown tap !latest
offers 'runbook run deploy.yaml --report j' junit= json= !tap=
# The program itself is asked of the runbook, or of that of the run.
offers 'runbook run steps.yaml --only ' build look 2.2 !closed !steps.yaml
offers 'runbook run --jobs 2 steps.yaml --skip b' build !look
offers 'runbook plan the\ steps.yaml --from ' build look
offers 'runbook run steps.yaml --input ' tenant= limit= !build
offers 'runbook run steps.yaml -i ten' tenant= !limit=
offers 'runbook again latest ' build look !latest
offers 'runbook undo latest ' build
offers 'runbook run other.txt --only ' !build
[ "$(runbook completion inputs steps.yaml | xargs)" = 'tenant= limit=' ] || fail 'the inputs of a runbook'
runbook completion addresses >out 2>&1 && fail 'addresses of nothing'
[ "$(cat out)" = 'runbook: `runbook completion addresses` needs FILE' ] || fail "it says $(cat out)"
offers 'runbook schema ' runbook journal
offers 'runbook reference ' commands keys
offers 'runbook completion ' bash fish zsh
offers 'runbook snippets ' vscode ultisnips yasnippet
offers 'runbook man runbook-re' runbook-resume runbook-report
offers 'runbook help un' undo

# Every command and every option of it is in each of them.
for command in $(runbook man | sed -n 's/^runbook-//p'); do
  for option in $(runbook help "$command" | grep -oE -- '^ +(-[a-z], )?--[a-z-]+' | grep -oE -- '--[a-z-]+'); do
    grep -qxF -e "$option" <<<"$(in_bash "runbook $command $option")" || fail "bash knows no $option of $command"
  done
done
for shell in fish zsh; do command -v $shell >/dev/null || echo "not tried: there is no $shell"; done
printf '%d cases, %d failures\n' "$cases" "$failures"
[ "$failures" -eq 0 ]
