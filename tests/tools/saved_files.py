"""`save:` keeps what came back as a file beneath the run's folder.  saved_files.py RUNBOOK FOLDER"""
import hashlib
import http.server
import json
import os
import re
import shutil
import stat
import subprocess
import sys
import threading

runbook, folder = sys.argv[1:]
os.chdir(folder)
BODY = bytes(range(256)) + b"\n" * 20
wrong = []


class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def do_GET(self):
        asked.append(self.path)
        body = {"/raw": BODY, "/echo": self.headers.get("X-Key", "").encode(), "/empty": b""}.get(self.path, self.path.encode())
        self.send_response_only(503 if self.path == "/down" else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


asked = []
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
TOP = f"""runbook: 1
title: Files that are kept
on_failure: continue
secrets:
  key: {{ env: THE_KEY }}
connections:
  it: {{ http: 'http://127.0.0.1:{server.server_address[1]}' }}
steps:
"""
env = {**os.environ, "COLUMNS": "300", "NO_COLOR": "1", "THE_KEY": "correct-horse-battery"}


def write(name, steps):
    with open(name, "w", encoding="utf-8") as out:
        out.write(TOP + steps)


def run(*words):
    ran = subprocess.run([runbook, *words], capture_output=True, text=True, timeout=120, env=env)
    said = re.sub(r"\s+", " ", ran.stdout + ran.stderr)
    found = re.search(r"journal: (\S+)/journal.jsonl", ran.stdout)
    return ran.returncode, said, found and found.group(1)


def holds(what, good, said=""):
    if not good:
        wrong.append(f"{what}: {said}")


# ── kept, told, read again, verified ──
write("kept.yaml", """\
  - name: The raw body
    id: raw
    http: GET /raw
    save: raw.bin
    expect: |
      size == 276
      saved.size == 276
    capture: { path: saved.path, digest: saved.digest }
  - name: A program's output
    id: out
    effect: read
    shell: printf 'a\\nb\\n'
    save: out.txt
    expect: lines == ['a', 'b']
    capture: { path: saved.path }
  - name: One without a shell
    effect: read
    exec: [printf, c]
    save: out.txt
    expect: text == 'c'
  - name: Each of several
    id: each
    for_each: { word: ['x', 'y'] }
    http: "GET /${word}"
    save: page.txt
    expect: body == '/' + word
  - name: Nothing at all
    http: GET /empty
    save: empty
    expect: size == 0
  - name: A later step reads it
    effect: read
    shell: printf '%s  %s\\n' "${DIGEST#sha256:}" "$FILE" | sha256sum -c
    env: { FILE: '${steps.raw.path}', DIGEST: '${steps.raw.digest}' }
    expect: text.endsWith('OK')
""")
status, said, home = run("run", "kept.yaml")
holds("kept.yaml is GO", status == 0, said)
files = {os.path.relpath(os.path.join(at, name), home): os.path.join(at, name) for at, _, names in os.walk(home + "/saved") for name in names}
holds("the files", sorted(files) == ["saved/steps-1/raw.bin", "saved/steps-2/out.txt", "saved/steps-3/out.txt", "saved/steps-4.1/page.txt",
                                     "saved/steps-4.2/page.txt", "saved/steps-5/empty"], sorted(files))
raw = files.get("saved/steps-1/raw.bin")
holds("the bytes", open(raw, "rb").read() == BODY)
holds("nobody else may read it", stat.S_IMODE(os.stat(raw).st_mode) == 0o600 and stat.S_IMODE(os.stat(os.path.dirname(raw)).st_mode) == 0o700)
digest = "sha256:" + hashlib.sha256(BODY).hexdigest()
status, shown, _ = run("show", home, "1")
holds("show has the file", f"saved/steps-1/raw.bin, as saved, 276 bytes, {digest}" in shown, shown)
status, shown, _ = run("evidence", home)
holds("the evidence has it", digest in shown, shown)
status, shown, _ = run("verify", home)
holds("verify", status == 0 and "files 6, each as it was kept" in shown, shown)
with open(raw, "r+b") as out:
    out.write(b"!")
status, shown, _ = run("evidence", home)
holds("evidence of a changed file", status == 9 and "# Release evidence: NO VERDICT" in shown and
      not re.search(r"\bGO\b", shown.split("runbook: this is no evidence")[0]) and
      "this is no evidence for a GO: the file 'saved/steps-1/raw.bin' is not as it was kept" in shown, shown)
with open(raw, "ab") as out:
    out.write(b"!")
status, shown, _ = run("verify", home)
holds("verify of a changed file", status == 9 and "NOT WHOLE" in shown and "file 'saved/steps-1/raw.bin' is not as it was kept" in shown, shown)
os.unlink(raw)
status, shown, _ = run("verify", home)
holds("verify of a lost file", status == 9 and "file 'saved/steps-1/raw.bin' is not there any more" in shown, shown)

# ── what is not kept ──
write("not.yaml", """\
  - name: A secret that comes back
    http: { send: GET /echo, headers: { X-Key: '${secrets.key}' } }
    save: echo.txt
    expect: size > 0
  - name: Too much
    effect: read
    shell: head -c 3000000 /dev/zero | tr '\\0' x
    save: much.txt
    expect: exit_code == 0
""")
status, said, home = run("run", "not.yaml")
holds("not.yaml is undecided", status == 4, said)
holds("a secret", "it was answered, but not kept as 'echo.txt': a secret stands in it" in said, said)
holds("too much", "it was answered, but not kept as 'much.txt': stdout" in said, said)
holds("no file", not os.path.exists(home + "/saved"), os.listdir(home))
for name in ("../x", "/etc/x", "a/b", ".hidden", "-rf", "a b", "x" * 101):
    write("bad.yaml", f"  - name: Out\n    http: GET /raw\n    save: '{name}'\n    expect: size > 0\n")
    status, said, _ = run("check", "bad.yaml")
    holds(f"save: {name}", status == 3 and f"'{name}' is no name for a file that the run keeps" in said and "bad.yaml:11:11" in said and
          "write a name without a folder" in said, said)
write("bad.yaml", "  - name: Out\n    http: GET /raw\n    expect: saved.size > 0\n")
status, said, _ = run("check", "bad.yaml")
holds("saved without save", status == 3 and "only a step with 'save:' has it" in said, said)

write("bad.yaml", """\
  - name: A secret that is captured
    http: GET /token
    save: token.txt
    expect: size > 0
    capture: { token: { value: body, secret: true } }
""")
status, said, _ = run("run", "bad.yaml")
holds("a captured secret", status == 3 and "error[secret-saved]" in said and "take the secret in a step of its own" in said and "/token" not in asked, said)

# ── a change that is made, and cannot be shown by its file ──
write("change.yaml", """\
  - name: It is made
    id: made
    effect: change
    shell: |
      set -e
      echo made >> made.txt
      run=$(echo .runbook/runs/*)
      if [ $HOW = file ]; then
        mkdir -p "$run/saved/steps-1/made.out/x"
      else
        rm -rf "$run/saved"
        touch "$run/saved"
      fi
      echo out
    env: { HOW: '${inputs.how}' }
    save: made.out
    expect: lines == ['out']
    undo:
      - name: It is taken back
        effect: change
        shell: echo undone >> made.txt
  - name: What comes after
    effect: change
    shell: echo after >> made.txt
""")
with open("change.yaml", encoding="utf-8") as page:
    text = page.read().replace("on_failure: continue\n", "inputs: { how: { type: string } }\n")
with open("change.yaml", "w", encoding="utf-8") as page:
    page.write(text)


def made():
    with open("made.txt", encoding="utf-8") as page:
        return page.read().split()


for how in ("file", "gone"):
    shutil.rmtree(".runbook", ignore_errors=True)
    os.makedirs(".runbook")
    open("made.txt", "w", encoding="utf-8").close()
    status, said, home = run("run", "change.yaml", "--input", "how=" + how)
    holds(f"{how}: undecided", status == 4 and "it was answered, but not kept as 'made.out': saved/steps-1/made.out cannot be written in the run's folder: " in said
          and "done and still in place: 1 It is made" in said, f"{status} {said}")
    if not home:
        continue
    status, said, _ = run("resume", home, "--go-on")
    holds(f"{how}: not repeated", status == 4 and made() == ["made"], f"{status} {made()} {said}")
    status, said, _ = run("undo", home, "--go-on")
    holds(f"{how}: taken back", made() == ["made", "undone"] and "changed: nothing that is still in place" in said, f"{status} {made()} {said}")
shutil.rmtree(".runbook")
os.makedirs(".runbook")
open("made.txt", "w", encoding="utf-8").close()
write("first.yaml", """\
  - name: The folder is taken
    effect: idempotent
    shell: for run in .runbook/runs/*; do touch "$run/saved"; done
    expect: exit_code == 0
  - name: It is not made
    effect: change
    shell: echo made >> made.txt
    save: made.out
""")
status, said, home = run("run", "first.yaml")
holds("a change whose file could not be is not begun", made() == [] and status == 4 and
      "what comes back could not be kept: saved/steps-2/made.out cannot be written in the run's folder: Not a directory" in said, f"{status} {said}")

# ── taken up again ──
write("again.yaml", """\
  - name: It is kept
    id: raw
    http: GET /raw
    save: raw.bin
    expect: size == 276
    capture: { path: saved.path }
  - name: It is up
    http: GET /gate
    expect: size == 5
  - name: A person says so
    id: go
    confirm: Go on?
  - name: Read
    effect: read
    exec: [wc, -c, '${steps.raw.path}']
    expect: text.startsWith('276 ')
""")


def parked():
    status, said, home = run("run", "again.yaml", "--park")
    holds("parked", status == 5, f"{status} {said}")
    return home


for damage, told, well in ((None, None, True), (lambda path: os.unlink(path), "is not there any more", False),
                           (lambda path: open(path, "ab").write(b"!"), "is not as it was kept", False)):
    del asked[:]
    home = parked()
    if home and damage:
        damage(home + "/saved/steps-1/raw.bin")
    status, said, _ = run("resume", home, "--answer", "go=yes", "--as", "ann", "--go-on") if home else (1, "", None)
    holds(f"resume, {told}", (status == 0) == well and (not told or f"needs steps.raw.path, of a step that kept a file: 'saved/steps-1/raw.bin' {told}" in said),
          f"{status} {said}")
    holds("the kept step is not asked again", asked.count("/raw") == 1, asked)
    if well and home:
        status, said, _ = run("verify", home)
        holds("verify after resume", status == 0 and "files 1, each as it was kept" in said, said)
if wrong:
    print(*wrong, sep="\n")
    sys.exit(1)
