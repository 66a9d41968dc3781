#!/usr/bin/env bash
# What belongs to a runbook is read once, before the first step, and what was read is what runs, whatever becomes of the file; its
# digest is in the journal and in the evidence. What is sent is digested as it is sent. `again` sees what has changed.
set -uo pipefail
work=$(mktemp -d)
mkfifo "$work/stop" "$work/ports"
"$TEST_TOOLS/httpd" plain <"$work/stop" >"$work/ports" &
server=$!
exec 8>"$work/stop"
trap 'exec 8>&-; wait "$server" || true; rm -rf "$work"' EXIT
read -r port <"$work/ports"
cd "$work" || exit 1
export NO_COLOR=1
failures=0 count=0

fail() {
  printf 'not so: %s\n' "$*"
  failures=$((failures + 1))
}

is() { # NAME WANTED FOUND
  count=$((count + 1))
  [ "$2" = "$3" ] || fail "$1: $3, not $2"
}

has() { # NAME FILE TEXT
  count=$((count + 1))
  grep -qF -- "$3" <<<"$(tr -s ' \n' ' ' <"$2")" || { fail "$1: '$3' is not in $2"; head -12 "$2"; }
}

book() { # NAME: the rest of the runbook is read from standard input
  { printf 'runbook: 1\ntitle: %s\n' "$1"; cat; } >"$1.yaml"
}

ran() { # NAME STATUS [option …]
  local name=$1 wanted=$2
  shift 2
  rm -rf "$name.run"
  "$RUNBOOK_BIN" run "$name.yaml" --root . --run-dir "$name.run" --report "json=$name.json" "$@" >"$name.out" 2>&1
  local status=$?
  is "$name" "$wanted" "$status"
  [ "$status" = "$wanted" ] || cat "$name.out"
  "$RUNBOOK_BIN" evidence "$name.run" >"$name.md" 2>&1
  "$RUNBOOK_BIN" verify "$name.run" >"$name.verify" 2>&1 || fail "$name: $(cat "$name.verify")"
}

digest() { printf 'sha256:%s' "$(sha256sum <"$1" | cut -d' ' -f1)"; }

pinned() { # NAME PATH KIND DIGEST: in the journal's first event, in the evidence and in the JSON report
  has "$1" <(head -n1 "$1.run/journal.jsonl") "{\"path\":\"$2\",\"digest\":\"$4\",\"kind\":\"$3\""
  has "$1" "$1.md" "- \`$2\` ($3): \`$4\`"
  has "$1" "$1.json" "\"digest\": \"$4\""
}

used() { # NAME STEP PATH AS DIGEST SIZE
  has "$1" "$1.run/journal.jsonl" "{\"path\":\"$3\",\"as\":\"$4\",\"digest\":\"$5\",\"size\":$6}"
  has "$1" "$1.md" "\`$3\` as $4, $6 bytes: \`$5\`"
  [ -z "$2" ] || has "$1" "$1.md" "- \`$2\`: \`$3\` as "
}

one='SELECT 1 AS n'
two='SELECT 2 AS n'
sqlite3 base.db 'CREATE TABLE t (n INTEGER); INSERT INTO t VALUES (1)' 2>/dev/null ||
  python3 -c "import sqlite3; c = sqlite3.connect('base.db'); c.execute('CREATE TABLE t (n INTEGER)'); c.commit()"

# ── statements ──

book statement <<'YAML'
connections: { db: { sql: "sqlite:base.db" } }
inputs: { which: { type: string, default: named } }
steps:
  - name: Somebody changes them
    shell: |
      printf 'SELECT 2 AS n' >written.sql
      printf 'SELECT 2 AS n' >other.sql
      ln -sf other.sql named.sql
      rm -f gone.sql
      printf 'runbook: 1\n' >parts/part.yaml
      printf 'SELECT 2 AS n' >parts/within.sql
      printf '{"const": 2}' >shape.json
      printf '{"const": 2}' >chosen.json
      echo 2 >wanted.txt
  - name: By its name
    sql: { file: written.sql }
    expect: |
      value == 1
      matchesSchema(value, 'shape.json')
      string(value) + '\n' == file('wanted.txt')
      size(fileBytes('wanted.txt')) == value + 1
  - name: By an input
    sql: { file: "${inputs.which}.sql" }
    expect: value == 1
  - name: One that is not there any more
    sql: { file: gone.sql }
    expect: value == 1
  - name: In an include
    include: parts/part.yaml
