#!/usr/bin/env python3
"""The line by which a person asks what a step asked, held against what the step asked: every line in the journal of a run is
given to a shell, and the server must receive the same bytes as before – method, target, headers in their order, body – and no
line may hold a secret.

  hand_lines.py RUNBOOK CERTIFICATES     CERTIFICATES: a folder that tests/tools/certs has filled

What may differ: the boundary between parts, which is made anew for each request, and the place of what curl makes by itself
where it is asked by -u or -x: Authorization, Proxy-Connection.
"""
import hashlib
import json
import os
import random
import re
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import threading

RUNBOOK, CERTS = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
received, lock = [], threading.Lock()


# ── a server that keeps each byte ──

def read_request(stream):
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        line = stream.readline()
        if not line:
            return None
        head += line
    length = re.search(rb"(?im)^content-length: *(\d+)\r$", head)
    return head, stream.read(int(length[1])) if length else b""


def digest_is_right(head):
    """Whether ann's digest is in it, as a server computes it (RFC 7616)."""
    said = re.search(rb"(?i)\r\nAuthorization: Digest (.*?)\r\n", head)
    given = dict(re.findall(r'(\w+)="?([^",]*)', said[1].decode())) if said else {}

    def hashed(*parts):
        return hashlib.new("sha256" if given.get("algorithm") == "SHA-256" else "md5", ":".join(parts).encode()).hexdigest()
    if given.get("username") != "ann" or given.get("nonce") != NONCE:
        return False
    method, target = head.decode("latin-1").split(" ")[:2]
    secret, what = hashed("ann", "shop", SECRETS["APP_PASSWORD"]), hashed(method, target)
    return given["uri"] == target and given["response"] == hashed(secret, NONCE, given["nc"], given["cnonce"], given["qop"], what)


def serve(plain, name, context):
    try:
        link = context.wrap_socket(plain, server_side=True) if context else plain
    except (ssl.SSLError, OSError):
        return
    who = str(link.getpeercert().get("subject")) if context and link.getpeercert() else ""
    stream = link.makefile("rb")
    while True:
        try:
            request = read_request(stream)
        except OSError:
            break
        if not request:
            break
        target = request[0].split(b" ")[1].decode("latin-1")
        if "digest" in target and not digest_is_right(request[0]):
            kind = f"Digest realm=\"shop\", nonce=\"{NONCE}\", qop=\"auth\", algorithm={target.split('/')[-1]}"
            link.sendall(f"HTTP/1.1 401 X\r\nWWW-Authenticate: {kind}\r\nContent-Length: 0\r\n\r\n".encode())
            continue
        with lock:
            received.append((name, who) + request)
        moved = re.search(r"/redirect/(\d+)\?to=(.*)$", target)
        extra = f"Location: {moved[2]}\r\n" if moved else ""
        body = b"" if request[0].startswith(b"HEAD ") else b"ok"
        link.sendall(f"HTTP/1.1 {moved[1] if moved else 200} X\r\n{extra}X-Given: {GIVEN}\r\nContent-Length: 2\r\n\r\n".encode() + body)
    link.close()


def listen(name, context=None, path=None):
    if path:
        door = socket.socket(socket.AF_UNIX)
        door.bind(path)
        door.listen()
    else:
        door = socket.create_server(("127.0.0.1", 0))

    def accept():
        while True:
            link = door.accept()[0]
            threading.Thread(target=serve, args=(link, name, context), daemon=True).start()
    threading.Thread(target=accept, daemon=True).start()
    return door.getsockname()[1]


def tls(client_certificates=False):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(f"{CERTS}/good.pem", f"{CERTS}/good.key")
    if client_certificates:
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(f"{CERTS}/ca.pem")
    return context


# ── what is asked ──

SECRETS = {"APP_TOKEN": "tok-4711-0815-abc", "APP_PASSWORD": "p$w \"x\" `id` 'y' \\n !1 é&+%=;#",
           "SIMPLE_KEY": "0a1b2c3d4e5f6789", "LOCKED": "locked-away"}
