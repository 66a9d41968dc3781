#!/usr/bin/env bash
# Everything that pages and comments name exists: files, links, functions and types, commands and options. The checker itself
# is tested first, on a small tree in which each kind of name is wrong once.
set -euo pipefail
export PYTHONDONTWRITEBYTECODE=1
cd "$(dirname "$0")/../.."
command -v python3 >/dev/null || { echo "skipped: there is no python3"; exit 77; }
wrong=$(mktemp -d)
trap 'rm -rf "$wrong"' EXIT
mkdir -p "$wrong/docs" "$wrong/interp/cli" "$wrong/tools"
echo : >"$wrong/tools/some"
printf 'COMMAND(RUN, "run", "FILE", 1, 1, "run", "")\n' >"$wrong/interp/cli/commands.def"
printf 'OPTION(only, "--only", NULL, TEXTS, "ADDRESS", C_RUN, "only this")\n' >"$wrong/interp/cli/options.def"
printf '// As gone_function has it, in gone.c.\nint there_is;\n// there_is in interp/cli/some.c\n' >"$wrong/interp/cli/some.c"
printf '# A page\n[a](#a-page) [b](gone.md) [c](#gone)\n`runbook gone`, `runbook run --gone FILE`, `runbook run --only 1 FILE`\n`interp/gone/` `tools/some --gone`\n' \
  >"$wrong/docs/PAGE.md"
found=$(python3 tests/tools/named_things.py "$wrong" | sort) || true
expected="docs/PAGE.md:2: the link leads nowhere: gone.md
docs/PAGE.md:2: the page has no such section: #gone
docs/PAGE.md:2: there is no file 'gone.md'
docs/PAGE.md:3: there is no command 'runbook gone'
docs/PAGE.md:3: there is no option '--gone'
docs/PAGE.md:4: there is no file 'interp/gone'
docs/PAGE.md:4: tools/some has no option '--gone'
interp/cli/some.c:1: nothing is called 'gone_function'
interp/cli/some.c:1: there is no file 'gone.c'
1 pages, 2 comments, 9 things that are not there"
if [ "$found" != "$(sort <<<"$expected")" ]; then
  echo "not so: what is wrong on purpose is not what was found:"
  diff <(sort <<<"$expected") <(echo "$found") || true
  exit 1
fi
python3 tests/tools/named_things.py
