#!/usr/bin/env bash
# docs/tutorial as its reader does it: verdaccio from the npm registry, started on a free port, the page's commands run, the runbook GO, then the
# server broken in one way and NO-GO at the right step. Leaves nothing behind. --update writes what was printed into the page.
set -uo pipefail
cd "$(dirname "$0")/../.."
bin=$(realpath "${RUNBOOK_BIN:?the program under test}")
root=$PWD
for tool in node npm python3 curl; do
  command -v "$tool" >/dev/null || { echo "skipped: there is no $tool here"; exit 77; }
done
work=$(mktemp -d)
stop() {
  if [ -s "$work/pid" ]; then
    kill "$(cat "$work/pid")" 2>/dev/null
    for _ in $(seq 50); do kill -0 "$(cat "$work/pid")" 2>/dev/null || break; sleep 0.1; done
  fi
  rm -rf "$work"
}
trap stop EXIT
failures=0
fail() { printf 'not so: %s\n' "$*"; failures=$((failures + 1)); }
unset REGISTRY REGISTRY_PASSWORD CI COLUMNS

mkdir "$work/bin" "$work/server" "$work/reader"
ln -s "$bin" "$work/bin/runbook"
cp docs/tutorial/package.json docs/tutorial/config.yaml "$work/server/"
sed 's/publish: $authenticated/publish: $all/' docs/tutorial/config.yaml >"$work/server/open.yaml"
cmp -s "$work/server/config.yaml" "$work/server/open.yaml" && fail 'the page breaks nothing: its sed finds nothing in config.yaml'
(cd "$work/server" && npm install --silent --prefer-offline --no-audit --no-fund --no-package-lock >"$work/npm.log" 2>&1) || {
  echo "skipped: npm cannot fetch verdaccio here"; tail -n 3 "$work/npm.log"; exit 77; }

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
cat >"$work/restart" <<END
#!/usr/bin/env bash
# restart NAME: the server, with NAME.yaml
if [ -s "$work/pid" ]; then
  kill "\$(cat "$work/pid")"
  while kill -0 "\$(cat "$work/pid")" 2>/dev/null; do sleep 0.1; done
fi
cd "$work/server"
node node_modules/verdaccio/bin/verdaccio --config "\$1.yaml" --listen 127.0.0.1:$port >"$work/log" 2>&1 &
echo \$! >"$work/pid"
for _ in \$(seq 150); do
  curl -s -o /dev/null "http://127.0.0.1:$port/-/ping" && exit 0
  kill -0 "\$(cat "$work/pid")" 2>/dev/null || break
  sleep 0.2
done
cat "$work/log"
exit 1
END
chmod +x "$work/restart"
"$work/restart" config || { echo 'verdaccio does not start'; exit 1; }

export RESTART=$work/restart DOC_SHOWN=127.0.0.1:4873 DOC_ADDRESS=127.0.0.1:$port PATH="$work/bin:$PATH"
python3 tests/tools/doc_examples.py "$@" docs/tutorial/verdaccio.md "$work/reader" || fail 'the page is not what happens'

# The page shows the file beside it.
sed "s/127.0.0.1:$port/127.0.0.1:4873/" "$work/reader/verdaccio.yaml" | diff -u docs/tutorial/verdaccio.yaml - || fail 'the page shows another runbook than the file'

# What the page says of the two runs, told from their journals.
verdicts() { python3 - "$1" <<'PY'
import json, sys
for line in open(sys.argv[1]):
    event = json.loads(line)
    if event["event"] == "step_ended" and event["verdict"] == "failed":
        print(event["address"])
    if event["event"] == "run_ended":
        print(event["verdict"])
PY
}
mapfile -t journals < <(ls -t "$work"/reader/.runbook/runs/*/journal.jsonl)
[ "$(verdicts "${journals[1]}" | tr '\n' ' ')" = 'GO ' ] || fail "the healthy registry: $(verdicts "${journals[1]}")"
[ "$(verdicts "${journals[0]}" | tr '\n' ' ')" = 'anonymous_refused NO-GO ' ] || fail "the open registry: $(verdicts "${journals[0]}")"
! grep -rlF correct-horse-battery "$work/reader/.runbook" || fail 'the password stands in a journal'
[ "$(curl -s -o /dev/null -w '%{http_code}' "http://127.0.0.1:$port/runbook-smoke")" = 404 ] || fail 'the package of the run is still there'
[ -z "$(ls "$work/server/storage" 2>/dev/null | grep -v '^\.')" ] || fail "the registry's storage is not empty: $(ls "$work/server/storage")"

printf '%d failures\n' "$failures"
[ "$failures" -eq 0 ]
