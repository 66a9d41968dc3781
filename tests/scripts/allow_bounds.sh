#!/usr/bin/env bash
# Ways out of `allow`, and what it must let through. Each program that nobody allowed would leave a file behind (`acted`), each
# file would be read, each variable shown: none may be. What is refused names what would have been let.
set -uo pipefail
bin=${RUNBOOK_BIN:?the program under test}
failures=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export NO_COLOR=1
cd "$work" || exit 1
work=$PWD
caller=$PATH

fail() {
  printf 'not so: %s\n' "$*"
  sed 's/^/    /' out
  failures=$((failures + 1))
}

# ── what nobody allowed: programs of every name that is used here ──
mkdir -p evil tools lib outside
printf '#!/bin/sh\ntouch %s/acted; echo TOP-SECRET-VALUE\n' "$work" >evil/evil
chmod +x evil/evil
for name in git id good sh env; do cp evil/evil evil/$name; done
printf '#!/bin/sh\necho well\n' >tools/good
cp tools/good tools/other
chmod +x tools/good tools/other
ln -s "$work/evil/evil" tools/linked
ln -s "$work/tools/good" evil/to-good
ln -s "$work/evil" tools/folder
mkdir evil/tools
cp evil/evil evil/tools/good
export TOK=TOP-SECRET-VALUE AWS_TOKEN=TOP-SECRET-VALUE CI=true
printf 'TOP-SECRET-VALUE' >outside.txt
printf 'TOP-SECRET-VALUE' >lib/allowed.txt
ln -s "$work/outside.txt" lib/link.txt
printf '{"type": "object"}' >schema.json

# book ALLOW REST: a runbook; REST begins at the top of the file.
book() {
  printf 'runbook: 1\ntitle: What may be touched\nallow: { %s }\n%s\n' "$1" "$2" >a.yaml
}

# refused WHY NEEDLE: it is not GO, nothing acted, nothing was shown, and the message says this.
refused() {
  local status
  rm -f acted
  "$bin" run a.yaml --root . --run-dir run-x >out 2>&1 </dev/null
  status=$?
  cat run-x/journal.jsonl >>out 2>/dev/null
  rm -rf run-x
  [ "$status" -eq 3 ] || [ "$status" -eq 8 ] || fail "$1: status $status, neither 3 nor 8"
  [ ! -e acted ] || fail "$1: it acted"
  ! grep -q TOP-SECRET-VALUE out || fail "$1: it was shown"
  grep -qF -- "$2" out || fail "$1: it does not say: $2"
}

# permitted WHY [STATUS]
permitted() {
  local status
  "$bin" run a.yaml --root . --run-dir run-x >out 2>&1 </dev/null
  status=$?
  rm -rf run-x
  [ "$status" -eq "${2:-0}" ] || fail "$1: status $status"
}

# step ALLOW STEP: a runbook of one step, whose keys stand in { }.
step() {
  book "$1" "steps: [{ name: x, effect: read, $2 }]"
}

none='programs: [good]'

# ── programs: by name ──
step "$none" 'exec: [id]'
refused 'a name that is not listed' "program 'id' is not among allow.programs of a.yaml"
refused 'and what would have been let' 'programs: [good, id]'
step "programs: ['i?']" 'exec: [id]'; permitted 'a name by a pattern'
step "programs: [id]" 'exec: [id]'; permitted 'a name'
step "programs: [id]" "exec: [$(command -v id)]"; permitted 'the path of the program that PATH finds'
step "programs: ['$(command -v id)']" 'exec: [id]'; permitted 'a name whose path is listed'
step "programs: ['$(realpath "$(command -v awk)")']" 'exec: [awk, "BEGIN {}"]'; permitted 'a name by where its links end'
step "programs: [id]" "exec: [$work/evil/id]"
refused 'the name of a listed program elsewhere' "programs: [id, evil/id]"
step "programs: [id]" 'exec: [evil/id]'; refused 'the same by a relative path' "is not among allow.programs"
step "programs: [id]" "exec: [./id], cwd: $work/evil"; refused 'the same by cwd' "is not among allow.programs"
step "programs: [id]" "exec: [id], cwd: $work/evil"; permitted 'cwd is not PATH'
PATH=.:$caller; step "programs: [id]" "exec: [id], cwd: $work/evil"; refused 'PATH of the caller that begins here' "is not among allow.programs"
PATH=:$caller; refused 'an empty part of PATH' "is not among allow.programs"; PATH=$caller

