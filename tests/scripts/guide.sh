#!/usr/bin/env bash
# Every file of docs/GUIDE.md is checked and every command on it is run, against the shop of docs/guide started on a port that
# the kernel picks. guide.sh [--update] [PAGE]   --update writes what was printed into the page; a person reads the difference.
# PAGE: another page whose examples look at the shop (language.sh).
set -euo pipefail
cd "$(dirname "$0")/../.."
bin=${RUNBOOK_BIN:?the program under test}
root=$PWD
work=$(mktemp -d)
shop=
stop() {
  [ -z "$shop" ] || { kill "$shop" 2>/dev/null || true; wait "$shop" 2>/dev/null || true; }
  rm -rf "$work"
}
trap stop EXIT
page=docs/GUIDE.md update=
for word in "$@"; do
  case $word in
    --update) update=--update ;;
    *.md) page=$word ;;
    *) echo "usage: guide.sh [--update] [PAGE]" >&2; exit 2 ;;
  esac
done
unset SHOP_TOKEN SHOP_URL CI GITHUB_STEP_SUMMARY COLUMNS
mkdir "$work/bin" "$work/shop"
ln -s "$(realpath "$bin")" "$work/bin/runbook"
(cd "$work/shop" && PORT=0 READY_FILE="$work/ready" exec python3 "$root/docs/guide/shop.py" >"$work/log" 2>&1) &
shop=$!
for _ in $(seq 600); do # a busy machine takes its time
  [ -s "$work/ready" ] && break
  kill -0 "$shop" 2>/dev/null || { cat "$work/log" >&2; exit 1; }
  sleep 0.1
done
address=$(cat "$work/ready")
export DOC_ADDRESS=${address#http://} PATH="$work/bin:$PATH"
python3 tests/tools/doc_examples.py ${update:+"$update"} "$page" "$work/shop"
