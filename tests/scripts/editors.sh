#!/usr/bin/env bash
# In an editor: the line of `new` leads to the schema of this very program; snippets, expanded by their editors, pass `check`; what
# yaml-language-server (for VS Code, Vim and Emacs) marks, offers and shows with our schema; the set-ups of docs/EDITORS.md.
# `tools/setup --editors` installs the editors.
set -uo pipefail
bin=$(realpath "${RUNBOOK_BIN:?the program under test}")
tools=$(dirname "$(realpath "$0")")/../tools
failures=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() { printf 'not so: %s\n' "$*"; failures=$((failures + 1)); }

# The schema that is meant is there, and is the one that this program prints, from a folder of any name and depth.
mkdir -p "$work/project/.git" "$work/project/run books/é" "$work/alone"
"$bin" schema >"$work/schema.json"
for file in "$work/project/a.yaml" "$work/project/run books/é/b.yaml" "$work/alone/c.yaml"; do
  "$bin" new "$file" >/dev/null || fail "new $file"
  line=$(head -n 1 "$file")
  # shellcheck disable=SC2016
  address=${line#'# yaml-language-server: $schema='}
  [[ $address != "$line" && $address != *[[:space:]]* ]] || fail "its first line: $line"
  cmp -s "$(cd "$(dirname "$file")" && realpath "$address")" "$work/schema.json" || fail "$file leads to another schema: $address"
  "$bin" check "$file" >"$work/said" 2>&1 || { fail "check $file"; cat "$work/said"; }
done
# A copy from before an update is written anew.
echo '{}' >"$work/project/.runbook/runbook.schema.json"
"$bin" new "$work/project/d.yaml" >/dev/null
cmp -s "$work/project/.runbook/runbook.schema.json" "$work/schema.json" || fail 'an old copy stays'
[ "$(cat "$work/project/.runbook/.gitignore")" = '*' ] || fail 'git would list the copy'
# Where nothing can be written beside it there is no line, and else all is as it is.
mkdir "$work/closed" && : >"$work/closed/.runbook"
"$bin" new "$work/closed/e.yaml" >/dev/null || fail 'new where there is no place for a copy'
[ "$(head -n 1 "$work/closed/e.yaml")" = 'runbook: 1' ] || fail "it begins with $(head -n 1 "$work/closed/e.yaml")"
"$bin" schema --out "$work/out.json" >/dev/null
cmp -s "$work/out.json" "$work/schema.json" || fail 'schema --out'

mkdir "$work/snippets"
python3 "$tools/snippets.py" "$work/snippets" "$bin" || fail 'snippets'
for book in "$work"/snippets/[0-9]*.yaml; do
  "$bin" check "$book" >"$work/said" 2>&1 || { fail "a snippet is wrong:"; cat "$work/said"; }
done
"$bin" snippets emacs >"$work/said" 2>&1 && fail 'an editor that there are none for'
[ "$(cat "$work/said")" = "runbook: there are no snippets for 'emacs'; \`runbook snippets\` lists editors" ] || fail "it says $(cat "$work/said")"

server=$(command -v yaml-language-server)
if [ -z "$server" ] && command -v npm >/dev/null; then
  mkdir "$work/server"
  (cd "$work/server" && npm install --silent --prefer-offline --no-audit --no-fund --no-package-lock yaml-language-server@1.25.0 >"$work/npm.log" 2>&1) &&
    server=$work/server/node_modules/.bin/yaml-language-server
fi
if [ -n "$server" ]; then
  cp "$work/project/a.yaml" "$work/project/new.yaml"
  python3 "$tools/language_server.py" "$server" "$work/project" "$bin" || fail 'yaml-language-server'
else
  echo 'not tried: there is no yaml-language-server, and npm cannot fetch it here'
fi
mkdir "$work/page"
python3 "$tools/editors_page.py" "$work/page" "$bin" "$server" || fail 'docs/EDITORS.md'
printf '%d failures\n' "$failures"
[ "$failures" -eq 0 ]