# ── programs: by path ──
step "programs: [tools/*]" 'exec: [tools/good]'; permitted 'a path that is relative to the file'
step "programs: ['$work/tools/g*']" 'exec: [./tools/good]'; permitted 'a path by a pattern'
step "programs: [./tools/good]" 'exec: [tools/../tools/good]'; permitted 'a path with ..'
step "programs: [tools/good]" 'exec: [evil/to-good]'; permitted 'a link to what is listed'
step "programs: [tools/]" 'exec: [tools/good]'; permitted 'a folder with all in it'
step "programs: ['/usr/bin/*']" "exec: [/usr/bin/../..$work/evil/evil]"; refused '.. behind a star' "is not among allow.programs"
step "programs: ['/usr/bin/*']" "exec: [/usr/bin/../..$work/evil/env]"; refused 'the same with a name that is there too' "is not among"
step "programs: ['$work/*']" 'exec: [evil/evil]'; refused 'a star does not pass a slash' "programs: [$work/*, evil/evil]"
step "programs: ['*']" 'exec: [evil/evil]'; refused 'a star is for names' "is not among"
step "programs: [tools/*]" 'exec: [tools/folder/evil]'; refused 'a link to a folder' "is not among"
step "programs: [tools/*]" 'exec: [tools/folder/../evil/evil]'; refused '.. behind a link' "is not among"
step "programs: [tools/good]" "exec: [./good], cwd: $work/evil"; refused 'a relative path, elsewhere by cwd' "is not among"
step "programs: [tools/good]" "exec: [tools/good], cwd: $work/evil"; refused 'the very words, elsewhere by cwd' "is not among"
printf 'runbook: 1\ntitle: x\ninputs: { p: { default: id } }\nallow: { programs: [good] }\nsteps: [{ name: x, effect: read, exec: ["${inputs.p}"] }]\n' >a.yaml
refused 'a name that is known later' "program 'id' is not among allow.programs of a.yaml"
refused 'and what would have been let' 'programs: [good, id]'
printf 'runbook: 1\ntitle: x\ninputs: { p: { type: list, default: [id, -u] } }\nallow: { programs: [good] }\nsteps: [{ name: x, effect: read, exec: "${inputs.p}" }]\n' >a.yaml
refused 'a whole list that is known later' "program 'id' is not among"
step 'hosts: [a.example]' 'exec: [id]'; refused 'a list that is left out' 'programs: [id]'

# ── programs: folders that are links, as /bin is to /usr/bin ──
mkdir real; cp tools/good real/well; cp tools/good real/many; ln -s many real/one; ln -s many real/two; ln -s real farm
PATH=$work/real:$caller
for entry in "$work/farm/well" 'farm/well' "$work/farm/*" "farm/w*" 'farm/' "$work/" /; do
  step "programs: ['$entry']" 'exec: [well]'; permitted "a name by $entry"
  step "programs: ['$entry']" "exec: [$work/real/well]"; permitted "a path by $entry"
done
step "programs: [farm/one]" 'exec: [one]'; permitted 'a link in such a folder'
step "programs: [farm/one]" 'exec: [two]'; refused 'another name of the same program' "program 'two', which is '$work/real/two', is not among"
step "programs: [farm/one]" 'exec: [many]'; refused 'the program that does it all' "program 'many', which is '$work/real/many', is not among"
step "programs: ['farm/*']" 'exec: [evil/evil]'; refused 'a program elsewhere' 'is not among'
PATH=$caller