NONCE = "7ypf/xlj9XXwfDPEoM4URrv"
GIVEN = "given at the login: 5-6-7"
FILE_SECRET = "out of a file: 77-88-99"
NAUGHTY = ["it's", '"quoted"', "a\nb", "\n", "ends with a line feed\n", "$HOME `id` $(id)", "!x !! !$", "@file", "@-", "<file",
           "-", "--data", "-d", "%s %d %% \\n \\0 \\x41", "é 漢字 🙂", "a\tb", "a\r\nb\r\n", "\x01\x1b[31mred\x7f", "\u202eabc\u200b", " ",
           "##vso[x] ::error::", "a'b\"c\\d$e`f!g", "*?[a]{b,c}~", "a;b|c&d>e<f(g)", "\\", "'", "''", "\\'", "x" * 3000, "#", "a=b&c=d+e%20"]

LETTERS = list("'\"\\$`!%&|;<>()[]{}*?~#=@+-,.:/^_ \t\n\r") + ["a", "Z", "0", "é", "漢", "🙂", "\x01", "\x1b", "\u200b", "\u202e", "$(", "''", "\\n", "%s"]
CHANCE = random.Random(1)
NAUGHTY += ["".join(CHANCE.choice(LETTERS) for _ in range(CHANCE.randint(1, 12))).replace("${", "$") for _ in range(25)]


