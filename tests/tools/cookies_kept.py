"""`cookies: keep` – what a connection keeps between steps.  cookies_kept.py RUNBOOK FOLDER"""
import glob
import itertools
import os
import sys
import urllib.parse
from asked import Program, Quiet, serve

runbook, folder = sys.argv[1:]
os.chdir(folder)
asked = []
numbers = itertools.count(1)


class Handler(Quiet):
    def answer(self):
        url = urllib.parse.urlparse(self.path)
        given = dict(urllib.parse.parse_qsl(url.query))
        cookie = self.headers.get("Cookie", "")
        asked.append((self.command, self.path, cookie))
        known = dict(part.split("=", 1) for part in cookie.split("; ") if part)
        status, body, sets = 200, cookie, []
        if url.path == "/login":
            sets = [f"sid={given.get('who', 'somebody')}-{next(numbers):08d}; HttpOnly; Path=/"]
        elif url.path == "/me":
            status = 200 if "sid" in known else 401
            body = known.get("sid", "nobody").split("-")[0]
        elif url.path == "/logout":
            sets = ["sid=; Max-Age=0; Path=/"]
        elif url.path == "/set":
            sets = given["with"].split("|")
        away = "then" in given
        self.tell(302 if away else status, body.encode(), [("Set-Cookie", one) for one in sets] + ([("Location", given["then"])] if away else []))

    do_GET = do_POST = answer


port, other = serve(Handler), serve(Handler)
program = Program(runbook)
run, holds = program.run, program.holds


def top(more="", keep="cookies: keep"):
    return f"runbook: 1\ntitle: Cookies that are kept\nconnections:\n  app: {{ http: 'http://127.0.0.1:{port}', {keep} }}\n{more}steps:\n"


def write(name, text):
    with open(name, "w", encoding="utf-8") as out:
        out.write(text)


def step(name, line, expect="status == 200", more=""):
    lines = "".join(f"      {one}\n" for one in expect.split("\n"))
    return f"  - name: {name}\n    http: {line}\n    expect: |\n{lines}{more}"


LOGIN = step("Log in", "POST /login?who=ann", more="    id: login\n    effect: idempotent\n")
ME = step("It is known who asks", "GET /me", "status == 200\nbody == 'ann'", "    id: me\n")

# ── along from step to step, and not where nothing is kept ──
write("kept.yaml", top() + LOGIN + ME + step("Out", "GET /logout") + step("Nobody any more", "GET /me", "status == 401"))
status, said = run("run", "kept.yaml")
holds("a session is kept", status == 0, said)
write("not.yaml", top(keep="cookies: { theme: dark }") + LOGIN + step("Only what is written", "GET /echo", "body == 'theme=dark'"))
status, said = run("run", "not.yaml")
holds("nothing is kept by itself", status == 0, said)
status, said = run("show", "-v", "latest")
write("own.yaml", top() + LOGIN + step("The step's own goes first", "{ send: GET /echo, cookies: { sid: mine, a: b } }", "body == 'sid=mine; a=b'")
      + step("Nothing where a null says so", "{ send: GET /me, headers: { Cookie: null } }", "status == 401"))
status, said = run("run", "own.yaml")
holds("a step's own cookies", status == 0, said)

# ── redirects, and other places ──
write("led.yaml", top() + step("Set on the way", "{ send: 'GET /set?with=on-the-way=abcdefgh1&then=/echo', follow: 1 }", "body == 'on-the-way=abcdefgh1'")
      + step("And later", "GET /echo", "body == 'on-the-way=abcdefgh1'")
      + step("Not at another port", f"{{ send: 'GET /set?with=x=abcdefgh2&then=http://127.0.0.1:{other}/echo', follow: 1 }}", "body == ''")
      + step("Nor by a whole URL", f"GET http://127.0.0.1:{other}/echo", "body == ''"))
status, said = run("run", "led.yaml")
holds("redirects", status == 0, said)

# ── loops, branches side by side, includes ──
write("who.yaml", f"runbook: 1\ntitle: One of them\ninputs:\n  who: {{}}\nconnections:\n  app: {{ http: 'http://127.0.0.1:{port}', cookies: keep }}\nsteps:\n"
      + step("Log in", "POST /login?who=${inputs.who}", more="    effect: idempotent\n")
      + step("It is the same one", "GET /me", "status == 200\nbody == inputs.who"))
write("all.yaml", top() + LOGIN + """\
  - name: Each of its own
    id: each
    for_each: { who: "['bob', 'cid', 'dan', 'eve']" }
    parallel: 4
    include: who.yaml
    inputs: { who: '${who}' }
  - name: Side by side
    parallel: 2
    steps:
      - name: Two steps of one branch
        steps:
""" + step("Another one", "POST /login?who=fay", more="    effect: idempotent\n").replace("\n", "\n        ").replace("  - ", "          - ", 1).rstrip(" ")
      + step("Who is there", "GET /me", "status == 200\nbody == 'fay'").replace("\n", "\n        ").replace("  - ", "          - ", 1).rstrip(" ")
      + "      - name: The other branch\n        http: GET /me\n        expect: |\n          status == 200\n          body == 'ann'\n"
      + step("What the branches left", "GET /me", "status == 200\nbody == 'fay'")
      + "  - name: One after the other\n    id: turns\n    for_each: { who: \"['gil', 'hal']\" }\n    steps:\n"
      + "      - name: In\n        id: login_of\n        http: POST /login?who=${who}\n        effect: idempotent\n"
      + "      - name: Is it\n        id: is\n        http: GET /me\n        expect: |\n          status == 200\n          body == who\n")
