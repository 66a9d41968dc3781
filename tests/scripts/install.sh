#!/usr/bin/env bash
# `cmake --install` of the tree that the program was built in: all that a package would hold and nothing else, and it works from there.
set -uo pipefail
bin=$(realpath "${RUNBOOK_BIN:?the program under test}")
tree=$(dirname "$bin")
[ -e "$tree/cmake_install.cmake" ] || { echo "skipped: $tree is no build tree"; exit 77; }
failures=0
fail() { printf 'not so: %s\n' "$*"; failures=$((failures + 1)); }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset DESTDIR

{
  echo 'bin/runbook 755'
  printf 'share/%s 644\n' bash-completion/completions/runbook fish/vendor_completions.d/runbook.fish zsh/vendor-completions/_runbook \
    doc/runbook/{LICENSE,README.md,CHANGELOG.md,copyright,runbook.spdx.json} runbook/schemas/{runbook,journal}.schema.json
  "$bin" man | sed 's|.*|share/man/man1/&.1.gz 644|'
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
cat >"$work/a.yaml" <<'YAML'
runbook: 1
title: Installed
steps:
  - name: It runs
    exec: [echo, hello]
    expect: text == 'hello'
YAML
cd "$work" || exit 1
"$work/prefix/bin/runbook" run a.yaml --root . --run-dir run >out 2>&1 || { fail "status $? of a run"; cat out; }
grep -q '^GO' out || { fail 'no GO'; cat out; }
for example in "$work"/prefix/share/doc/runbook/examples/*.yaml; do
  grep -q '^steps:' "$example" || continue # what runbooks share
  "$work/prefix/bin/runbook" check "$example" >out 2>&1 || { fail "the example ${example##*/}"; cat out; }
done
python3 - "$work/prefix/share/doc/runbook/runbook.spdx.json" "$work/prefix/bin/runbook" <<'PY' || fail 'what it is made of'
import json, subprocess, sys
told = json.load(open(sys.argv[1]))
ids = {package["SPDXID"] for package in told["packages"]}
assert all(one["relatedSpdxElement"] in ids and one["spdxElementId"] in ids | {"SPDXRef-DOCUMENT"} for one in told["relationships"]), "an id of nothing"
assert all(package["versionInfo"] for package in told["packages"]), "a library without its version"
linked = [one["relatedSpdxElement"] for one in told["relationships"] if one["relationshipType"] == "DYNAMIC_LINK"]
needed = [line.split("[")[1].rstrip("]") for line in subprocess.check_output(["readelf", "-d", sys.argv[2]], text=True).splitlines() if "(NEEDED)" in line]
needed = [name for name in needed if not name.startswith(("libc.so", "libm.so", "ld-linux", "libasan", "libubsan", "libgcc", "libgcov"))]
assert len(linked) == len(needed), f"linked are {needed}, told are {linked}"
PY
[ "$("$work/prefix/bin/runbook" version)" = "$("$bin" version)" ] || fail 'another version'

printf '%d failures\n' "$failures"
[ "$failures" -eq 0 ]