def steps(ports, folder):
    home = f"http://127.0.0.1:{ports['home']}"
    yield "query", {"send": "GET /q", "query": {"a": "b c", "q[]": "é&=#+%", "empty": ""}}
    yield "braces", {"send": "GET /c/%2F/[1]/{x}"}
    yield "headers", {"send": "GET /h", "headers": {"X-Quotes": "it's \"a\" $HOME `id` !x \\ %", "X-Empty": "", "X-Wide": "é漢",
                                                    "User-Agent": "mine/1", "Accept": "text/x", "X-At": "@file"}}
    yield "encoding", {"send": "GET /h", "headers": {"Accept-Encoding": "identity", "Connection": "close"}}
    yield "quiet", {"send": "GET /h", "headers": {"User-Agent": None, "Accept": None, "Accept-Encoding": None, "X-Of-All": None}}
    yield "quiet_body", {"send": "POST /h", "body": "x", "headers": {"Host": None, "Content-Type": None}}
    yield "elsewhere", {"send": "GET http://shop.example/x", "connect_to": {"shop.example": f"localhost:{ports['home']}"}, "ip": 4}
    yield "resolved", {"send": f"GET http://shop.example:{ports['home']}/x", "resolve": {"shop.example": "127.0.0.1"}, "http_version": 1.0}
    yield "older", {"send": f"GET https://localhost:{ports['tls']}/", "tls": {"ca": f"{CERTS}/ca.pem"}, "http_version": "1.1"}
    yield "socket", {"send": "GET http://docker/info", "unix_socket": ports["socket"]}
    yield "token", {"send": "GET /h", "auth": {"bearer": "${secrets.token}"}}
    yield "scheme", {"send": "GET /h", "headers": {"Authorization": "Token ${secrets.key}", "X-Key": "${secrets.filed}"}}
    yield "login", {"send": "GET /login"}
    yield "captured", {"send": "GET /h", "auth": {"bearer": "${steps.login.token}"}}
    yield "derived", {"send": "GET /h", "headers": {"X-Sig": "${sha256(secrets.key)}"}}
    yield "basic", {"send": "GET /h", "auth": {"basic": {"user": "o'neil $x", "password": "${secrets.password}"}}}
    for kind in ["MD5", "SHA-256"]:
        yield "digest_" + kind.lower().replace("-", "_"), {"send": f"GET /digest/{kind}", "auth": {"digest": {"user": "ann", "password": "${secrets.password}"}}}
    yield "digest_body", {"send": "POST /digest/MD5", "body": "all of it", "auth": {"digest": {"user": "ann", "password": "${secrets.password}"}}}
    yield "limited", {"send": "GET /h", "connect_timeout": "1500ms", "max_size": 1000, "limit_rate": 100000}
    yield "dotted", {"send": "GET /a/../b/./c", "path_as_is": True}
    yield "cookies", {"send": "GET /c", "cookies": {"a": "1", "session": "${secrets.key}", "z": "it's"}}
    for method in ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD"]:
        yield f"bare_{method.lower()}", {"send": f"{method} /m"}
    for method in ["GET", "PUT", "DELETE"]:
        yield f"body_{method.lower()}", {"send": f"{method} /m", "body": "x"}
    yield "empty", {"send": "POST /m", "body": ""}
    yield "long", {"send": "POST /m", "body": "y" * 5000}
    yield "typed", {"send": "POST /m", "body": "<a/>", "headers": {"content-type": "text/xml"}}
    yield "bytes", {"send": "POST /m", "body": r"${b'\x00\xff\x80A\n\x00'}"}
    yield "loop", {"send": "POST /m", "body": "${word}"}
    yield "loop_json", {"send": "POST /m", "json": {"text": "${word}", "n": [1, 2.5, True, None]}}
    yield "loop_part", {"send": "POST /m", "multipart": {"part": "${word}", "typed": {"text": "${word}", "type": "text/x-y"}}}
    yield "loop_form", {"send": "POST /m", "form": {"text": "${word}"}, "query": {"text": "${word}"}}
    yield "json", {"send": "POST /j", "json": {"user": "ann", "key": "${secrets.key}", "list": ["${secrets.token}", {"a": 1}]}}
    yield "json_escaped", {"send": "POST /j", "json": {"pass": "${secrets.password}"}}
    yield "form", {"send": "POST /f", "form": {"a b": "1 2+3", "pass&word": "${secrets.password}", "z": ["1", "é"]}}
    yield "secret_body", {"send": "POST /f", "body": "${secrets.password}"}
    yield "parts", {"send": "POST /p", "multipart": {"a": "@plain", "key": "${secrets.key}", "f": {"file": "data; type=x.bin"},
                                                     "g": {"file": "plain.txt", "type": "text/x", "filename": "a \"b\";c.txt"}}}
    yield "several", {"send": "POST /p", "multipart": {"a": ["one", "${secrets.key}", {"file": "plain.txt"}], "b": ["two"], "c": {"text": "x"}}}
    yield "file", {"send": "PUT /file", "file": "data; type=x.bin"}
    yield "big_file", {"send": "PUT /file", "file": "big.bin"}
    for code in [301, 302, 303, 307]:
        yield f"moved_{code}", {"send": f"POST /redirect/{code}?to=/next", "body": "x=1", "follow": 2, "headers": {"X-A": "b"}}
    yield "strayed", {"send": f"GET /redirect/302?to=http://localhost:{ports['home']}/there", "follow": 1,
                      "headers": {"X-Secret": "${secrets.key}", "X-Plain": "1"}, "auth": {"bearer": "${secrets.token}"}}
    yield "proxied", {"send": "GET http://example.test/by-proxy",
                      "proxy": f"http://bob:${{secrets.key}}@127.0.0.1:{ports['proxy']}"}
    yield "trusted", {"send": f"GET https://localhost:{ports['tls']}/", "tls": {"ca": f"{CERTS}/ca.pem"}}
    yield "insecure", {"send": f"GET https://127.0.0.1:{ports['tls']}/", "tls": {"insecure": True}}
    yield "named", {"send": f"GET https://127.0.0.1:{ports['tls']}/", "tls": {"ca": f"{CERTS}/ca.pem", "server_name": "localhost"}}
    yield "client", {"send": f"GET https://localhost:{ports['mtls']}/",
                     "tls": {"ca": f"{CERTS}/ca.pem", "cert": f"{folder}/a:client.pem", "key": f"{CERTS}/client.key"}}
    for kind, files in [("locked", {"cert": f"{CERTS}/client.pem", "key": f"{CERTS}/client.locked.key"}), ("p12", {"cert": f"{CERTS}/client.p12"})]:
        yield kind, {"send": f"GET https://localhost:{ports['mtls']}/", "tls": {"ca": f"{CERTS}/ca.pem", "key_password": "${secrets.locked}", **files}}


