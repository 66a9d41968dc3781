"""`auth: { aws_sigv4: … }`.  signed.py RUNBOOK FOLDER"""
import glob
import hashlib
import hmac
import os
import re
import shutil
import subprocess
import sys
import urllib.parse
from asked import Program, Quiet, serve

runbook, folder = sys.argv[1:]
os.chdir(folder)
SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
asked = []


def keyed(key, text):
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


class Handler(Quiet):
    def why(self, body):
        given = self.headers.get("Authorization", "")
        told = re.fullmatch(r"AWS4-HMAC-SHA256 Credential=(AKID)/(\d+)/([\w-]+)/([\w-]+)/aws4_request, ?SignedHeaders=([\w;-]+), ?Signature=(\w+)", given)
        if not told:
            return "not signed"
        _, day, region, service, names, signature = told.groups()
        path, _, query = self.path.partition("?")
        if service != "s3":
            path = urllib.parse.quote(path, safe="/~")
        pairs = sorted((urllib.parse.quote(urllib.parse.unquote(a), safe="~"), urllib.parse.quote(urllib.parse.unquote(b), safe="~"))
                       for a, _, b in (one.partition("=") for one in query.split("&") if one))
        lines = [self.command, path, "&".join("=".join(pair) for pair in pairs)]
        lines += [f"{name}:{self.headers[name].strip()}" for name in names.split(";")]
        lines += ["", names, hashlib.sha256(body).hexdigest()]
        what = "\n".join(["AWS4-HMAC-SHA256", self.headers["X-Amz-Date"], f"{day}/{region}/{service}/aws4_request",
                          hashlib.sha256("\n".join(lines).encode()).hexdigest()])
        key = ("AWS4" + SECRET).encode()
        for part in (day, region, service, "aws4_request"):
            key = keyed(key, part)
        return "" if keyed(key, what).hex() == signature else "another signature"

    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        why = self.why(body)
        asked.append((self.command, self.path, why, self.headers.get("X-Amz-Security-Token", "")))
        away = self.path == "/away"
        self.tell(302 if away else 403 if why else 200, why.encode(), [("Location", f"http://127.0.0.1:{other}/")] if away else [])

    do_GET = do_POST = do_PUT = answer


port, other = serve(Handler), serve(Handler)
program = Program(runbook, THE_KEY=SECRET)
run, holds = program.run, program.holds


def write(steps, more="", service="execute-api"):
    with open("signed.yaml", "w", encoding="utf-8") as out:
        out.write("runbook: 1\ntitle: Who asks is signed\nsecrets:\n  key: { env: THE_KEY }\nconnections:\n  api:\n"
                  f"    http: 'http://127.0.0.1:{port}'\n    auth:\n      aws_sigv4: {{ region: eu-central-1, service: {service}, access_key: AKID, secret_key: '${{secrets.key}}'{more} }}\nsteps:\n"
                  + "".join(f"  - name: {name}\n    effect: read\n    http: {line}\n    expect: status == {status}\n" for name, line, status in steps))


with open("part.txt", "w", encoding="utf-8") as out:
    out.write("a part")
STEPS = [("Plain", "GET /", 200), ("A path and a query", "GET /a/b%20c?z=1&a=%2F&n", 200), ("JSON", "{ send: POST /x, json: { a: 1 } }", 200),
         ("A form", "{ send: POST /x, form: { a: b c } }", 200), ("A file", "{ send: PUT /x, file: part.txt }", 200),
         ("Under another name of its host", "{ send: GET /, headers: { Host: objects.example } }", 200),
         ("Nothing of it elsewhere", "{ send: GET /away, follow: 1 }", 403)]
for service in ("execute-api", "s3"):
    write(STEPS, service=service)
    status, said = run("run", "signed.yaml")
    holds(f"signed for {service}", status == 0, said)
holds("elsewhere", asked[-1][2] == "not signed", asked[-1])
write(STEPS[:1], ", session_token: a-token-for-an-hour")
status, said = run("run", "signed.yaml")
holds("a token", status == 0 and asked[-1][3] == "a-token-for-an-hour", said)
before = len(asked)
write([("Parts", "{ send: POST /x, multipart: { a: b } }", 200)])
status, said = run("run", "signed.yaml")
holds("parts", status == 4 and "a body of parts cannot be signed" in said and len(asked) == before, said)

write([("It says what it is not", "GET /q?a=1", 500)])
status, said = run("run", "signed.yaml")
line = re.search(r"by hand: (curl .*?) again:", said)
holds("a line for curl", status == 1 and line and "--aws-sigv4 aws:amz:eu-central-1:execute-api -u \"AKID:$THE_KEY\"" in line[1] and SECRET not in said, said)
if line and shutil.which("curl") and "--aws-sigv4" in subprocess.run(["curl", "--help", "all"], capture_output=True, text=True).stdout:
    before = len(asked)
    subprocess.run(line[1], shell=True, capture_output=True, env=program.env)
    holds("curl does the same", len(asked) == before + 1 and asked[-1][:3] == ("GET", "/q?a=1", ""), asked[-1])

with open("lacks.yaml", "w", encoding="utf-8") as out:
    out.write("runbook: 1\ntitle: Nothing is signed\nsteps:\n  - name: Who\n    http: { send: GET http://127.0.0.1/, auth: { aws_sigv4: { region: x, service: s3, access_key: AKID } } }\n    expect: status == 200\n")
status, said = run("check", "lacks.yaml")
holds("no key", status == 3 and "secret_key" in said, said)
for journal in glob.glob(".runbook/runs/*/journal.jsonl"):
    holds("the key in a journal", SECRET not in open(journal, encoding="utf-8").read(), journal)

program.end("signed", len(asked))
