"""`auth: { netrc: FILE }`.  netrc.py RUNBOOK FOLDER"""
import base64
import glob
import os
import re
import shutil
import subprocess
import sys
from asked import Program, Quiet, serve

runbook, folder = sys.argv[1:]
os.chdir(folder)
asked = []


class Handler(Quiet):
    def do_GET(self):
        given = self.headers.get("Authorization", "")
        asked.append(given)
        body = (base64.b64decode(given[6:]).decode() if given.startswith("Basic ") else "nobody").encode()
        away = self.path.startswith("/away")
        self.tell(302 if away else 200, body, [("Location", f"http://127.0.0.1:{other}/")] if away else [])


port, other = serve(Handler), serve(Handler)
program = Program(runbook, HOME=folder)
run, holds = program.run, program.holds


def ask(netrc, text, expect, request="GET /", mode=0o600, name="netrc"):
    if text is not None:
        with open(name, "w", encoding="utf-8") as out:
            out.write(text)
        os.chmod(name, mode)
    with open("ask.yaml", "w", encoding="utf-8") as out:
        out.write(f"runbook: 1\ntitle: Who asks\nconnections:\n  app: {{ http: 'http://127.0.0.1:{port}', auth: {{ netrc: {netrc} }} }}\nsteps:\n"
                  f"  - name: Who asks\n    http: {request}\n    expect: body == '{expect}'\n")
    return run("run", "ask.yaml")


# ── which entry counts ──
for text, expect in (("machine 127.0.0.1 login ann password correct-horse", "ann:correct-horse"),
                     ("machine other login bob password no-such-word\nmachine 127.0.0.1\n  login ann\n  password correct-horse\n", "ann:correct-horse"),
                     ("# of ours\nmachine 127.0.0.1 login ann password \"correct horse\\\"s\" # and more\ndefault login x password yyyyyyyyy", 'ann:correct horse"s'),
                     ("macdef init\nmachine 127.0.0.1 login bad password bad-bad-bad\n\ndefault login ann password correct-horse", "ann:correct-horse"),
                     ("machine 127.0.0.1 login ann account it password correct-horse\nmachine 127.0.0.1 login bob password second-word", "ann:correct-horse"),
                     ("machine 127.0.0.1 password correct-horse login ann", "ann:correct-horse")):
    status, said = ask("netrc", text, expect)
    holds(text, status == 0, said)
status, said = ask("true", "machine 127.0.0.1 login ann password correct-horse", "ann:correct-horse", name=".netrc")
holds("the usual file", status == 0, said)
status, said = ask("~/.netrc", None, "ann:correct-horse")
holds("by its name", status == 0, said)

# ── nothing is sent without it ──
for text, mode, why in (("machine other login ann password correct-horse", 0o600, "has no entry for 127.0.0.1"),
                        ("machine 127.0.0.1 password correct-horse", 0o600, "has no login for 127.0.0.1"),
                        ("machine 127.0.0.1 login ann", 0o600, "has no password for 127.0.0.1"),
                        ("machine 127.0.0.1 login a:b password correct-horse", 0o600, "holds a colon"),
                        ("machine 127.0.0.1 login ann password correct-horse", 0o644, "others than you may read the netrc file"),
                        ("", 0o600, "has no entry for 127.0.0.1")):
    before = len(asked)
    status, said = ask("netrc", text, "x", mode=mode)
    holds(why, status == 4 and why in said and len(asked) == before, said)
os.remove("netrc")
before = len(asked)
status, said = ask("netrc", None, "x")
holds("no file", status == 4 and "is not there" in said and len(asked) == before, said)

with open("bounded.yaml", "w", encoding="utf-8") as out:
    out.write(f"runbook: 1\ntitle: Who asks\nallow: {{ hosts: ['127.0.0.1:*'], paths: ['reports/*'] }}\nconnections:\n  app: {{ http: 'http://127.0.0.1:{port}', auth: {{ netrc: .netrc }} }}\n"
              "steps:\n  - name: Who asks\n    http: GET /\n    expect: status == 200\n")
status, said = run("run", "bounded.yaml")
holds("a file beyond what is allowed", status == 8 and ".netrc" in said and "reports/*" in said and len(asked) == before, said)

# ── never to another origin, never shown, and curl does the same ──
status, said = ask("netrc", "machine 127.0.0.1 login ann password correct-horse-battery", "nobody", "{ send: GET /away, follow: 1 }")
holds("another origin", status == 0 and asked[-1] == "" and asked[-2] != "", said)
status, said = ask("netrc", None, "somebody else")
holds("told without it", status == 1 and "correct-horse-battery" not in said and "«netrc password of 127.0.0.1»" in said, said)
line = re.search(r"by hand: (curl .*?) again:", said)
holds("a line for curl", line and "--netrc-file netrc" in line[1], said)
if line and shutil.which("curl"):
    told = subprocess.run(line[1], shell=True, capture_output=True, text=True, env=program.env).stdout
    holds("curl does the same", told.endswith("ann:correct-horse-battery"), told)
status, said = run("plan", "ask.yaml")
holds("the plan does not read it", status == 0 and "correct-horse" not in said and "--netrc-file netrc" in said, said)
for journal in glob.glob(".runbook/runs/*/journal.jsonl"):
    text = open(journal, encoding="utf-8").read()
    holds("a password in the journal", "correct-horse" not in text and "correct horse" not in text.replace("«", ""), journal) if "body == 'ann" not in text else None

program.end("netrc", len(asked))