def write(folder, ports):
    with open(f"{folder}/data; type=x.bin", "wb") as file:
        file.write(bytes(range(256)) * 40)
    with open(f"{folder}/big.bin", "wb") as file:
        file.write(b"0123456789abcdef" * 131072)
    with open(f"{folder}/plain.txt", "w") as file:
        file.write("plain\n")
    with open(f"{folder}/filed", "w") as file:
        file.write(FILE_SECRET + "\n")
    shutil.copy(f"{CERTS}/client.pem", f"{folder}/a:client.pem")
    made = []
    for name, http in steps(ports, folder):
        step = {"name": name, "id": name, "http": http, "expect": "status < 400"}
        if name == "login":
            step["capture"] = {"token": {"value": "headers['x-given']", "secret": True}}
        if name.startswith("loop"):
            step["for_each"] = {"word": NAUGHTY}
        made.append(step)
    book = {"runbook": 1, "title": "Lines by hand", "on_failure": "continue",
            "inputs": {"home": {"type": "url", "default": f"http://127.0.0.1:{ports['home']}"}},
            "secrets": {"token": {"env": "APP_TOKEN"}, "password": {"env": "APP_PASSWORD"}, "key": {"env": "SIMPLE_KEY"}, "locked": {"env": "LOCKED"},
                        "filed": {"file": "filed"}},
            "connections": {"app": {"http": "${inputs.home}", "headers": {"X-Of-All": "yes it's"}, "cookies": {"of_all": "c1"}}},
            "steps": made}
    with open(f"{folder}/lines.yaml", "w", encoding="utf-8") as file:
        text = json.dumps(book, ensure_ascii=False)
        file.write(re.sub("[\x7f\u200b-\u202e]", lambda odd: f"\\u{ord(odd[0]):04x}", text))


# ── what was received ──

def plain_form(request, moved):
    name, who, head, body = request
    boundary = re.search(rb"(?i)boundary=(\S+)", head)
    if boundary:
        head, body = head.replace(boundary[1], b"B"), body.replace(boundary[1], b"B")
    # The server has held it against what it asked for.
    lines = re.sub(rb"(?i)(\r\nAuthorization: Digest )[^\r]*", rb"\1", head).split(b"\r\n")
    if moved:
        lines = [line for line in lines if not line.startswith(moved)] + [line for line in lines if line.startswith(moved)]
    return name, who, lines, body


def take():
    with lock:
        got = received[:]
        received.clear()
    return got


def planned(folder, env, first):
    """What `plan` tells is what is asked, where all of it is known before."""
    said = subprocess.run([RUNBOOK, "plan", "lines.yaml", "--root", "."], cwd=folder, env=env, capture_output=True, text=True).stdout
    lines = re.findall(r"(?m)^ +by hand +(.*)$", said)
    names = [name for name, _ in steps({"home": 1, "proxy": 1, "tls": 1, "mtls": 1, "socket": f"{folder}/app.sock"}, folder)]
    wrong = [name for name, line in zip(names, lines) if not name.startswith("loop") and name != "captured" and line != first.get(name, "").replace("_SENT", "")]
    for name in wrong:
        print(f"not so: {name}\n  planned {lines[names.index(name)][:600]}\n  asked   {first.get(name, '')[:600]}")
    loops = [line for name, line in zip(names, lines) if name.startswith("loop")]
    if len(lines) != len(names) or not all("$WORD" in line for line in loops):
        print(f"not so: {len(names)} steps, and the plan has {len(lines)} lines: {loops}")
        return 1
    return len(wrong)


def told(folder, env, port):
    """Where one step fails its line stands wherever the failure is told."""
    with open(f"{folder}/failing.yaml", "w") as file:
        json.dump({"runbook": 1, "title": "It fails", "secrets": {"token": {"env": "APP_TOKEN"}},
                   "steps": [{"name": "Asked", "http": {"send": f"GET http://127.0.0.1:{port}/x", "auth": {"bearer": "${secrets.token}"}},
                              "expect": "status == 204"}]}, file)
    with open(f"{folder}/kept", "w") as out:
        reports = [word for name in ("html", "markdown", "junit", "tap") for word in ("--report", f"{name}={folder}/told.{name}")]
        subprocess.run([RUNBOOK, "run", "failing.yaml", "--root", ".", "--run-dir", "fails", *reports], cwd=folder, env=env, stdout=out)
    places = {name: open(f"{folder}/told.{name}").read() for name in ("html", "markdown", "junit", "tap")}
    places["transcript"] = open(f"{folder}/kept").read()
    for name, words in (("show", ["show", "fails"]), ("show -v", ["show", "-v", "fails"]), ("show STEP", ["show", "fails", "1"]),
                        ("evidence", ["evidence", "fails"])):
        places[name] = subprocess.run([RUNBOOK, *words], cwd=folder, env=env, capture_output=True, text=True).stdout
    bad = 0
    for name, text in places.items():
        line = re.search(r"(?i)by hand.*?curl -i .*? -H (\"|&quot;|&#34;)Authorization: Bearer \$APP_TOKEN\1 .*/x", text)
        if not line or SECRETS["APP_TOKEN"] in text:
            print(f"not so: {name} has no line, or has the secret\n{text[:2000]}")
            bad += 1
    return bad


