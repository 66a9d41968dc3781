// Scripts that pass over a failure, with the line written anew; and honest ones, of which nothing
// may be said.
#include "check.h"
#include "script/script.h"

#include <string.h>

static const ScriptShell strict = {.errexit = true, .pipefail = true, .has_pipefail = true};

typedef struct Lossy {
    const char *script;
    const char *place; // what is pointed at
    const char *hint;
} Lossy;

static const Lossy lossy[] = {
    {"export V=$(git describe)\nmake", "export V=$(git describe)", "V=$(git describe)\nexport V"},
    {"export V=\"$(git describe)\"", "export V=\"$(git describe)\"",
     "V=\"$(git describe)\"\nexport V"},
    {"export A=1 V=`date -x`", "export A=1 V=`date -x`", "V=`date -x`\nexport V"},
    {"f() {\n  local V=$(cat x)\n  echo \"$V\"\n}\nf", "local V=$(cat x)", "local V\nV=$(cat x)"},
    {"declare -r V=$(cat x)", "declare -r V=$(cat x)", "declare V\nV=$(cat x)\nreadonly V"},
    {"readonly V=$(cat x)\necho", "readonly V=$(cat x)", "V=$(cat x)\nreadonly V"},
    {"V=$(cat x) deploy", "V=$(cat x) deploy", "V=$(cat x)\nV=\"$V\" deploy"},
    {"npm test || true", "npm test || true",
     "npm test\nor, where its failure is only to be told, level: should beside the step"},
    {"a\nb || :", "b || :",
     "b\nor, where its failure is only to be told, level: should beside the step"},
    {"a || exit 0", "a || exit 0",
     "a\nor, where its failure is only to be told, level: should beside the step"},
    {"a || { echo failed >&2; exit 0; }", "a || { echo failed >&2; exit 0; }",
     "a\nor, where its failure is only to be told, level: should beside the step"},
    {"a || echo 'did not work'", "a || echo 'did not work'",
     "a\nor, where its failure is only to be told, level: should beside the step"},
    {"for h in a b; do deploy \"$h\" || true; done", "deploy \"$h\" || true",
     "deploy \"$h\"\nor, where its failure is only to be told, level: should beside the step"},
    {"make; true", "true", "leave it out"},
    {"make\n:", ":", "leave it out"},
    {"trap 'exit 0' EXIT\nmake", "trap 'exit 0' EXIT", "leave the trap out"},
    {"trap 'rm -rf \"$D\"; exit 0' EXIT\nmake", "trap 'rm -rf \"$D\"; exit 0' EXIT",
     "trap 'rm -rf \"$D\"' EXIT"},
    {"deploy a &\ndeploy b", "deploy a",
     "deploy a & jobs+=(\"$!\")\nand at the end: for job in \"${jobs[@]}\"; do wait \"$job\"; done\n"
     "or say beside the step that it is meant to stay: background: keep"},
    {"deploy a &\ndeploy b &\nwait", "wait",
     "begin each by: … & jobs+=(\"$!\")\nand wait for each: for job in \"${jobs[@]}\"; do wait \"$job\"; done"},
    {"curl -sS http://a/health", "curl -sS http://a/health", "curl --fail -sS http://a/health"},
    {"curl -sS -o f.tgz \"$URL\"\ntar xf f.tgz", "curl -sS -o f.tgz \"$URL\"",
     "curl --fail -sS -o f.tgz \"$URL\""},
    {"/usr/bin/curl -X POST -d @f http://a", "/usr/bin/curl -X POST -d @f http://a",
     "/usr/bin/curl --fail -X POST -d @f http://a"},
    {"if curl -s http://a; then echo up; else exit 1; fi", "curl -s http://a",
     "curl --fail -s http://a"},
    {"sudo curl -o f http://a", "sudo curl -o f http://a", "sudo curl --fail -o f http://a"},
    {"curl -s http://a | tee out", "curl -s http://a", "curl --fail -s http://a"},
    {"body=$(curl -s http://a)\necho \"$body\"", "curl -s http://a", "curl --fail -s http://a"},
    {"psql -f up.sql", "psql -f up.sql", "psql -v ON_ERROR_STOP=1 -f up.sql"},
    {"psql \"$URL\" < up.sql", "psql \"$URL\" < up.sql",
     "psql -v ON_ERROR_STOP=1 \"$URL\" < up.sql"},
    {"psql \"$URL\" <<'EOF'\ninsert into a values (1);\nEOF", "psql \"$URL\" <<'EOF'",
     "psql -v ON_ERROR_STOP=1 \"$URL\" <<'EOF'"},
    {"cat a.sql | psql -1 -d x", "psql -1 -d x", "psql -v ON_ERROR_STOP=1 -1 -d x"},
    {"psql -c 'select 1' -c 'select 2'", "psql -c 'select 1' -c 'select 2'",
     "psql -v ON_ERROR_STOP=1 -c 'select 1' -c 'select 2'"},
    {"mysql --force app < up.sql", "mysql --force app < up.sql", "mysql app < up.sql"},
    {"find . -name '*.json' -exec jq empty {} \\;", "find . -name '*.json' -exec jq empty {} \\;",
     "find . -name '*.json' -print0 | xargs -0 -r -n1 jq empty"},
    {"find . -type f -exec cp {} /backup/ ';'", "find . -type f -exec cp {} /backup/ ';'",
     "find . -type f -print0 | xargs -0 -r -I{} cp {} /backup/"},
    {"make -i all", "make -i all", "make all"},
    {"cd build && make\necho done", "cd build && make", "cd build\nmake"},
    {"for d in a b; do cd \"$d\" && make; done", "cd \"$d\" && make", "cd \"$d\"\nmake"},
    {"! systemctl stop app\necho", "! systemctl stop app",
     "if systemctl stop app; then exit 1; fi"},
    {"! grep -q ERROR app.log", "! grep -q ERROR app.log",
     "status=0\ngrep -q ERROR app.log || status=$?\n[ \"$status\" -eq 1 ]"},
    {"if grep -q ERROR app.log; then exit 1; fi", "grep -q ERROR app.log",
     "status=0\ngrep -q ERROR app.log || status=$?\n[ \"$status\" -eq 1 ]"},
    {"if kubectl get pods | grep -q Crash; then\n  echo crash\n  exit 1\nfi",
     "kubectl get pods | grep -q Crash",
     "found=$(kubectl get pods)\nstatus=0\nprintf '%s' \"$found\" | grep -q Crash || status=$?\n[ \"$status\" -eq 1 ]"},
    {"grep -q ERROR app.log && exit 1\necho fine", "grep -q ERROR app.log && exit 1",
     "status=0\ngrep -q ERROR app.log || status=$?\n[ \"$status\" -eq 1 ]"},
    {"[ -z \"$(git status --porcelain)\" ]", "[ -z \"$(git status --porcelain)\" ]",
     "found=$(git status --porcelain)\n[ -z \"$found\" ]"},
    {"[[ $(wc -l < errors) -eq 0 ]]", "[[ $(wc -l < errors) -eq 0 ]]",
     "found=$(wc -l < errors)\n[[ \"$found\" -eq 0 ]]"},
    {"if [ -n \"$(git status --porcelain)\" ]; then exit 1; fi",
     "[ -n \"$(git status --porcelain)\" ]", "found=$(git status --porcelain)\n[ -n \"$found\" ]"},
    {"[ \"$(kubectl get pods | wc -l)\" -gt 0 ] && exit 1\necho fine",
     "[ \"$(kubectl get pods | wc -l)\" -gt 0 ]",
     "found=$(kubectl get pods | wc -l)\n[ \"$found\" -gt 0 ]"},
    {"for f in $(git ls-files '*.sh'); do\n  bash -n \"$f\"\ndone",
     "for f in $(git ls-files '*.sh')", "items=$(git ls-files '*.sh')\nfor f in $items; do"},
    {"while read -r p; do check \"$p\"; done < <(kubectl get pods)", "< <(kubectl get pods)",
     "before it: kubectl get pods > found.txt\nand here: < found.txt"},
    {"diff <(sort a) b", "<(sort a)", "before it: sort a > found.txt\nand here: found.txt"},
    {"eval \"$(ssh-agent -s)\"\nssh-add", "eval \"$(ssh-agent -s)\"",
     "words=$(ssh-agent -s)\neval \"$words\""},
    {"set +e\nmake\necho done", "set +e",
     "leave it out; where a status is to be looked at: status=0; … || status=$?"},
    {"ssh host 'cd app; make'", "ssh host 'cd app; make'", "ssh host 'set -e; cd app; make'"},
    {"ssh -i key host \"systemctl stop app\nsystemctl start app\"",
     "ssh -i key host \"systemctl stop app\nsystemctl start app\"",
     "ssh -i key host \"set -e; systemctl stop app\nsystemctl start app\""},
    {"ssh host bash -s <<'EOF'\ncd app\nmake\nEOF", "ssh host bash -s <<'EOF'",
     "let its first line be: set -e"},
    {"bash -c 'make; make install'", "bash -c 'make; make install'",
     "bash -c 'set -e; make; make install'"},
    {"kubectl exec pod -- sh -c 'a; b'", "kubectl exec pod -- sh -c 'a; b'",
     "kubectl exec pod -- sh -c 'set -e; a; b'"},
    {"ls *.c | xargs -n1 sh -c 'a \"$0\"; b \"$0\"'", "xargs -n1 sh -c 'a \"$0\"; b \"$0\"'",
     "xargs -n1 sh -c 'set -e; a \"$0\"; b \"$0\"'"},
    {"( cd app; make ) || exit 1", "( cd app; make )", "( cd app && make )"},
    {"if { pull; build; }; then echo fine; else exit 1; fi", "{ pull; build; }",
     "{ pull && build; }"},
    {"a & p=$!\nb & q=$!\nwait $p $q", "wait $p $q", "wait $p\nwait $q"},
    {"pids=()\nfor h in a b; do deploy \"$h\" & pids+=($!); done\nwait \"${pids[@]}\"",
     "wait \"${pids[@]}\"", "for job in \"${pids[@]}\"; do wait \"$job\"; done"},
    {"pids=\nfor h in a b; do deploy \"$h\" & pids=\"$pids $!\"; done\nwait $pids", "wait $pids",
     "for job in $pids; do wait \"$job\"; done"},
    {"a & b & wait $(jobs -p)", "wait $(jobs -p)",
     "begin each by: … & jobs+=(\"$!\")\nand wait for each: for job in \"${jobs[@]}\"; do wait \"$job\"; done"},
    {"a & b &\nfor p in $(jobs -p); do wait \"$p\"; done", "for p in $(jobs -p)",
     "begin each by: … & jobs+=(\"$!\")\nand wait for each: for job in \"${jobs[@]}\"; do wait \"$job\"; done"},
    {"a & p=$!\nwait \"$p\" || echo failed\necho done", "wait \"$p\" || echo failed",
     "wait \"$p\"\nor, where its failure is only to be told, level: should beside the step"},
    {"{ ! grep -q ERROR < app.log; }", "! grep -q ERROR < app.log",
     "status=0\ngrep -q ERROR < app.log || status=$?\n[ \"$status\" -eq 1 ]"},
    {"clean() { rm -f x; exit 0; }\ntrap clean EXIT\nmake", "trap clean EXIT",
     "leave the `exit` at its end out: the status then stays what it was"},
    {"clean() { rm -f x; exit $?; }\ntrap clean EXIT\nmake", "trap clean EXIT",
     "leave the `exit` at its end out: the status then stays what it was"},
    {"trap 'rm -f x; exit $?' EXIT\nmake", "trap 'rm -f x; exit $?' EXIT",
     "leave the `exit` at its end out: the status then stays what it was"},
    {"trap \"exit $?\" EXIT\nmake", "trap \"exit $?\" EXIT",
     "leave the `exit` at its end out: the status then stays what it was"},
    {"npm test || cat npm.log", "npm test || cat npm.log",
     "npm test\nor, where its failure is only to be told, level: should beside the step"},
    {"kubectl rollout status deploy/a || kubectl logs deploy/a",
     "kubectl rollout status deploy/a || kubectl logs deploy/a",
     "kubectl rollout status deploy/a\nor, where its failure is only to be told, level: should beside the step"},
    {"for h in a b; do deploy \"$h\" || continue; done", "deploy \"$h\" || continue",
     "deploy \"$h\"\nor, where its failure is only to be told, level: should beside the step"},
    {"for h in a b; do deploy \"$h\" || failed=1; done", "deploy \"$h\" || failed=1",
     "deploy \"$h\"\nor, where its failure is only to be told, level: should beside the step"},
    {"make || true\necho done", "make || true",
     "make\nor, where its failure is only to be told, level: should beside the step"},
    {"echo begins\nmake || echo failed >> log\nexit 0", "make || echo failed >> log",
     "make\nor, where its failure is only to be told, level: should beside the step"},
    {"main() {\n  make || true\n}\nmain", "make || true",
     "make\nor, where its failure is only to be told, level: should beside the step"},
    {"if make; then echo made; else echo not made; fi",
     "if make; then echo made; else echo not made; fi", "make"},
    {"a\nif ! ssh h b; then echo failed; fi", "if ! ssh h b; then echo failed; fi", "ssh h b"},
    {"if [ -f x ]; then echo there; else echo missing; fi",
     "if [ -f x ]; then echo there; else echo missing; fi",
     "let the branch that is not well end with: exit 1"},
    {"for h in a b; do if deploy \"$h\"; then echo well; else echo not; continue; fi; done",
     "if deploy \"$h\"; then echo well; else echo not; continue; fi", "deploy \"$h\""},
    {"curl -s -o /dev/null -w '%{http_code}' http://a",
     "curl -s -o /dev/null -w '%{http_code}' http://a",
     "curl --fail -s -o /dev/null -w '%{http_code}' http://a"},
    {"ssh host 'curl -s http://a'", "curl -s http://a", "curl --fail -s http://a"},
    {"ssh host curl -s http://a", "ssh host curl -s http://a", "ssh host curl --fail -s http://a"},
    {"ssh host 'make || true'", "make || true",
     "make\nor, where its failure is only to be told, level: should beside the step"},
    {"bash -ec 'a; export V=$(b)'", "export V=$(b)", "V=$(b)\nexport V"},
    {"su - postgres -c 'psql -f up.sql'", "psql -f up.sql", "psql -v ON_ERROR_STOP=1 -f up.sql"},
    {"docker exec -i db psql -U app < up.sql", "docker exec -i db psql -U app < up.sql",
     "docker exec -i db psql -v ON_ERROR_STOP=1 -U app < up.sql"},
    {"docker exec psql psql -f up.sql", "docker exec psql psql -f up.sql",
     "docker exec psql psql -v ON_ERROR_STOP=1 -f up.sql"},
    {"kubectl exec -i db-0 -- psql -f up.sql", "kubectl exec -i db-0 -- psql -f up.sql",
     "kubectl exec -i db-0 -- psql -v ON_ERROR_STOP=1 -f up.sql"},
    {"ssh host <<'EOF'\nset -e\npsql -f up.sql\nmake\nEOF", "psql -f up.sql",
     "psql -v ON_ERROR_STOP=1 -f up.sql"},
    {"deploy() {\n  build\n  push\n}\ndeploy || exit 1", "build",
     "build || return\nor call deploy by itself, in no condition"},
    {"deploy() { build; push; }\nif deploy; then echo well; else exit 1; fi", "build",
     "build || return\nor call deploy by itself, in no condition"},
};