YAML
mkdir parts
arrange() {
  for file in written named gone parts/within; do rm -f "$file.sql"; printf '%s' "$one" >"$file.sql"; done
  rm -f shape.json
  printf '{"const": 1}' >shape.json
  printf '{"const": 1}' >chosen.json
  echo 1 >wanted.txt
  cat >parts/part.yaml <<'YAML'
runbook: 1
title: A part
inputs: { which: { type: string, default: named } }
connections: { db: { sql: "sqlite:base.db" } }
steps:
  - name: Within
    sql: { file: within.sql }
    expect: value == 1
  - name: By what it was handed on
    sql: { file: "../${inputs.which}.sql" }
    expect: value == 1
YAML
}
arrange
was=$(digest written.sql) shape=$(digest shape.json) expected=$(digest wanted.txt) runbook=$(digest statement.yaml) part=$(digest parts/part.yaml)
ran statement 0
pinned statement statement.yaml runbook "$runbook"
pinned statement parts/part.yaml include "$part"
pinned statement written.sql statement "$was"
pinned statement gone.sql statement "$was"
pinned statement named.sql statement "$was"
pinned statement parts/within.sql statement "$was"
pinned statement shape.json schema "$shape"
pinned statement wanted.txt expected "$expected"

# `again` looks at all of them.
again() { # NAME STATUS ADDRESS [option …]
  local name=$1 wanted=$2 address=$3
  shift 3
  "$RUNBOOK_BIN" again "$name.run" "$address" --root . "$@" >"$name.again" 2>&1
  is "$name: again $*" "$wanted" $?
}
arrange
again statement 10 2
for file in written.sql named.sql parts/within.sql; do printf '%s' "$two" >"$file"; done
printf '{"const": 2}' >shape.json
again statement 3 2
for file in written.sql named.sql parts/within.sql shape.json; do has "again" statement.again "$file is not what it was in run"; done
arrange
printf '%s' "$two" >written.sql
again statement 3 2
has "again" statement.again "written.sql is not what it was in run"
again statement 1 2 --accept-changed
has "again" statement.again "accepted: written.sql is not what it was in run"
arrange
printf '{"const": 2}' >shape.json
again statement 3 2
has "again" statement.again "shape.json is not what it was in run"
evaluated() { "$RUNBOOK_BIN" eval --run "$1" --at "$2" --root . "$3" 2>&1; }
evaluated statement.run 2 "matchesSchema(value, 'shape.json')" >evaluated.out
has "eval" evaluated.out "shape.json: it is not what it was in the run: it was ${shape:0:15}… and is"
arrange
echo 2 >wanted.txt
again statement 3 2
has "again" statement.again "wanted.txt is not what it was in run"
evaluated statement.run 2 "string(value) + '\n' == file('wanted.txt')" >evaluated.out
has "eval" evaluated.out "wanted.txt: it is not what it was in the run: it was ${expected:0:15}… and is"
arrange
is "eval" true "$(evaluated statement.run 2 "string(value) + '\n' == file('wanted.txt')")"
is "eval" true "$(evaluated statement.run 2 "matchesSchema(value, 'shape.json')")"
printf '%s' "$two" >named.sql
again statement 3 3
has "again" statement.again "named.sql is not what it was in run"
arrange

book by_step <<'YAML'
connections: { db: { sql: "sqlite:base.db" } }
steps:
  - name: Somebody writes one
    id: made
    shell: |
      printf 'SELECT 7 AS n' >made.sql
      printf '{"const": 7}' >made.json
      echo made
    capture: { name: text }
  - name: It runs
    id: asked
    sql: { file: "${steps.made.name}.sql" }
    expect: |
      value == 7
      matchesSchema(value, steps.made.name + '.json')
      !matchesSchema(value, steps.made.name.replace('made', 'chosen') + '.json')
YAML
rm -f made.sql made.json
ran by_step 0
used by_step asked made.sql statement "$(digest made.sql)" 13
used by_step '' made.json schema "$(digest made.json)" 12
used by_step '' chosen.json schema "$(digest chosen.json)" 12

is "eval by step" true "$(evaluated by_step.run asked "matchesSchema(value, 'made.json')")"
printf '{"const": 8}' >made.json
evaluated by_step.run asked "matchesSchema(value, 'made.json')" >evaluated.out
has "eval by step" evaluated.out "made.json: it is not what it was in the run"

# What a file that is used names lies beside that file.
printf 'vars:\n  wanted: "file(\x27beside.txt\x27)"\n  shape: "matchesSchema(1, \x27shape.json\x27)"\n' >parts/shared.yaml
echo within >parts/beside.txt
echo above >beside.txt
printf '{"const": 1}' >parts/shape.json
book used <<'YAML'
use: [parts/shared.yaml]
steps:
  - name: As it says there
    shell: echo within
    effect: read
    expect: stdout == vars.wanted && vars.shape
YAML
ran used 0
pinned used parts/beside.txt expected "$(digest parts/beside.txt)"
pinned used parts/shape.json schema "$(digest parts/shape.json)"