def main():
    folder = tempfile.mkdtemp()
    listen("socket", path=f"{folder}/app.sock")
    ports = {"socket": f"{folder}/app.sock", "home": listen("home"), "proxy": listen("proxy"), "tls": listen("tls", tls()), "mtls": listen("mtls", tls(True))}
    write(folder, ports)
    env = {key: value for key, value in os.environ.items() if not key.lower().endswith("_proxy")}
    env.update(SECRETS, http_proxy="http://127.0.0.1:9", NO_PROXY="example.test", HOME=folder)
    run = subprocess.run([RUNBOOK, "run", "lines.yaml", "--root", ".", "--run-dir", "run", "-q"], cwd=folder, env=env,
                         capture_output=True, text=True)
    asked = take()
    if run.returncode != 0:
        print(run.stdout, run.stderr)
        return 1
    bad, count, first = 0, 0, {}
    derived = hashlib.sha256(SECRETS["SIMPLE_KEY"].encode()).hexdigest()
    by_hand = dict(env, FILED=FILE_SECRET, X_SIG=derived, APP_TOKEN_SENT=GIVEN)
    spoken = open(f"{folder}/run/journal.jsonl", encoding="utf-8").read()
    for line in spoken.splitlines():
        event = json.loads(line)
        event = event.get("fields", event)
        for entry in event.get("by_hand", []):
            first.setdefault(event["address"], entry["line"])
            for secret in list(SECRETS.values()) + [FILE_SECRET, GIVEN, derived]:
                if secret in entry["line"] + entry.get("note", ""):
                    print(f"not so: {event['address']}: a secret is in {entry}")
                    bad += 1
            shells = ["bash"] if "$'" in entry["line"] or not shutil.which("dash") else ["bash", "dash"]
            wanted = asked[count] if count < len(asked) else None
            if "@body " in entry["line"]:  # too long to be kept: who has it can say so
                if hashlib.sha256(wanted[3]).hexdigest() not in entry["note"] or "5000 bytes" not in entry["note"]:
                    print(f"not so: {entry['note']}")
                    bad += 1
                with open(f"{folder}/body", "wb") as file:
                    file.write(wanted[3])
            for shell in shells:
                # What nobody can see in a shell's line is said beside it.
                variables = dict(by_hand)
                for escaped, value in re.findall(r"(\w+_SENT) is the secret (\w+) as JSON writes it", entry.get("note", "")):
                    variables[escaped] = json.dumps(SECRETS["APP_" + value.upper()], ensure_ascii=False)[1:-1]
                done = subprocess.run([shell, "-c", entry["line"]], cwd=folder, env=variables, capture_output=True)
                got = take()
                moved = b"Authorization:" if " -u " in entry["line"] else b"Proxy-Connection:" if " -x " in entry["line"] else b""
                if done.returncode == 0 and len(got) == 1 and wanted and \
                        plain_form(got[0], moved) == plain_form(wanted, moved):
                    continue
                bad += 1
                print(f"not so: {event['address']} by {shell}: {entry['line'][:600]}\n  {entry.get('note', '')}")
                print("  status", done.returncode, done.stderr[-300:].decode(errors="replace"))
                print("  wanted", wanted and (wanted[2], wanted[3][:300]))
                print("  got   ", [(each[2], each[3][:300]) for each in got])
            count += 1
    if count != len(asked):
        print(f"not so: {len(asked)} requests were made, and there are {count} lines")
        bad += 1
    bad += planned(folder, env, first) + told(folder, env, ports["home"])
    shutil.rmtree(folder)
    if not bad:
        print(f"hand_lines: {count} lines ask what was asked")
    return 1 if bad else 0


sys.exit(main())