# ── programs: shells ──
step "$none" 'shell: id'; refused 'a script' "program 'bash' is not among allow.programs of a.yaml"
step "programs: [bash]" "shell: { script: id, interpreter: sh }"; refused 'another shell' "program 'sh' is not among"
step "programs: [bash]" "shell: { script: id, interpreter: [$work/evil/sh] }"; refused 'a shell elsewhere' "is not among"
step "programs: [bash]" 'shell: id'; permitted 'a shell that is listed'
step "programs: [good]" 'shell: { script: id, interpreter: [/usr/bin/env, bash] }'; refused 'a shell by env' "is not among"
step "programs: [env]" 'exec: [env, id]'; permitted 'a program that runs others'

# ── programs: probes, undo, groups, includes, finally ──
book "$none" 'steps: [{ name: x, check: "true == inputs.a" }]
finally: [{ name: y, effect: read, exec: [id] }]
inputs: { a: { type: bool, default: true } }'; refused 'in finally' "program 'id'"
book "$none" 'steps:
- { name: x, exec: [tools/good], undo: [{ name: u, exec: [id] }] }'; refused 'in an undo' "program 'id'"
book "$none" 'steps:
- { name: x, exec: [tools/good], probe: { exec: [id], effect: read, done: "true" } }'; refused 'in a probe' "program 'id'"
printf 'runbook: 1\ntitle: y\nsteps: [{ name: z, effect: read, exec: [id] }]\n' >b.yaml
book "$none" 'steps: [{ name: x, include: b.yaml }]'; refused 'in an include' "program 'id' is not among allow.programs of a.yaml"
printf 'runbook: 1\ntitle: y\nallow: { programs: [id] }\nsteps: [{ name: z, effect: read, exec: [id] }]\n' >b.yaml
refused 'in an include that allows it' "program 'id' is not among allow.programs of a.yaml"
book "programs: ['$(command -v id)']" 'steps: [{ name: x, include: b.yaml }]'; permitted 'in an include where both allow it, each in its way'
printf 'runbook: 1\ntitle: y\nallow: { programs: [other] }\nsteps: [{ name: z, effect: read, exec: [id] }]\n' >b.yaml
book 'programs: [id]' 'steps: [{ name: x, include: b.yaml }]'; refused 'in an include that does not' "is not among allow.programs of b.yaml"

# ── programs: what is run before anything ──
book "$none" "subject: { x: [$work/evil/evil] }
steps: [{ name: x, effect: read, exec: [tools/good] }]"; refused 'a subject' "is not among"
book "programs: [tools/good]" "subject: { x: [\"\${inputs.p}\"] }
inputs: { p: { default: '$work/evil/evil' } }
steps: [{ name: x, effect: read, exec: [tools/good] }]"; refused 'a subject that is known later' "is not among"
book "programs: [tools/good], secrets: [s]" "secrets: { s: { command: [$work/evil/evil] } }
steps: [{ name: x, effect: read, exec: [tools/good] }]"; refused 'a secret by a command' "is not among"
book "programs: [tools/good], secrets: [t]" "secrets: { s: { command: [$work/evil/evil] } }
steps: [{ name: x, effect: read, exec: [tools/good] }]"; rm -f acted; permitted 'a secret that is not listed is left where it is'
[ ! -e acted ] || fail 'a secret that is not listed was fetched'
printf 'secrets: { s: { command: [%s/evil/evil] } }\n' "$work" >shared.yaml
book "programs: [tools/good], secrets: [s]" "use: [shared.yaml]
steps: [{ name: x, effect: read, exec: [tools/good] }]"; refused 'a secret of a file in use' "is not among allow.programs of a.yaml"
printf 'runbook: 1\ntitle: y\nsecrets: { s: { command: [%s/evil/evil] } }\nsteps: [{ name: z, effect: read, exec: [tools/good] }]\n' "$work" >b.yaml
book "programs: [tools/good], secrets: [s]" 'steps: [{ name: x, include: b.yaml }]'; refused 'a secret of an include' "is not among"
book "programs: ['echo']" 'subject: { x: [echo, one] }
steps: [{ name: x, effect: read, exec: [echo] }]'; permitted 'a subject whose program is listed'
book "programs: ['echo'], secrets: [s]" 'secrets: { s: { command: [echo, long-enough-it-is] } }
steps: [{ name: x, effect: read, exec: [echo] }]'; permitted 'a secret whose program is listed'

