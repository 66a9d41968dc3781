#!/usr/bin/env bash
# The CI examples of docs/ci, as their users run them: the commands are taken from the files as they stand there and run as scripts,
# without a terminal, against the sample application, healthy and broken. Exit statuses, JUnit, summaries, evidence, and no secret anywhere.
set -uo pipefail
cd "$(dirname "$0")/../.."
bin=$(realpath "${RUNBOOK_BIN:?the program under test}")
root=$PWD
for tool in node npm git xmllint python3; do
  command -v "$tool" >/dev/null || { echo "skipped: there is no $tool here"; exit 77; }
done
work=$(mktemp -d)
server=
stop() {
  [ -z "$server" ] || { kill "$server" 2>/dev/null; wait "$server" 2>/dev/null; }
  rm -rf "$work"
}
trap stop EXIT
failures=0
fail() { printf 'not so: %s\n' "$*"; failures=$((failures + 1)); }

# ── what a CI system checks out ──
checkout=$work/checkout
mkdir -p "$checkout" "$work/bin"
ln -s "$bin" "$work/bin/runbook"
tar -C tests/app --exclude=./node_modules --exclude=./dist --exclude=./var --exclude=./.git -cf - . | tar -C "$checkout" -xf -
cp -r runbooks "$checkout/runbooks"
export npm_config_prefer_offline=true npm_config_update_notifier=false npm_config_audit=false npm_config_fund=false
(cd "$checkout" && npm ci --silent >"$work/npm.log" 2>&1) || { echo "skipped: npm cannot install the sample application's packages here"; exit 77; }
(cd "$checkout" && git init -q && git add -A && git -c user.name=ci -c user.email=ci@example.com -c commit.gpgsign=false commit -qm 'as it is')

# ── the application ──
export APP_VAR_DIR="$work/var" DATABASE_URL="sqlite:$work/app.db"
(cd "$checkout" && npm run --silent seed >/dev/null) || { echo "the application cannot be seeded"; exit 1; }
(cd "$checkout" && APP_READY_FILE="$work/ready" APP_CONTROL_SOCKET="$work/control" PORT=0 exec node server.js) >"$work/server.log" 2>&1 &
server=$!
for _ in $(seq 200); do
  [ -s "$work/ready" ] && break
  kill -0 "$server" 2>/dev/null || { cat "$work/server.log"; exit 1; }
  sleep 0.1
done
fault() { (cd "$checkout" && node faults/ctl.js "$work/control" "$@" >/dev/null); }