for times in range(3):
    status, said = run("run", "all.yaml")
    holds("loops, branches and includes", status == 0, said)

# ── files ──
write("from.txt", f"127.0.0.1\tFALSE\t/\tFALSE\t0\tsid\tann-of-a-file\n")
write("files.yaml", top(keep="cookie_jar: { from: from.txt, to: to.txt }") + ME + step("More", "GET /set?with=more=abcdefgh3"))
status, said = run("run", "files.yaml")
port_kept = open("to.txt", encoding="utf-8").read() if os.path.exists("to.txt") else ""
holds("files", status == 0, said)
holds("the file that is written", "\tsid\tann-of-a-file\n" in port_kept and "\tmore\tabcdefgh3\n" in port_kept, port_kept)
holds("it is for its owner alone", os.path.exists("to.txt") and os.stat("to.txt").st_mode & 0o777 == 0o600, "")
write("to-nowhere.yaml", top(keep="cookie_jar: { to: nowhere/to.txt }") + LOGIN)
status, said = run("run", "to-nowhere.yaml")
holds("a file that cannot be written", status == 4 and "its cookies could not be written: " in said, said)
write("bad.txt", "\n127.0.0.1 FALSE / FALSE 0 sid ann\n")
for name, text in (("missing.txt", "the file of cookies '"), ("bad.txt", "line 2 of the file of cookies '")):
    write("bad.yaml", top(keep=f"cookie_jar: {{ from: {name} }}") + ME)
    before = len(asked)
    status, said = run("run", "bad.yaml")
    holds(f"cookies from {name}", status == 4 and text in said and len(asked) == before, said)
write("first.yaml", top(keep="cookie_jar: { from: both.txt, to: both.txt }") + LOGIN + ME)
status, said = run("run", "first.yaml")
holds("one file that is not there yet", status == 0, said)

# ── taken up again, done again, narrowed ──
ASK = "  - name: Go on?\n    id: ask\n    confirm: Go on?\n"
write("parked.yaml", top() + LOGIN + ASK + ME)
status, said = run("run", "parked.yaml", "--park", "--run-dir", "parked")
holds("parked", status == 5, said)
logins = sum(path.startswith("/login") for _, path, _ in asked)
status, said = run("resume", "parked", "--go-on", "--answer", "ask=yes", "--as", "ops")
holds("who logs in again by himself", status == 0 and "made anew 1" in said, said)
holds("logged in anew", sum(path.startswith("/login") for _, path, _ in asked) == logins + 1, said)
status, said = run("again", "parked", "me")
holds("again takes the login along", status == 10 and "✓ 1 Log in" in said and "✓ 3 It is known who asks" in said, said)
write("once.yaml", top() + LOGIN.replace("    effect: idempotent\n", "") + ASK + ME)
status, said = run("run", "once.yaml", "--park", "--run-dir", "once")
before = len(asked)
status, said = run("resume", "once", "--go-on", "--answer", "ask=yes", "--as", "ops")
holds("what cannot be had again is undecided, and nothing is sent", status == 4 and len(asked) == before
      and "the cookies that 'Log in' was given before the run was taken up again are not in the journal: sid" in said
      and "(its 'cookie sid' is not in the journal: what reads it is undecided)" in said, said)
status, said = run("run", "once.yaml", "--only", "me")
holds("what was left out is said", "me: app keeps cookies, and '1 Log in' was left out: what it would have been given is not sent" in said, said)

# What goes with a step is not left out by itself.
write("probed.yaml", top() + "  - name: Changed\n    id: changed\n    http: POST /set?with=a=b\n    probe: { http: GET /me, expect: status == 200 }\n" + ME)
status, said = run("run", "probed.yaml", "--from", "changed", "--skip", "nothing-like-this")
holds("a probe is no step that was left out", "was left out" not in said, said)
status, said = run("run", "probed.yaml", "--only", "changed", "--only", "me")
holds("a probe of a chosen step", "was left out: what" not in said, said)

# ── what the runbook may touch ──
for keep, named in (("cookie_jar: { from: from.txt }", "from.txt"), ("cookie_jar: { to: elsewhere.txt }", "elsewhere.txt")):
    write("bounded.yaml", top(f"allow: {{ hosts: ['127.0.0.1:*'], paths: ['reports/*'] }}\n", keep) + LOGIN)
    before = len(asked)
    status, said = run("run", "bounded.yaml")
    holds(f"{keep} asks nobody", len(asked) == before, said)
    holds(f"{keep} beyond what is allowed", status == 8 and named in said and "is not among allow.paths" in said and not os.path.exists("elsewhere.txt"), said)

# ── mistakes ──
for keep, text in (("cookies: always", "'cookies' must be a map of names and texts, or 'keep'"),
                   ("cookies: keep, headers: { Cookie: a=b }", "the header 'Cookie' stands beside 'cookies', which sets it too"),
                   ("cookie_jar: { into: x }", "into")):
    write("mistake.yaml", top(keep=keep) + ME)
    status, said = run("check", "mistake.yaml")
    holds(keep, status == 3 and text in said, said)

# ── nobody sees them ──
for journal in glob.glob(".runbook/runs/*/journal.jsonl") + ["parked/journal.jsonl", "once/journal.jsonl"]:
    text = open(journal, encoding="utf-8").read()
    for value in {pair.split("=", 1)[1] for _, _, cookie in asked for pair in cookie.split("; ") if pair}:
        if len(value) >= 8 and "with=" not in text:
            holds("a value in the journal", value not in text, f"{journal} {value}")

program.end("cookies that are kept", len(asked))