# ── variables that choose programs and code ──
for name in PATH LD_PRELOAD LD_LIBRARY_PATH LD_AUDIT BASH_ENV ENV BASH_FUNC_id%% PYTHONPATH PERL5OPT NODE_OPTIONS GCONV_PATH; do
  step "programs: [id, bash]" "exec: [id], env: { '$name': $work/evil }"; refused "$name in env" "'$name' decides which"
  book "programs: [id, bash]" "defaults: { env: { '$name': $work/evil } }
steps: [{ name: x, effect: read, exec: [id] }]"; refused "$name in defaults" "'$name' decides which"
done
step "programs: [id]" "exec: [id], env: { PATH: . }, cwd: $work/evil"; refused 'PATH: .' "'PATH' decides which programs are found"
step "programs: [id]" "exec: [id], env: { LD_PRELOAD: { file: x } }"; refused 'a file as LD_PRELOAD' "'LD_PRELOAD' decides which code"
printf 'runbook: 1\ntitle: x\nallow: { programs: [id] }\nvars: { m: { PATH: %s/evil } }\nsteps: [{ name: x, effect: read, exec: [id], env: "${vars.m}" }]\n' "$work" >a.yaml
refused 'a whole map that is known later' "'PATH' decides which"
printf 'defaults: { env: { PATH: %s/evil } }\n' "$work" >shared.yaml
book "programs: [id]" 'use: [shared.yaml]
steps: [{ name: x, effect: read, exec: [id] }]'; refused 'PATH of a file in use' "'PATH' decides which"
printf 'runbook: 1\ntitle: y\nsteps: [{ name: z, effect: read, exec: [id], env: { PATH: %s/evil } }]\n' "$work" >b.yaml
book "programs: [id]" 'steps: [{ name: x, include: b.yaml }]'; refused 'PATH of an include' "'PATH' decides which"
step "programs: [id]" "exec: [id], env: { MY_PATH: /x, OLD: y }"; permitted 'other variables'
printf 'runbook: 1\ntitle: y\nsteps: [{ name: z, effect: read, exec: [id], env: { PATH: %s/tools:%s } }]\n' "$work" "$caller" >a.yaml
permitted 'PATH without allow'

