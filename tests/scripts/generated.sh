#!/usr/bin/env bash
# What is made from the program's tables is up to date. With --update it is written anew.
set -euo pipefail
cd "$(dirname "$0")/../.."
[ "${1:-}" != --update ] || exec tools/generate
exec tools/generate --check
