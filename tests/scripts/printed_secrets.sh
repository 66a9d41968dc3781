#!/usr/bin/env bash
# What shells and other programs print of a secret with letters beyond ASCII: in the C locale as numbers, in quotes of every kind. Nothing of
# it is shown, in a locale that knows the letters and in the one that does not, by each shell that is installed.
set -uo pipefail
cd "$(dirname "$0")/../.."
bin=${RUNBOOK_BIN:?the program to try}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0
cd "$work" || exit 1

runbook() { # runbook SHELL <SCRIPT: one that prints the secret $S
  { cat; echo 'exit 7'; } >script
  cat >printed.yaml <<YAML
runbook: 1
title: It is printed
secrets: { s: { env: SECRET } }
steps:
  - name: It is printed
    exec: [$1, script]
    env: { S: "\${secrets.s}" }
    pass_env: [LC_ALL]
    effect: read
    expect: exit_code == 77
YAML
}
# What of the secret could be read in a text: each run of its letters that are ASCII, and numbers of the others in octal and hex.
left() { # left SECRET FILE
  python3 - "$1" "$2" <<'PYTHON'
import re, sys
secret, text = sys.argv[1], open(sys.argv[2], encoding="utf-8", errors="replace").read()
others = [b for b in secret.encode() if b >= 0x80]
needles = [run for run in re.findall(r"[0-9A-Za-z]{3,}", secret)] + [letter for letter in secret if ord(letter) >= 0x80]
for write in ("\\%03o", "\\x%02x", "\\X%02x", "\\x%02X"):
    needles += ["".join(write % b for b in others[:2])]
needles += ["M-%c" % (others[0] & 0x7F)]
found = [needle for needle in needles if needle in text]
sys.exit(f"it shows {found}" if found else 0)
PYTHON
}
try() { # try WHAT: with each secret, in each locale
  local secret locale
  for secret in 'pässwörd-ünï-2' "qaf\\é's §zqret" 'ключ-от-всех-дверей' 'naïvz0723$' $'naïvz\txqzk'; do
    for locale in C C.UTF-8; do
      SECRET=$secret LC_ALL=$locale "$bin" run printed.yaml >out.txt 2>&1
      [ $? -eq 1 ] && grep -q '«s»' out.txt || { printf 'not so: %s in %s prints nothing of the secret\n' "$1" "$locale"; cat out.txt; failures=$((failures + 1)); }
      cat .runbook/runs/*/journal.jsonl >>out.txt
      left "$secret" out.txt 2>said || { printf 'not so: %s in %s: %s\n' "$1" "$locale" "$(cat said)"; grep -v '^{' out.txt; failures=$((failures + 1)); }
      rm -rf .runbook
    done
  done
}

runbook bash <<'SCRIPT'
printf '%q\n' "$S"
printf '%s\n' "${S@Q}" "${S@A}"
declare -p S
export -p
{ set -x; : "$S" "token=$S"; } 2>&1; { set +x; } 2>/dev/null
ls -d "/nowhere/$S" 2>&1 || :
mkdir here
touch "here/x-$S"
for style in shell-escape shell-escape-always c escape locale; do ls --quoting-style=$style here; done
sed -n 'l 72' <<<"$S"
cat -v <<<"$S"
git init -q here && git -C here status --short -uall
rm -r here
python3 -c 'import os; s = os.environb[b"S"]; print(s, ascii(s.decode()))'
SCRIPT
try bash
for shell in dash ksh mksh zsh; do
  command -v "$shell" >/dev/null || continue
  case $shell in
    dash) runbook sh <<<'set; { set -x; : "$S"; } 2>&1' ;;
    zsh) runbook zsh <<<'print -r -- ${(q)S} ${(qq)S} ${(qqq)S} ${(qqqq)S} ${(V)S}; typeset -p S; { set -x; : $S } 2>&1' ;;
    *) runbook "$shell" <<<'printf "%q\n" "$S"; typeset -p S; { set -x; : "$S"; } 2>&1' ;;
  esac
  try "$shell"
done

printf '%d failures\n' "$failures"
[ "$failures" -eq 0 ]
