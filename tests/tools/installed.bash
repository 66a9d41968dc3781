# shellcheck disable=SC2034,SC2154 # what the tests that source it set and read
# For tests of what is installed and packed, which set `bin`, the program under test: sourced.
tree=$(dirname "$bin")
failures=0
fail() { printf 'not so: %s\n' "$*"; failures=$((failures + 1)); }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

with_blanks() { printf '%b' "${1//%/\\x}"; } # what a URL's path is called in a file system

# A tree of bin and share does all that it is there for, wherever it lies.
works_from() { # works_from TREE
  local root=$1 program=$1/bin/runbook file address said
  mkdir -p "$work/use" && rm -rf "$work/use/"*
  [ "$("$program" version)" = "$("$bin" version)" ] || fail "$root: another version"
  cat >"$work/use/a.yaml" <<'YAML'
runbook: 1
title: Installed
steps:
  - name: It runs
    exec: [echo, hello]
    expect: text == 'hello'
YAML
  (cd "$work/use" && "$program" run a.yaml --root . --run-dir run >out 2>&1) || { fail "$root: status $? of a run"; cat "$work/use/out"; }
  grep -q '^GO' "$work/use/out" || { fail "$root: no GO"; cat "$work/use/out"; }
  for file in "$root"/share/doc/runbook/examples/*.yaml; do
    grep -q '^steps:' "$file" || continue # what runbooks share
    "$program" check "$file" >"$work/use/out" 2>&1 || { fail "$root: the example ${file##*/}"; cat "$work/use/out"; }
  done

  # An editor finds the schema of this very program.
  "$program" new "$work/use/new.yaml" >/dev/null || fail "$root: new"
  address=$(sed -n '1s/.*\$schema=//p' "$work/use/new.yaml")
  case $address in file://*) address=$(with_blanks "${address#file://}") ;; esac
  [ "$address" = "$root/share/runbook/schemas/runbook.schema.json" ] || fail "$root: the schema is looked for at $address"
  "$program" schema | cmp -s - "$address" || fail "$root: it is another program's schema"

  # man and the shells find what is theirs by the PATH alone, or by where packages lie.
  if command -v man >/dev/null; then
    said=$(env -u MANPATH PATH="$root/bin:$PATH" man -w runbook-run 2>&1)
    [ "$said" = "$root/share/man/man1/runbook-run.1.gz" ] || fail "$root: man finds $said"
    said=$(env -u MANPATH PATH="$root/bin:$PATH" man -w 5 runbook 2>&1)
    [ "$said" = "$root/share/man/man5/runbook.5.gz" ] || fail "$root: of section 5 man finds $said"
  fi
  said=$(bash --norc -c 'source "$1/share/bash-completion/completions/runbook" && complete -p runbook' - "$root")
  [ "$said" = 'complete -o bashdefault -o default -F _runbook runbook' ] || fail "$root: bash has $said"
  if command -v fish >/dev/null; then
    said=$(cd "$work/use" && PATH=$root/bin:$PATH HOME=$work/use XDG_DATA_DIRS=$root/share:/usr/share fish -c "complete -C 'runbook resu'" 2>/dev/null | cut -f1)
    [ "$said" = resume ] || fail "$root: fish offers $said"
  fi
  if command -v zsh >/dev/null; then
    said=$(HOME=$work/use zsh -f -c "fpath=(${root@Q}/share/zsh/site-functions \$fpath); autoload -Uz compinit; compinit -D -u; print -r -- \$_comps[runbook]")
    [ "$said" = _runbook ] || fail "$root: zsh completes by ${said:-nothing}"
  fi
}

ended() {
  printf '%d failures\n' "$failures"
  [ "$failures" -eq 0 ]
}
