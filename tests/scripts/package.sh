#!/usr/bin/env bash
# The packages of the release: what the .deb says of itself, that the tarball's tree runs wherever it lies, and that packing again gives the
# same bytes. tools/torture builds twice, and installs on a clean Debian.
set -uo pipefail
bin=$(realpath "${RUNBOOK_RELEASE_BIN:-build/optimised/runbook}")
[ -e "$(dirname "$bin")/CPackConfig.cmake" ] || { echo "skipped: $(dirname "$bin") is no build tree"; exit 77; }
# shellcheck source=tests/tools/installed.bash
source "$(dirname "$(realpath "$0")")/../tools/installed.bash"
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
for library in libpq5 libmariadb3 libsqlite3-0 libodbc2; do
  [[ ", $(field Recommends)," == *", $library,"* ]] || fail "it does not recommend $library: $(field Recommends)"
  [[ $(field Depends) != *"$library"* ]] || fail "it cannot be installed without $library"
done
dpkg-deb -c "$deb" | awk '$2 != "root/root"' | grep . && fail 'files that are not those of root'
! dpkg-deb -c "$deb" | awk '{ print $6 }' | grep -vE '^\./usr/(bin/runbook$|share/|bin/$|$)' || fail 'files elsewhere'
if command -v lintian >/dev/null; then
  (cd "$work" && TMPDIR=$work lintian --fail-on error,warning "$deb") >"$work/said" 2>&1 || { fail lintian; cat "$work/said"; }
else
  echo 'not tried: there is no lintian'
fi
dpkg-deb -x "$deb" "$work/root"
[ "$("$work/root/usr/bin/runbook" version)" = "$("$bin" version)" ] || fail 'what is in the .deb does not run'
# Then it would be another one in another folder.
for folder in "$tree" "$PWD"; do
  ! grep -qaF "$folder/" "$work/root/usr/bin/runbook" || fail "$folder is in the program"
done
if [[ $generators == *RPM ]]; then
  rpm=$(echo "$work"/one/*.rpm)
  asked() { rpm -qp "$@" "$rpm" 2>/dev/null; }
  for library in libc.so.6 libyaml-0.so.2 libcurl.so.4 libssl.so.3; do
    grep -q "^$library()(64bit)$\|^$library(GLIBC" <<<"$(asked --requires)" || fail "the .rpm does not need $library"
  done
  for library in libpq.so.5 libmariadb.so.3 libsqlite3.so.0 libodbc.so.2; do
    grep -q "^$library()(64bit)$" <<<"$(asked --recommends)" || fail "the .rpm does not recommend $library"
    ! grep -q "^$library" <<<"$(asked --requires)" || fail "the .rpm cannot be installed without $library"
  done
  [ -z "$(asked --scripts)" ] || fail "the .rpm runs something when it is installed: $(asked --scripts)"
  # It owns no folder that others have files in.
  asked -l --qf '[%{FILEMODES:perms} %{FILENAMES}\n]' | sed -n 's/^d[^ ]* //p' | grep -vE '/runbook(/|$)' && fail 'folders of others in the .rpm'
  diff <(asked -l --qf '[%{FILEMODES:perms} %{FILENAMES}\n]' | sed -n 's/^-[^ ]* //p' | sort) \
    <(dpkg-deb -c "$deb" | sed -n 's/^-.* \.\(\/.*\)/\1/p' | sort) || fail 'the .rpm has other files than the .deb'
fi

mkdir "$work/some where"
tar -xzf "$work"/one/*.tar.gz -C "$work/some where" --strip-components 1 || fail 'the tarball'
mv "$work/some where" "$work/else whère, 100%"
works_from "$work/else whère, 100%"
ended
