#!/usr/bin/env bash
# What is given to libcurl's variadic functions is of the types that their options take. libcurl's headers look at that where gcc
# optimises and warns of system headers too, but not at calls through the tables of interp/late: so the files that have such calls
# are compiled once more, without.
set -euo pipefail
cd "$(dirname "$0")/../.."
cc=${CC:-cc}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
read -ra curl <<<"$(pkg-config --cflags libcurl)"
checks() { "$cc" -std=c17 -O2 -Wsystem-headers -Wno-deprecated-declarations -Werror=attribute-warning -D_GNU_SOURCE -DLATE_DIRECT -Iinterp -Istdlib -I. "${curl[@]}" -c -o "$work/out.o" "$1"; }

# That it is looked at, with these headers and this compiler.
cat >"$work/wrong.c" <<'C'
#include "late/curl.h"
CURLcode wrong(CURL *easy);
CURLcode wrong(CURL *easy) {
    return curl_easy_setopt(easy, CURLOPT_NOSIGNAL, "a text where a long belongs");
}
C
if checks "$work/wrong.c" 2>"$work/said"; then
  echo "skipped: this compiler does not look at what is given to libcurl"
  exit 77
fi
grep -q 'expects a long' "$work/said" || { cat "$work/said"; exit 1; }

bad=0 count=0
while read -r file; do
  count=$((count + 1))
  checks "$file" || bad=1
done < <(grep -rlE 'curl_(easy|multi)_(setopt|getinfo)\(' --include='*.c' stdlib)
[ $count -ge 3 ] || { echo "only $count files call libcurl: is this looking in the right place?"; exit 1; }
[ $bad -eq 0 ] && echo "curl_arguments: $count files are in order"
exit $bad