static const char *const honest[] = {
    "npm ci\nnpm test",
    "V=$(git describe)\nexport V\necho \"$V\"",
    "echo 'npm test || true'",
    "echo \"a & b; curl http://x\"",
    "# curl http://a || true\nmake",
    "cat <<'EOF'\ncurl -s http://a\nfind . -exec rm {} \\;\nexport V=$(false)\nmake || true\nEOF",
    "cat <<EOF > f\na & b\n! c\nEOF\nmake",
    "rm -f a || true\nmake",
    "docker rm -f old >/dev/null 2>&1 || true\ndocker run app",
    "n=$(grep -c ERROR log || true)\n[ \"$n\" -eq 0 ]",
    "status=0\ncmp a b || status=$?\n[ \"$status\" -eq 1 ]",
    "trap 'rm -rf \"$D\"' EXIT\nD=$(mktemp -d)\nmake",
    "trap 'exit 0' TERM\nmake",
    "a & pids=$!\nb\nwait \"$pids\"",
    "jobs=()\nfor h in a b; do\n  deploy \"$h\" & jobs+=(\"$!\")\ndone\nfor job in \"${jobs[@]}\"; do wait \"$job\"; done",
    "server & pid=$!\ntrap 'kill \"$pid\"' EXIT\ncurl -fsS http://127.0.0.1:1/health",
    "server & pid=$!\nprobe\nkill \"$pid\"\nwait",
    "curl -fsS http://a",
    "curl -sSf http://a",
    "curl --fail-with-body -sS http://a",
    "code=$(curl -s -o /dev/null -w '%{http_code}' http://a)\n[ \"$code\" = 200 ]",
    "curl -s http://a | jq -e .ok",
    "curl -s http://a | grep ok >/dev/null",
    "curl --version",
    "echo curl http://a",
    "apt-get install curl",
    "command -v curl >/dev/null || exit 1",
    "psql -v ON_ERROR_STOP=1 -f up.sql",
    "psql --set=ON_ERROR_STOP=on < up.sql",
    "psql -XAtc 'select 1'",
    "psql \"$URL\" -c \"update a set b = 1\"",
    "psql -l",
    "psql <<'EOF'\n\\set ON_ERROR_STOP on\nselect 1;\nEOF",
    "mysql app < up.sql",
    "mysql -uroot -pforce app < up.sql",
    "find . -name '*.o' -delete",
    "find . -name '*.sh' -exec bash -n {} +",
    "find . -name '*.gz' -exec grep -q x {} \\; -print",
    "find . -print0 | xargs -0 rm",
    "cd build && make",
    "mkdir -p a\ncd a\nmake",
    "[ -f x ] && rm x\nmake",
    "[[ -n $A && -z $B ]] && echo ready\nmake",
    "command -v jq >/dev/null && echo jq\nmake",
    "if [ -f x ]; then rm x; fi",
    "if grep -q x f; then echo there; else exit 1; fi",
    "if ! curl -fsS http://a; then echo down; exit 1; fi",
    "if echo \"$x\" | grep -q bad; then exit 1; fi",
    "if grep -q bad <<<\"$x\"; then exit 1; fi",
    "until curl -fsS http://a; do sleep 1; done",
    "while read -r line; do echo \"$line\"; done < f",
    "while IFS= read -r -d '' f; do check \"$f\"; done < list",
    "! test -e lock",
    "test ! -e lock",
    "[ -z \"$V\" ]",
    "[ \"$(cat version)\" = 1.4.2 ]",
    "if [ -z \"$(command -v jq)\" ]; then exit 1; fi",
    "if [ -z \"$(git tag)\" ]; then exit 1; fi",
    "[ -n \"$(git tag)\" ] || exit 1",
    "for i in $(seq 1 5); do echo \"$i\"; done",
    "$check && note\nmake",
    "probe && exit 0\nmake",
    "for f in a b *.c; do cc \"$f\"; done",
    "set -x\nmake\nset +x",
    "set +e\nmake\nstatus=$?\nset -e\n[ \"$status\" -eq 2 ]",
    "ssh host 'set -e; cd app; make'",
    "ssh host 'cd app && make'",
    "ssh host uptime",
    "ssh -o BatchMode=yes host true",
    "ssh host bash -se <<'EOF'\ncd app\nmake\nEOF",
    "bash -ec 'a; b'",
    "sh -c 'exec app'",
    "( cd app && make ) || exit 1",
    "( cd app; make )",
    "if cd build && make; then echo made; else exit 1; fi",
    "while ! nc -z db 5432; do sleep 1; done",
    "x=$((1 + (2 * 3)))\n(( x > 3 ))\necho $((x))",
    "case $1 in\n  start) run ;;\n  stop|halt) end || exit 1 ;;\n  *) exit 2 ;;\nesac",
    "f() { [ \"$1\" = a ] && echo a; }\nif f a; then echo; fi",
    "a=(one \"two three\" $x)\necho \"${a[@]}\" \"${#a[@]}\" \"${a[0]:-none}\"",
    "echo \"${x:-$(date)}\" ${y//a/b} \"$'\"",
    "echo $'it\\'s' \"a 'b' c\" 'd \"e\"' \\\" f\\;g",
    "printf '%s\\n' {a..c} > out 2>&1 || exit 1",
    "exec 3<>/dev/tcp/127.0.0.1/80\necho >&3",
    "cat <<A <<-B\none\nA\n\ttwo\n\tB\nmake",
    "make \\\n  --jobs 4 \\\n  all",
    "time make | tee log",
    "true",
    "select x in a b; do break; done",
    "shopt -s extglob\nrm -f !(a|b) @(c|d)",
    "[[ $v =~ ^v([0-9]+)\\.(.*)$ ]] || exit 1",
    "echo a; echo b",
    "exit 0",
    "make\nexit 0",
    "git diff --quiet && echo same\nmake",
    "make > log\nif grep -q WARN log; then echo \"there are warnings\"; fi",
    "make\nif [ -n \"${V:-}\" ]; then echo \"$V done\"; fi",
    "cleanup() { rc=$?; rm -f x; exit $rc; }\ntrap cleanup EXIT\nmake",
    "cleanup() { local status=$?; rm -f x; exit \"$status\"; }\ntrap cleanup EXIT INT TERM\nmake",
    "cleanup() { rm -f x; }\ntrap cleanup EXIT\nmake",
    "trap 'exit $?' EXIT\nmake",
    "trap 'exit $?' INT\nmake",
    "is_healthy() {\n  code=$(curl -s -o /dev/null -w '%{http_code}' \"$1\")\n  [ \"$code\" = 200 ]\n}\nis_healthy http://x/ || exit 1",
    "code() { curl -s -o /dev/null -w '%{http_code}' \"$1\"; }\n[ \"$(code http://x/)\" = 200 ]",
    "check() {\n  local host=$1\n  nc -z \"$host\" 22 || return 1\n  nc -z \"$host\" 80\n}\ncheck a || { echo bad; exit 1; }",
    "deploy() { build || return; push; }\ndeploy || exit 1",
    "deploy() { build && push; }\ndeploy || exit 1",
    "log() { echo \"$*\"; }\nlog a || exit 1",
    "wait_up() {\n  local i\n  for i in $(seq 10); do\n    curl -fs \"$1\" >/dev/null && return 0\n    sleep 1\n  done\n  echo \"never up\"\n  return 1\n}\nif ! wait_up http://x/; then exit 1; fi",
    "need() {\n  echo \"looking for $1\"\n  command -v \"$1\" >/dev/null\n}\nneed jq || exit 1",
    "cat a || cat b",
    "cat version 2>/dev/null || git describe",
    "grep -q x a || { echo adding; echo x >> a; }",
    "grep -q x a || printf 'x\n' | tee -a a",
    "test -f a || cat <<E > a\nx\nE",
    "[ -f a ] || echo default > a",
    "[ -f a ] || { echo \"missing a\" >&2; exit 1; }",
    "main() {\n  make\n  make install\n}\nmain",
    "cleanup() { docker rm -f t || true; }\ndocker run --name t img\ncleanup\nmake",
    "ssh h 'docker ps -q | wc -l' | grep -qx 3",
    "ssh h 'curl -s http://localhost/health' | jq -e .ok",
    "ssh h 'curl -fsS http://localhost/health'",
    "ssh h 'psql -Atc \"select 1\"'",
    "docker exec db psql -U app -c 'select 1'",
    "docker exec db psql -U app -v ON_ERROR_STOP=1 -f /x.sql",
    "docker restart psql",
    "docker logs curl",
    "docker run --rm curlimages/curl -fsS http://x/",
    "docker run -d --name mysql mysql:8",
    "docker exec mysql mysqladmin ping",
    "docker exec mysql mysql -e 'select 1'",
    "kubectl exec db-0 -- psql -c 'select 1'",
    "kubectl logs curl",
    "kubectl run curl --image=curlimages/curl --rm -i --restart=Never -- curl -fsS http://svc/",
    "bash -c 'set -euo pipefail; a; b || true; c'",
    "ssh h 'rm -f x || true; make'",
    "ssh h 'if [ -f x ]; then rm x; fi'",
    "ssh h 'systemctl is-active app || systemctl start app'",
    "ssh h 'nohup ./app > log 2>&1 & echo $! > pid'",
    "ssh h 'id -u app >/dev/null 2>&1 || useradd app'",
    "ssh h \"test -d /srv || mkdir -p /srv\"",
    "ssh h <<'E'\nset -e\nf() { a; b; }\nf\nE",
    "for p in $(jobs -p); do kill \"$p\"; done",
    "while read -r x; do echo \"$x\"; done < <(printf 'a\n')",
    "if curl -fs http://x/; then echo up; else echo down; exit 1; fi",
    "if make; then echo ok; else echo bad; exit 1; fi",
    "for h in a b; do if ssh \"$h\" uptime; then echo ok; else echo bad; exit 1; fi; done",
    "for i in 1 2 3; do\n  if curl -fs http://x/; then echo up; break; fi\n  sleep 1\ndone\ncurl -fs http://x/",
    "for f in *.conf; do [ -s \"$f\" ] || continue; nginx -t -c \"$f\"; done",
    "for f in *; do\n  [ -d \"$f\" ] || continue\n  echo \"$f\"\ndone",
    "failed=0\nfor h in a b; do ssh \"$h\" true || failed=1; done\n[ \"$failed\" -eq 0 ]",
    "failed=0\nfor h in a b; do ssh \"$h\" true || failed=1; done\nif [ $failed -ne 0 ]; then exit 1; fi",
    "rc=0\nmake || rc=$?\necho \"make: $rc\"\nexit $rc",
    "curl -s -o /dev/null -w '%{http_code}' http://x/ > code\ngrep -qx 200 code",
    "curl -fsS -w '%{time_total}\n' -o /dev/null http://x/",
    "if [ \"$(curl -s -o /dev/null -w '%{http_code}' http://x/)\" != 200 ]; then exit 1; fi",
    "case \"$(curl -s -o /dev/null -w '%{http_code}' http://x/)\" in 200) ;; *) exit 1;; esac",
    "echo \"starting\"\nsystemctl start app\necho \"started\"",
    "rm -f x || true\necho \"removed\"\nmake",
    "docker rm -f a || true\ndocker network rm n || true\ndocker network create n",
    "su - postgres -c \"psql -c 'select 1'\"",
    "su app -c 'cd /srv && make'",
    "until psql -c 'select 1'; do sleep 1; done",
    "if ! psql -c 'select 1' >/dev/null; then echo \"no db\"; exit 1; fi",
    "n=0; until [ $n -ge 5 ]; do make && break; n=$((n+1)); sleep 1; done\n[ $n -lt 5 ]",
    "grep -qxF 'a=1' f || echo 'a=1' >> f",
    "curl -sS -o f ftp://a/b",
    "diff <(printf '%s\n' \"$A\") <(echo \"$B\")",
    "for pid in $(pgrep app); do kill \"$pid\"; done",
    "log() { echo \"$*\" >&2; }\nup() {\n  log asking\n  nc -z a 80\n}\nup || exit 1",
    "die() { echo \"$*\"; exit 1; }\nneed() { [ -n \"$1\" ] || die none; }\nrun() {\n  need \"$1\"\n  shift\n  nc -z \"$1\" 80\n}\nrun a b || exit 1",
    "usage() {\n  cat <<EOF\nuse it so\nEOF\n  exit 2\n}\n[ $# -eq 1 ] || usage\nmake",
    "prod() { [ \"$ENV\" = prod ]; }\nprod && notify\nmake",
    "is_leader && notify\nmake",
    "echo now && make\nmake install",
    "make\nprod() { [ \"$ENV\" = prod ]; }\nif prod; then echo deployed; fi",
    "a & p=$!\nb & q=$!\nwait $p || true\nwait $q",
    "a & p=$!\nwait \"$p\"",
    "work & job=$!\ntest-it\nkill \"$job\"\nwait \"$job\" || true",
    "{ a && b; } || { echo bad; exit 1; }",
    "(cd app && make) || exit 1\necho made",
    "journalctl -q | { ! grep -q ERROR; }",
    "make || < log",
    "nohup sh -c 'exec app' > log 2>&1 & echo $! > pid\nkill -0 \"$(cat pid)\"",
};

