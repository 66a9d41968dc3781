#!/usr/bin/env bash
# The packages of the release: what the .deb says of itself, that the tarball's tree runs wherever it lies, and that packing again gives the
# same bytes. tools/torture builds twice, and installs on a clean Debian.
set -uo pipefail
bin=$(realpath "${RUNBOOK_RELEASE_BIN:-build/optimised/runbook}")
tree=$(dirname "$bin")
[ -e "$tree/CPackConfig.cmake" ] || { echo "skipped: $tree is no build tree"; exit 77; }
failures=0
fail() { printf 'not so: %s\n' "$*"; failures=$((failures + 1)); }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
generators='DEB;TGZ'
if command -v rpmbuild >/dev/null; then generators="$generators;RPM"; else echo 'not tried: there is no rpmbuild'; fi
pack() { # pack FOLDER
  mkdir "$1"
  (cd "$1" && cpack --config "$tree/CPackConfig.cmake" -G "$generators" -B . >../said 2>&1) || { fail 'cpack'; cat "$work/said"; exit 1; }
  rm -rf "$1/_CPack_Packages"
}
umask 022 # folders are made by it
pack "$work/one"
(TZ=Asia/Tokyo LC_ALL=C pack "$work/two")
(cd "$work/one" && sha256sum ./*) >"$work/sums"
(cd "$work/two" && sha256sum --quiet -c "$work/sums") || fail 'packed twice, and not the same'

deb=$(echo "$work"/one/*.deb)
field() { dpkg-deb -f "$deb" "$1"; }
[[ $("$bin" version) == "runbook $(field Version)"* ]] || fail "another version: $(field Version)"
for library in libcurl4 libssl3 libc6 libyaml-0-2 ca-certificates; do
  [[ ", $(field Depends)," == *", $library"[,\ ]* ]] || fail "it does not need $library: $(field Depends)"
done
for library in libpq5 libsqlite3-0; do
  [[ ", $(field Recommends)," == *", $library,"* ]] || fail "it does not recommend $library: $(field Recommends)"
  [[ $(field Depends) != *"$library"* ]] || fail "it cannot be installed without $library"
done
dpkg-deb -c "$deb" | awk '$2 != "root/root"' | grep . && fail 'files that are not those of root'
! dpkg-deb -c "$deb" | awk '{ print $6 }' | grep -vE '^\./usr/(bin/runbook$|share/|bin/$|$)' || fail 'files elsewhere'
dpkg-deb -x "$deb" "$work/root"
[ "$("$work/root/usr/bin/runbook" version)" = "$("$bin" version)" ] || fail 'what is in the .deb does not run'
! grep -qaF "$tree" "$work/root/usr/bin/runbook" || fail 'the folder that it was built in is in the program'
if [[ $generators == *RPM ]]; then
  rpm -qp --requires "$work"/one/*.rpm 2>/dev/null | grep -q '^libcurl.so.4()(64bit)$' || fail 'the .rpm does not need libcurl'
fi

mkdir "$work/some where"
tar -xzf "$work"/one/*.tar.gz -C "$work/some where" --strip-components 1 || fail 'the tarball'
cat >"$work/a.yaml" <<'YAML'
runbook: 1
title: Unpacked
steps:
  - name: It runs
    exec: [echo, hello]
    expect: text == 'hello'
YAML
cd "$work" || exit 1
mv 'some where' 'elsewhere'
"$work/elsewhere/bin/runbook" run a.yaml --root . --run-dir run >out 2>&1 || { fail "status $? of a run"; cat out; }
printf '%d failures\n' "$failures"
[ "$failures" -eq 0 ]
