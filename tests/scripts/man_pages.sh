#!/usr/bin/env bash
# Manual pages: each command has one, troff takes it without a word, and what a reader sees has every option and status.
set -uo pipefail
bin=$(realpath "${RUNBOOK_BIN:?the program under test}")
command -v groff >/dev/null || { echo 'skipped: there is no groff'; exit 77; }
failures=0
fail() { printf 'not so: %s\n' "$*"; failures=$((failures + 1)); }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$bin" man >"$work/names" || fail 'no list'
[ "$(wc -l <"$work/names")" -gt 20 ] || fail "the list is short: $(cat "$work/names")"
while read -r name; do
  case $name in *.5) file=$work/$name ;; *) file=$work/$name.1 ;; esac
  "$bin" man "$name" >"$file" || fail "no page $name"
  groff -man -Kutf8 -Tutf8 -ww -z "$file" >"$work/said" 2>&1
  [ ! -s "$work/said" ] || fail "groff says of $name: $(cat "$work/said")"
  if command -v mandoc >/dev/null; then
    mandoc -T lint -W style "$file" >"$work/said" 2>&1 || fail "mandoc says of $name: $(cat "$work/said")"
  fi
  groff -man -Kutf8 -Tutf8 -P-cbou -rLL=72n "$file" >"$work/page"
  [ "$(awk 'length > 80' "$work/page" | wc -l)" -eq 0 ] || fail "$name has lines that are cut"
  grep -qE "^ +${name%.5} -" <<<"$(grep -A 1 '^NAME$' "$work/page")" || fail "$name has no name"
  case $name in runbook | runbook.5) continue ;; esac
  "$bin" help "${name#runbook-}" | grep -oE -- '^ +(-[a-z], )?--[a-z-]+' | grep -oE -- '--[a-z-]+' | while read -r option; do
    grep -qE -- "^ +(-[a-z], )?$option( |\$)" "$work/page" || echo "$option"
  done >"$work/missing"
  [ ! -s "$work/missing" ] || fail "$name lacks $(cat "$work/missing")"
done <"$work/names"
command -v mandoc >/dev/null || echo 'not tried: there is no mandoc'
# The page of the language has every key, verb, parameter and result that the reference has.
groff -man -Kutf8 -Tutf8 -P-cbou -rLL=72n "$work/runbook.5" >"$work/page"
{
  "$bin" reference keys | sed -n 's/^### //p'
  "$bin" reference actions | sed -n '/^### /,/^## /!{s/^## \([a-z]*\)$/\1/p;s/^| `\([a-z_]*\)` |.*/\1/p}'
} | sort -u >"$work/words"
[ "$(wc -l <"$work/words")" -gt 120 ] || fail "the reference has few words: $(wc -l <"$work/words")"
while read -r word; do
  grep -qE "^ +$word( |\$)" "$work/page" || fail "runbook.5 lacks $word"
done <"$work/words"
[ "$("$bin" man run)" = "$("$bin" man runbook-run)" ] || fail 'a page is not found by its command'
"$bin" man nothing >"$work/out" 2>&1 && fail 'a page that there is not'
[ "$(cat "$work/out")" = "runbook: there is no page 'nothing'; \`runbook man\` lists them" ] || fail "it says: $(cat "$work/out")"
printf '%d failures\n' "$failures"
[ "$failures" -eq 0 ]