static Arena *arena;

static ScriptFindings look(const char *script) {
    return script_look(arena, sv_from_c(script), &strict);
}

// What a hint says before the first line that is for people.
static Sv for_shells(Sv hint) {
    static const char *const words[] = {"\nor", "\nand", "before it", "leave", "let its", "begin"};
    size_t end = hint.len;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t at = sv_find(hint, sv_from_c(words[i]), 0);
        if (at < end) end = at;
    }
    return sv_slice(hint, 0, end);
}

// Written in place of what is pointed at, nothing more is to be said.
static void mended(Sv script, const ScriptFinding *finding) {
    Sv hint = for_shells(finding->hint);
    if (hint.len == 0 || sv_find(finding->hint, SV("jobs"), 0) != SV_NONE) return;
    // Of a loop its head alone is written anew.
    Sv words = sv_ends(hint, SV("; do")) ? sv_slice(hint, 0, hint.len - 4) : hint;
    Sv parts[] = {sv_slice(script, 0, finding->from), words,
                  sv_slice(script, finding->to, script.len)};
    Sv whole = sv_concat(arena, parts, 3);
    ScriptFindings found = script_look(arena, whole, &strict);
    if (found.count > 0)
        printf("still %.*s in: %.*s\n", SV_ARG(found.items[0].reason), SV_ARG(whole));
    CHECK_INT(found.count, 0);
}