admin=admin-bearer-token-0001 member=member-bearer-token-0001
environment=(env -i "PATH=$work/bin:$PATH" "HOME=$work" LANG=C.UTF-8 CI=true npm_config_prefer_offline=true "npm_config_cache=$(npm config get cache)"
  "LAUNCH_BASE_URL=$(cat "$work/ready")" "DATABASE_URL=$DATABASE_URL" "LAUNCH_ADMIN_BEARER_TOKEN=$admin" "LAUNCH_MEMBER_BEARER_TOKEN=$member"
  CI_RUN_URL=https://ci.example.com/runs/1 GITHUB_ACTOR=ada "GITHUB_STEP_SUMMARY=$work/summary.md" GITLAB_USER_LOGIN=ada BUILD_TAG=jenkins-7)

script() { # script FILE [--after]: without a terminal, and with nobody at standard input
  python3 tests/tools/ci_commands.py "$@" >"$work/script.sh" || { fail "no commands in $1"; return 1; }
  local system=()
  [[ $1 != *github* ]] || system=(GITHUB_ACTIONS=true) # which the runner of GitHub sets
  (cd "$checkout" && setsid -w "${environment[@]}" "${system[@]}" bash -eo pipefail "$work/script.sh" </dev/null >"$work/log" 2>&1)
}
expect() { # expect WORDS WHERE
  grep -qF -- "$1" "$2" || { fail "'$1' is not in $(basename "$2")"; tail -n 40 "$2"; }
}
no_secret() {
  ! grep -rlF -e "$admin" -e "$member" "$work/log" "$work/summary.md" "$checkout"/results "$checkout"/evidence "$checkout"/.runbook 2>/dev/null ||
    fail 'a secret stands in what was printed or written'
}
clean() { rm -rf "$checkout"/results "$checkout"/evidence "$checkout"/.runbook "$work/summary.md"; }
junit() { # junit CASES-THAT-DID-NOT-PASS: "none" or "some"
  xmllint --noout "$checkout"/results/*.xml || fail 'JUnit is not well-formed'
  python3 tests/tools/junit_check.py "$checkout"/results/*.xml >"$work/cases" || fail 'JUnit is not what its readers expect'
  if [ "$1" = none ]; then ! grep -v ', 0 not passed' "$work/cases" || fail 'JUnit shows failures of a healthy application'
  else grep -qv ', 0 not passed' "$work/cases" || fail 'JUnit is green, and the run is not'; fi
}

# ── healthy: every pipeline is green ──
for file in github.yaml gitlab.yaml Jenkinsfile; do
  clean
  script "docs/ci/$file"; status=$?
  [ $status -eq 0 ] || { fail "docs/ci/$file ends with status $status"; tail -n 60 "$work/log"; }
  script "docs/ci/$file" --after || { fail "the end of docs/ci/$file fails"; cat "$work/log"; }
  junit none
  expect 'sha256:' "$checkout/evidence/digest.txt"
  ls "$checkout"/evidence/release-evidence-*.md >/dev/null || fail "docs/ci/$file leaves no evidence"
  expect 'https://ci.example.com/runs/1' "$(ls "$checkout"/evidence/release-evidence-*.md | head -n 1)"
  no_secret
done
expect 'TAP version' "$checkout/results/data-governance.tap"

# ── broken: the pipeline stops, and says why ──
broken() { # broken FAULT FILE STATUS WORDS
  clean
  fault on "$1"
  script "docs/ci/$2"; local status=$?
  fault off "${1%%=*}"
  [ $status -eq "$3" ] || { fail "$2 with $1 ends with status $status, not $3"; tail -n 60 "$work/log"; }
  expect "$4" "$work/log"
  script "docs/ci/$2" --after || { fail "the end of $2 fails with $1"; cat "$work/log"; }
  junit some
  no_secret
}
broken mfa-off github.yaml 1 '::error file=runbooks/security/security-policy.yaml,line='
expect 'NO-GO' "$work/summary.md"
expect 'mfa_enforced' "$checkout/evidence"/release-evidence-*.md
broken pipeline-stalled gitlab.yaml 1 'NO-GO'
broken purge-overdue Jenkinsfile 1 'NO-GO'
broken no-answer=/api/dashboard/governance/retention Jenkinsfile 4 'UNDECIDED'

# Without its secrets a job says what is missing, and runs nothing.
clean
kept=("${environment[@]}")
environment=("${environment[@]/LAUNCH_ADMIN_BEARER_TOKEN=*/NOTHING=here}")
script docs/ci/Jenkinsfile; status=$?
[ $status -eq 3 ] || fail "without secrets the status is $status, not 3"
expect 'LAUNCH_ADMIN_BEARER_TOKEN' "$work/log"
[ ! -e "$checkout/.runbook" ] || fail 'something ran without secrets'
environment=("${kept[@]}")

# The image's list of packages names each library that the program loads late, all but the prompt's …
while read -r package; do [ "$package" = libedit2 ] || expect "$package" docs/ci.md; done < <(
  sed -nE 's/^LIBRARY\(.*"([^"]+)"\)$/\1/p' interp/late/libraries.def)
# … and each that it is linked with.
while read -r library; do
  package=$(dpkg-query -S "$library" 2>/dev/null | head -n 1 | cut -d: -f1)
  case "$package" in '' | libc6 | lib*san* | libgcc* | gcc-*) continue ;; esac
  case "$package" in libyaml-0-2 | libpcre2-8-0 | libgmp10 | libutf8proc2 | libcmark0.30.2)
    expect "$package" docs/ci.md ;;
  esac
done < <(readelf -d "$bin" | sed -nE 's/.*NEEDED.*\[(.*)\]/\1/p' | while read -r name; do ldconfig -p | sed -nE "s|.*$name .*=> (.*)|\1|p" | head -n 1; done)

printf '%d failures\n' "$failures"
[ "$failures" -eq 0 ]