# ── secrets and variables of the caller ──
nothing='programs: [printenv], secrets: []'
step "$nothing" 'exec: [printenv, TOK], pass_env: [TOK]'; refused 'pass_env' "variable 'TOK' is not among allow.secrets of a.yaml"
refused 'and what would have been let' 'secrets: [TOK]'
step 'programs: [printenv]' 'exec: [printenv, TOK], pass_env: TOK'; refused 'pass_env, one text' "variable 'TOK'"
step "$nothing" "exec: [printenv, AWS_TOKEN], pass_env: ['AWS_*']"; refused 'pass_env by a pattern' "variable 'AWS_*'"
step "programs: [printenv], secrets: ['AWS_R*']" "exec: [printenv, AWS_TOKEN], pass_env: ['AWS_*']"; refused 'a pattern that is wider' "variable 'AWS_*'"
step "programs: [printenv], secrets: ['?']" "exec: [printenv, TOK], pass_env: ['*']"; refused 'one character is no star' "variable '*'"
step "programs: [printenv], secrets: ['AWS_*']" "exec: [printenv, AWS_TOKEN], pass_env: ['AWS_T*']"; permitted 'a pattern that is narrower'
step "programs: [printenv], secrets: [TOK]" 'exec: [printenv, TOK], pass_env: [TOK]'; permitted 'a variable that is listed'
step "$nothing" 'exec: [printenv, HOME], pass_env: [HOME, LC_ALL]'; permitted 'what every program gets'
book "$nothing" 'defaults: { pass_env: [TOK] }
steps: [{ name: x, effect: read, exec: [printenv, TOK] }]'; refused 'pass_env of defaults' "variable 'TOK'"
printf 'runbook: 1\ntitle: x\nallow: { programs: [printenv], secrets: [] }\nvars: { v: "['"'TOK'"']" }\nsteps: [{ name: x, effect: read, exec: [printenv, TOK], pass_env: "${vars.v}" }]\n' >a.yaml
refused 'pass_env that is known later' "variable 'TOK'"
printf 'runbook: 1\ntitle: x\nallow: { programs: [printenv], secrets: [] }\nvars: { v: "'"'TOK'"'" }\nsteps: [{ name: x, effect: read, exec: [printenv, TOK], pass_env: ["${vars.v}"] }]\n' >a.yaml
refused 'an item of pass_env that is known later' "variable 'TOK'"
book "$nothing" 'inputs: { x: { env: TOK } }
steps: [{ name: x, effect: read, exec: [printenv, HOME], expect: "text != inputs.x" }]'; refused 'an input' "variable 'TOK'"
book "$nothing" 'inputs: { x: { env: TOK, secret: true } }
steps: [{ name: x, effect: read, exec: [printenv, HOME], expect: "text != inputs.x" }]'; refused 'a secret input' "variable 'TOK'"
book 'programs: [printenv], secrets: [CI]' 'inputs: { x: { env: CI } }
steps: [{ name: x, effect: read, exec: [printenv, HOME], expect: "text != inputs.x" }]'; permitted 'an input that is listed'
printf 'runbook: 1\ntitle: y\ninputs: { x: { env: TOK } }\nsteps: [{ name: z, effect: read, exec: [printenv, HOME], expect: "text != inputs.x" }]\n' >b.yaml
book "$nothing" 'steps: [{ name: x, include: b.yaml }]'; refused 'an input of an include' "variable 'TOK' is not among allow.secrets of a.yaml"
book "$nothing" 'secrets: { t: { env: TOK } }
steps: [{ name: x, effect: read, exec: [printenv, TOK], pass_env: [TOK] }]'; refused 'the variable of a secret that is not listed' "variable 'TOK'"
book 'programs: [printenv], secrets: [t]' 'secrets: { t: { env: TOK } }
steps: [{ name: x, effect: read, exec: [printenv, TOK], pass_env: [TOK] }]'; permitted 'the variable of a secret that is listed'
book "$nothing" 'secrets: { t: { env: TOK } }
steps: [{ name: x, effect: read, exec: [printenv, T], env: { T: "${secrets.t}" } }]'; refused 'a secret' "secret 't' is not among"