static void losing(void) {
    for (size_t i = 0; i < sizeof lossy / sizeof *lossy; i++) {
        ScriptFindings found = look(lossy[i].script);
        if (found.count != 1) {
            printf("%u findings in: %s\n", found.count, lossy[i].script);
            for (uint32_t k = 0; k < found.count; k++)
                printf("  %.*s | %.*s\n", SV_ARG(found.items[k].reason),
                       SV_ARG(found.items[k].hint));
            CHECK(found.count == 1);
            continue;
        }
        Sv script = sv_from_c(lossy[i].script);
        CHECK_C(sv_slice(script, found.items[0].from, found.items[0].to), lossy[i].place);
        CHECK_C(found.items[0].hint, lossy[i].hint);
        mended(script, &found.items[0]);
    }
}

static void keeping(void) {
    for (size_t i = 0; i < sizeof honest / sizeof *honest; i++) {
        ScriptFindings found = look(honest[i]);
        for (uint32_t k = 0; k < found.count; k++)
            printf("%s\n  %.*s | %.*s\n", honest[i], SV_ARG(found.items[k].reason),
                   SV_ARG(found.items[k].hint));
        CHECK(found.count == 0);
    }
}

static void other_shells(void) {
    ScriptShell plain = {0}, bash = {.has_pipefail = true}, stays = strict;
    stays.may_stay = true;
    ScriptFindings found = script_look(arena, SV("make; make install"), &bash);
    CHECK_INT(found.count, 1);
    CHECK_C(found.items[0].hint, "set -e; make");
    CHECK_INT(script_look(arena, SV("set -eu\nmake\nmake install"), &bash).count, 0);
    CHECK_INT(script_look(arena, SV("set -o errexit\nmake\nmake install"), &bash).count, 0);
    CHECK_INT(script_look(arena, SV("make && make install"), &bash).count, 0);
    CHECK_INT(script_look(arena, SV("make\nstatus=$?\nexit $status"), &bash).count, 0);
    found = script_look(arena, SV("make | tee log"), &bash);
    CHECK_C(found.items[0].hint, "set -o pipefail; make | tee log");
    CHECK_INT(script_look(arena, SV("set -eo pipefail\nmake | tee log"), &bash).count, 0);
    CHECK_INT(script_look(arena, SV("echo a | tee log"), &plain).count, 0);
    CHECK_INT(script_look(arena, SV("make | tee log"), &plain).count, 1);
    CHECK_INT(script_look(arena, SV("app & echo $! > pid"), &stays).count, 0);
}