# What is no file is refused with its place, before anything runs.
book refused <<'YAML'
connections: { db: { sql: "sqlite:base.db" } }
steps:
  - name: Not there
    sql: { file: missing.sql }
    expect: value == 1
  - name: A pipe
    sql: { file: pipe.sql }
    expect: value == 1
  - name: A folder
    sql: { file: parts }
    expect: value == 1
YAML
mkfifo pipe.sql
ran_check=$("$RUNBOOK_BIN" check refused.yaml --root . 2>&1)
is refused 3 $?
printf '%s' "$ran_check" >refused.out
has refused refused.out "refused.yaml:6:18: error[file-unreadable]: there is no file 'missing.sql'"
has refused refused.out "refused.yaml:9:18: error[file-unreadable]: 'pipe.sql' is no regular file"
has refused refused.out "refused.yaml:12:18: error[file-unreadable]: 'parts' is a folder"

# ── what is sent ──

book sent <<YAML
connections: { app: { http: "http://127.0.0.1:$port" } }
steps:
  - name: A body is made
    shell: |
      head -c 300000 /dev/zero | tr '\\\\0' 'x' >body.bin
      printf 'a part' >part.txt
      : >empty.txt
  - name: It is sent
    id: body
    http: { send: POST /echo, file: body.bin }
    expect: json.body.size() == 300000
  - name: It is changed
    shell: printf y >>body.bin
  - name: It is sent once more
    id: grown
    http: { send: PUT /echo, file: body.bin }
    expect: json.body.size() == 300001
  - name: In parts
    id: parts
    http:
      send: POST /echo
      multipart:
        words: some
        report: { file: part.txt }
        nothing: { file: empty.txt, type: text/plain }
    expect: json.body.contains('a part')
  - name: A file that is empty
    id: empty
    http: { send: POST /echo, file: empty.txt }
    expect: json.body == ''
YAML
ran sent 0
head -c 300000 body.bin >before.bin
used sent body body.bin body "$(digest before.bin)" 300000
used sent grown body.bin body "$(digest body.bin)" 300001
used sent parts part.txt "part report" "$(digest part.txt)" 6
used sent parts empty.txt "part nothing" "$(digest empty.txt)" 0
used sent empty empty.txt body "$(digest empty.txt)" 0
# What was never sent has no digest there.
is "sent: files" 4 "$(grep -c '"event":"attempt_ended".*"files":' sent.run/journal.jsonl)"

# ── what a run is given ──

book given <<'YAML'
inputs:
  name: { type: string }
  pin: { type: string, secret: true, required: false }
  more: { type: map, secret: true, required: false }
  address: { type: string, required: false }
steps:
  - name: A check
    id: checked
    shell: test "$NAME" = other
    env: { NAME: "${inputs.name}" }
    effect: read
  - name: Another one
    shell: test -n "$NAME"
    env: { NAME: "${inputs.name}" }
    effect: read
YAML
printf 'name: shop\n' >plain.yaml
printf -- '- address: checked\n  reason: known\n  by: ada\n  expires: 2099-01-01\n' >waivers.yaml
ran given 0 --inputs plain.yaml --waivers waivers.yaml
pinned given plain.yaml inputs "$(digest plain.yaml)"
pinned given waivers.yaml waivers "$(digest waivers.yaml)"
again given 1 checked
printf 'name: else\n' >plain.yaml
again given 1 checked
has "again" given.again "exit_code = 1"

# A secret counts by its name: whoever guesses it finds nothing to hold it against.
profile() { # PIN WORD PASSWORD
  printf '# of staging\nname: other\npin: "%s"\nmore: { k: %s }\naddress: postgres://app:%s@db/x # behind it\n' "$1" "$2" "$3" >secret.yaml
}
profile 4711 geheimes-wort w0rd
ran given 0 --inputs secret.yaml
printf '# of staging\nname: other\npin: «pin»\nmore: «more»\naddress: «address» # behind it\n' >shape.txt
pinned given secret.yaml inputs "$(digest shape.txt)"
has given given.md "$(digest shape.txt)\` without \`pin\`, \`more\`, \`address\`"
has given <(head -n1 given.run/journal.jsonl) '"without":["pin","more","address"]'
profile 0815 anderes-wort-hier pass
ran given 0 --inputs secret.yaml
pinned given secret.yaml inputs "$(digest shape.txt)"
for secret in 0815 anderes-wort-hier; do
  count=$((count + 1))
  ! grep -qF "$secret" given.run/journal.jsonl given.md given.json given.out || fail "given: $secret is shown"
done

printf '%d checks, %d failures\n' "$count" "$failures"
[ "$failures" -eq 0 ]
