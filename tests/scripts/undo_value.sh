#!/usr/bin/env bash
# An undo is made with what its own step read and captured, and without that not at all: whatever carries the value, an undo whose
# value is not there does nothing and is undecided, and the same undo with the value is done.
set -uo pipefail
bin=${RUNBOOK_BIN:?the program under test}
failures=0 count=0
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$work"' EXIT
export NO_COLOR=1
cd "$work" || exit 1

fail() {
  printf 'not so: %s\n' "$*"
  failures=$((failures + 1))
}

# Says what it was asked for in the file `done`.
cat >serve.py <<'PYTHON'
import http.server, sys
class Answer(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        open("done", "a").write(f"{self.path} {self.headers.get('X-Id', '')} {self.headers.get('Cookie', '')} {body.decode()}\n")
        self.send_response(204)
        self.end_headers()
    def log_message(self, *words): pass
server = http.server.HTTPServer(("127.0.0.1", 0), Answer)
open("port", "w").write(str(server.server_port))
server.serve_forever()
PYTHON
python3 serve.py &
server=$!
for _ in $(seq 100); do [ -s port ] && break; sleep 0.05; done
port=$(cat port)
sqlite3 table.db 'CREATE TABLE log (id TEXT)'
printf "INSERT INTO log VALUES (:id)" >insert.sql
cat >part.yaml <<'YAML'
runbook: 1
title: A part
inputs: {id: {type: string}}
steps:
- {name: within, exec: [sh, -c, 'echo "$1" >>done', sh, "${inputs.id}"], effect: change}
YAML

# The runbook whose first step captures `id` as $1 says and is undone as $2 says, since the second fails.
runbook() {
  cat <<YAML
runbook: 1
title: Taken back
on_failure: rollback
connections:
  web: {http: "http://127.0.0.1:$port"}
  keyed: {http: "http://127.0.0.1:$port", headers: {X-Id: "\${steps.own.id}"}}
  db: {sql: "sqlite:table.db"}
defaults: {via: web}
steps:
- {name: before, id: before, exec: [echo, '$1'], capture: {id: json.?id}}
- name: own
  id: own
  exec: [echo, '$1']
  effect: change
  capture: {id: json.?id}
  undo:
  - {name: taken back, id: back, $2}
- {name: fails, exec: ["false"]}
YAML
}

# carried NAME UNDO: with the value it is made, without it nothing is.
carried() {
  local name=$1 undo=$2 shown answer=()
  [[ $undo != *ask_first* ]] || answer=(--answer own/back=yes --as kim)
  count=$((count + 1))
  for value in 'x7' ''; do
    rm -f done
    sqlite3 table.db 'DELETE FROM log'
    runbook "{${value:+\"id\": \"$value\"}}" "$undo" >"$name.yaml"
    "$bin" run "$name.yaml" --root . --run-dir "runs/$name$value" "${answer[@]}" >"$name.out" 2>&1 </dev/null
    "$bin" verify "runs/$name$value" >"$name.verified" 2>&1 || { fail "what $name left is not believed"; cat "$name.verified"; }
    shown=$(cat done 2>/dev/null; sqlite3 table.db 'SELECT count(*) FROM log WHERE id IS NOT NULL')
    if [ -n "$value" ]; then
      grep -q '^✓ 2.undo1' "$name.out" || grep -q '▾ 2.undo1' "$name.out" || { fail "$name is not made although the value is there"; cat "$name.out"; }
      case $name in question) [[ -e done ]] ;; *) [[ $shown == *x7* || $shown == 1 ]] ;; esac || fail "$name is not made with the value: $shown"
    else
      grep -q 'needs steps.own.id, which was not captured' "$name.out" || { fail "$name does not say what it needs"; cat "$name.out"; }
      grep -q 'the rollback stops here: undoing own is undecided' "$name.out" || { fail "$name: the rollback goes on"; cat "$name.out"; }
      [ "$shown" = 0 ] || fail "$name is made without the value: $shown"
    fi
  done
}

id='${steps.own.id}'
note="exec: [sh, -c, 'echo \"\$1\" >>done', sh"
carried argument "$note, '$id'], effect: change"
carried text "$note, 'the id $id'], effect: change"
carried optional_text "$note, '\${steps.own.?id.orValue(steps.own.id)}'], effect: change"
carried environment "shell: 'echo \"\$ID\" >>done', env: {ID: '$id'}, effect: change"
carried file_of_environment "shell: 'cat \"\$ID\" >>done', env: {ID: {file: '$id'}}, effect: change"
carried input "shell: 'cat >>done', stdin: '$id', effect: change"
carried path "http: 'POST /a/$id'"
carried query "http: {send: POST /a, query: {id: '$id'}}"
carried header "http: {send: POST /a, headers: {X-Id: '$id'}}"
carried connection "http: POST /a, via: keyed"
carried cookie "http: {send: POST /a, cookies: {id: '$id'}}"
carried json "http: {send: POST /a, json: {id: '$id'}}"
carried json_within "http: {send: POST /a, json: {ids: ['a', {id: 'b $id'}]}}"
carried form "http: {send: POST /a, form: {id: '$id'}}"
carried body "http: {send: POST /a, body: '$id'}"
carried statement "sql: {query: 'INSERT INTO log VALUES (:id)', params: {id: '$id'}, write: true}"
carried statement_of_file "sql: {file: insert.sql, params: {id: '$id'}, write: true}"
carried condition "when: steps.own.id != '', $note, x7], effect: change"
carried loop "for_each: {i: '[steps.own.id]'}, $note, '\${i}'], effect: change"
carried question "ask_first: 'Is $id to go?', exec: [touch, done], effect: change"
carried group "steps: [{id: inner, $note, '$id'], effect: change}]"
carried group_condition "when: steps.own.id != '', steps: [{id: inner, $note, x7], effect: change}]"
carried include "include: part.yaml, inputs: {id: '$id'}"

printf '%d ways to carry a value, %d failures\n' "$count" "$failures"
[ "$failures" -eq 0 ]