// Whatever is cut off or does not close is no script, and must not be taken for one.
static void fragments(void) {
    static const char *const open[] = {"'",    "\"",  "$(",        "`",    "${",   "(",    "{",
                                       "if",   "for", "case x in", "a <<", "[[",   "((",   "f() ",
                                       "a &&", "|",   ")",         "}",    "done", "a ;;", "<(",
                                       "x=(",  "$((", "while",     "!",    "a <",  "$'"};
    for (size_t i = 0; i < sizeof open / sizeof *open; i++)
        CHECK_INT(look(open[i]).count, 0);
    char deep[4096];
    memset(deep, '(', sizeof deep - 1);
    deep[sizeof deep - 1] = '\0';
    CHECK_INT(look(deep).count, 0);
    uint32_t seen = 0;
    for (size_t i = 0; i < sizeof lossy / sizeof *lossy; i++)
        for (size_t cut = 0; cut <= strlen(lossy[i].script); cut++)
            seen += script_look(arena, (Sv){lossy[i].script, cut}, &strict).count;
    for (size_t i = 0; i < sizeof honest / sizeof *honest; i++)
        for (size_t cut = 0; cut <= strlen(honest[i]); cut++)
            seen += script_look(arena, (Sv){honest[i], cut}, &strict).count;
    CHECK(seen > 0);
}

int main(void) {
    arena = arena_new((size_t)256 << 20);
    losing();
    keeping();
    other_shells();
    fragments();
    arena_free(arena);
    return check_done();
}