# ── paths ──
step 'hosts: [127.0.0.1]' "http: { send: 'POST http://127.0.0.1:1/', file: outside.txt }"; refused 'a body' "is not among allow.paths of a.yaml"
refused 'and what would have been let' "paths: [outside.txt]"
step 'hosts: [127.0.0.1], paths: [lib/*]' "http: { send: 'POST http://127.0.0.1:1/', file: lib/link.txt }"; refused 'a link' "which is '$work/outside.txt'"
step 'hosts: [127.0.0.1], paths: [lib/*]' "http: { send: 'POST http://127.0.0.1:1/', file: lib/../outside.txt }"; refused '..' "is not among allow.paths"
step "hosts: [127.0.0.1], paths: ['*']" "http: { send: 'POST http://127.0.0.1:1/', file: lib/allowed.txt }"; refused 'a star does not pass a slash' "is not among"
step 'hosts: [127.0.0.1], paths: [lib/*]' "http: { send: 'POST http://127.0.0.1:1/', multipart: { f: { file: outside.txt } } }"; refused 'a part' "is not among"
step 'hosts: [127.0.0.1], paths: [lib/*]' "http: { send: 'POST http://127.0.0.1:1/', file: lib/allowed.txt }"; permitted 'a body that is listed' 4
step 'hosts: [127.0.0.1], paths: [lib/]' "http: { send: 'POST http://127.0.0.1:1/', file: lib/allowed.txt }"; permitted 'a folder with all in it' 4
printf 'runbook: 1\ntitle: x\nallow: { hosts: [127.0.0.1], paths: [lib/*] }\ninputs: { f: { default: outside.txt } }\nsteps: [{ name: x, http: { send: "POST http://127.0.0.1:1/", file: "${inputs.f}" } }]\n' >a.yaml
refused 'a body that is known later' "is not among allow.paths"
refused 'and what would have been let' "paths: [lib/*, outside.txt]"
step 'hosts: [127.0.0.1], paths: [lib/*]' "http: { send: 'GET https://127.0.0.1:1/', tls: { ca: outside.txt } }"; refused 'certificates' "is not among allow.paths"
step 'hosts: [127.0.0.1], paths: [lib/*]' "http: { send: 'GET https://127.0.0.1:1/', tls: { cert: lib/allowed.txt, key: lib/../outside.txt } }"; refused 'a key' "is not among allow.paths"
book 'programs: [id], secrets: [s], paths: [lib/*]' 'secrets: { s: { file: outside.txt } }
steps: [{ name: x, effect: read, exec: [id] }]'; refused 'the file of a secret' "is not among allow.paths"
book 'programs: [id], secrets: [s], paths: [lib/*]' 'secrets: { s: { file: lib/link.txt } }
steps: [{ name: x, effect: read, exec: [id] }]'; refused 'the same by a link' "which is '$work/outside.txt'"
book 'programs: [id], secrets: [s], paths: [lib/*]' "secrets: { s: { file: $work/lib/../outside.txt } }
steps: [{ name: x, effect: read, exec: [id] }]"; refused 'the same by ..' "is not among allow.paths"
book 'programs: [id], secrets: [s], paths: [lib/*]' 'secrets: { s: { file: lib/allowed.txt } }
steps: [{ name: x, effect: read, exec: [id] }]'; permitted 'the file of a secret that is listed'
book 'programs: [echo], paths: [lib/*]' "steps: [{ name: x, effect: read, exec: [echo, '{}'], expect: \"matchesSchema(json, 'schema.json')\" }]"; refused 'a schema' "is not among allow.paths"
book 'programs: [echo], paths: [schema.json]' "steps: [{ name: x, effect: read, exec: [echo, '{}'], expect: \"matchesSchema(json, 'schema.json')\" }]"; permitted 'a schema that is listed'
printf 'SELECT 1 AS one' >q.sql
book "databases: ['*', '*/*'], paths: [lib/*]" "connections: { db: { sql: 'sqlite::memory:' } }
steps: [{ name: x, sql: { file: q.sql }, expect: value == 1 }]"; refused 'a statement' "is not among allow.paths"
printf 'runbook: 1\ntitle: x\nallow: { databases: ["*"], paths: [lib/*] }\ninputs: { q: { default: q.sql } }\nconnections: { db: { sql: "sqlite::memory:" } }\nsteps: [{ name: x, sql: { file: "${inputs.q}" }, expect: value == 1 }]\n' >a.yaml
refused 'a statement that is known later' "is not among allow.paths"
printf 'runbook: 1\ntitle: y\nallow: { databases: ["*"], paths: [lib/*] }\ninputs: { q: { default: q.sql } }\nconnections: { db: { sql: "sqlite::memory:" } }\nsteps: [{ name: x, sql: { file: "${inputs.q}" }, expect: value == 1 }]\n' >b.yaml
book "databases: ['*'], paths: [q.sql]" "connections: { db: { sql: 'sqlite::memory:' } }
steps: [{ name: x, sql: { file: q.sql }, expect: value == 1 }, { name: y, include: b.yaml }]"; refused 'a statement that another runbook may read' "is not among allow.paths of b.yaml"
book "databases: ['*'], paths: [q.sql]" "connections: { db: { sql: 'sqlite::memory:' } }
steps: [{ name: x, sql: { file: q.sql }, expect: value == 1 }]"; permitted 'a statement that is listed'
mkdir -p sub; printf 'runbook: 1\ntitle: y\nallow: { programs: [echo], paths: [schema.json] }\nsteps: [{ name: z, effect: read, exec: [echo, "{}"], expect: "matchesSchema(json, '"'schema.json'"')" }]\n' >sub/b.yaml
cp schema.json sub/
book 'programs: [echo], paths: [sub/*]' 'steps: [{ name: x, include: sub/b.yaml }]'; permitted 'patterns are relative to the file that names them'
book 'programs: [echo], paths: [schema.json]' 'steps: [{ name: x, include: sub/b.yaml }]'; refused 'and to no other' "is not among allow.paths of a.yaml"
book "databases: ['*'], paths: [.]" "connections: { db: { sql: 'sqlite::memory:' } }
steps: [{ name: x, sql: { file: q.sql }, expect: value == 1 }]"; permitted 'a folder as a dot'
book "databases: ['*'], paths: [/]" "connections: { db: { sql: 'sqlite::memory:' } }
steps: [{ name: x, sql: { file: q.sql }, expect: value == 1 }]"; permitted 'all folders'
book "databases: ['*'], paths: [sub/.]" "connections: { db: { sql: 'sqlite::memory:' } }
steps: [{ name: x, sql: { file: q.sql }, expect: value == 1 }]"; refused 'another folder as a dot' 'is not among allow.paths'
mkdir -p releases/v1/deep; printf 'x\n' >releases/v1/note.txt; cp releases/v1/note.txt releases/v1/deep/; ln -sfn releases/v1 current; ln -sfn releases/v1/note.txt latest.txt; ln -sfn "$work/outside.txt" releases/v1/link.txt
read_file() { book "programs: [cat], paths: [$1]" "steps: [{ name: x, effect: read, exec: [cat], stdin: \"\${file('$2')}\", expect: text == 'x' }]"; }
read_file 'current/*' current/note.txt; permitted 'a folder that is a link'
read_file 'current/*' releases/v1/note.txt; permitted 'what a folder that is a link leads to'
read_file 'releases/v1/*' current/note.txt; permitted 'the way of a link that is named as it is'
read_file current/ current/deep/note.txt; permitted 'all beneath a folder that is a link'
read_file latest.txt latest.txt; permitted 'a file that is a link'
read_file ./current/note.txt ./current/note.txt; permitted 'a file in a folder that is a link'
read_file 'current/*' current/deep/note.txt; refused 'a star passes no slash behind a link' "which is '$work/releases/v1/deep/note.txt', is not among"
read_file 'current/*' current/link.txt; refused 'a link in a folder that is one' "is not among"
read_file 'releases/*' releases/v1/note.txt; refused 'a folder within is not in a star' "paths: [releases/*, releases/v1/note.txt]"
ln -sfn "$work" "$work/again"
read_file "'$work/again/current/*'" current/note.txt; permitted 'a whole path by another link'
(cd sub && "$bin" run ../a.yaml --root .. -q >../out 2>&1 </dev/null) || fail "from a folder within: $(cat out)"
(cd / && "$bin" run "$work/again/a.yaml" --root "$work/again" -q >"$work/out" 2>&1 </dev/null) || fail "from elsewhere, by a link: $(cat out)"

# ── --locked ──
printf 'runbook: 1\ntitle: x\nsteps: [{ name: x, effect: read, exec: [id] }]\n' >a.yaml
"$bin" run a.yaml --root . --run-dir run-x --locked >out 2>&1 </dev/null
[ $? -eq 8 ] || fail 'a runbook without allow was run under --locked'

# What is seen before anything runs is denied all the same, unless something else is wrong as well.
book 'programs: [tool]' 'steps: [{name: a, exec: [id]}]'
"$bin" run a.yaml --root . -q >out 2>&1
[ $? -eq 8 ] || fail 'a program that is not listed does not end with 8'
book 'programs: [tool]' 'steps: [{name: a, exec: [id]}, {name: b, exec: [tool], exepct: no}]'
"$bin" run a.yaml --root . -q >out 2>&1
[ $? -eq 3 ] || fail 'a runbook that is wrong as well does not end with 3'

printf '%d failures\n' "$failures"
[ "$failures" -eq 0 ]
