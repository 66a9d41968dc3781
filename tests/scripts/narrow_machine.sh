#!/usr/bin/env bash
# A machine whose addresses have 32 bits is refused plainly: when the build is configured, and by the compiler where somebody builds otherwise.
set -uo pipefail
cd "$(dirname "$0")/../.."
failures=0
fail() { printf 'not so: %s\n' "$*"; failures=$((failures + 1)); }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
printf 'int x;\n' >"$work/x.c"
cc -m32 -c -o "$work/x.o" "$work/x.c" 2>/dev/null || { echo 'skipped: cc makes nothing for 32 bits here'; exit 77; }

# Libraries for it are hardly ever there, so only objects are made.
cmake -S . -B "$work/build" -G Ninja -DCMAKE_C_FLAGS=-m32 -DCMAKE_TRY_COMPILE_TARGET_TYPE=STATIC_LIBRARY >"$work/said" 2>&1 && fail 'it is configured'
grep -q 'built for machines of 64 bits alone, and this compiler makes programs whose addresses have 4 bytes' <<<"$(tr -s ' \n' ' ' <"$work/said")" ||
  { fail 'the reason is not told'; cat "$work/said"; }

printf '#include "base/sv.h"\n' >"$work/y.c"
cc -m64 -ffreestanding -std=c17 -Iinterp -fsyntax-only "$work/y.c" || fail '64 bits are refused as well'
cc -m32 -ffreestanding -std=c17 -Iinterp -fsyntax-only "$work/y.c" 2>"$work/said" && fail 'it is compiled'
grep -q 'machines of 64 bits alone' "$work/said" || { fail 'the compiler does not tell why'; cat "$work/said"; }

printf '%d failures\n' "$failures"
[ "$failures" -eq 0 ]
