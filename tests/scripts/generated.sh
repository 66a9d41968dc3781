#!/usr/bin/env bash
# What is made from the program's tables is up to date.
set -euo pipefail
cd "$(dirname "$0")/../.."
exec tools/generate --check
