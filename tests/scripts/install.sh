#!/usr/bin/env bash
# `cmake --install` of the tree that the program was built in: all that a package would hold and nothing else, and it works from there.
set -uo pipefail
bin=$(realpath "${RUNBOOK_BIN:?the program under test}")
[ -e "$(dirname "$bin")/cmake_install.cmake" ] || { echo "skipped: $(dirname "$bin") is no build tree"; exit 77; }
# shellcheck source=tests/tools/installed.bash
source "$(dirname "$(realpath "$0")")/../tools/installed.bash"

{
  echo 'bin/runbook 755'
  printf 'share/%s 644\n' doc/runbook/{LICENSE,README.md,CHANGELOG.md,changelog.gz,copyright,runbook.spdx.json} runbook/schemas/{runbook,journal}.schema.json
  { "$bin" completion; "$bin" snippets; } | sed 's|^[a-z]* *\(.*\)|share/\1 644|'
  "$bin" man | sed '/[.]5$/!s|$|.1|; s|.*[.]\(.\)$|share/man/man\1/&.gz 644|'
  (cd runbooks && find . -type f -printf 'share/doc/runbook/examples/%P 644\n')
} | LC_ALL=C sort >"$work/wanted"
held() { # held FOLDER: its files and their modes are those that are wanted
  (cd "$1" && find . -type f -printf '%P %m\n' | LC_ALL=C sort) | diff -u "$work/wanted" - || fail "what is installed in $1"
}
cmake --install "$tree" --prefix "$work/prefix" >"$work/said" 2>&1 || { fail 'cmake --install'; cat "$work/said"; }
held "$work/prefix"
DESTDIR=$work/stage cmake --install "$tree" --prefix /usr >"$work/said" 2>&1 || { fail 'cmake --install with DESTDIR'; cat "$work/said"; }
held "$work/stage/usr"

# It looks for nothing where it was built, and its helper processes are started from where it is.
! readelf -d "$work/prefix/bin/runbook" | grep -E 'R(UN)?PATH' || fail 'it looks for libraries in a folder of its own'
works_from "$work/prefix"
python3 "$(dirname "$(realpath "$0")")/../tools/spdx_check.py" "$work/prefix/share/doc/runbook/runbook.spdx.json" "$work/prefix/bin/runbook" || fail 'what it is made of'
ended
