#!/usr/bin/env python3
"""Every row of docs/HURL.md, run: what stands in the column `here` (`holds`) passes, what `does not hold` fails its step.

  hurl_page.py PAGE RUNBOOK CERTIFICATES      CERTIFICATES: a folder that tests/tools/certs has filled

The server gives the answers that stand on the page, and is otherwise what the page says of it.
"""
import gzip
import hashlib
import http.server
import json
import os
import re
import socketserver
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

PAGE, RUNBOOK, CERTS = sys.argv[1], os.path.abspath(sys.argv[2]), os.path.abspath(sys.argv[3])
text = open(PAGE, encoding="utf-8").read()
answers, tries, busy = {}, {}, {}


# ── the page ──

def cells(row):
    """The cells of a table's row: a bar within code is \\| there."""
    return [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", row.strip())[1:-1]]


def code(cell):
    """What stands in backticks at the end of a cell, without them."""
    found = re.findall(r"`([^`]*)`", cell)
    return found[-1] if found else ""


def read_page():
    """[(what the table is over, its head, rows)] in order; the answers on the way are kept."""
    tables, over, block, table = [], None, None, None
    for line in text.splitlines():
        if block is not None:
            if line == "```":
                if over and block[0] == "```http":
                    answers[over] = "\n".join(block[1:])
                block = None
            else:
                block.append(line)
            continue
        if line.startswith("```"):
            block = [line]
            continue
        said = re.match(r"Over `GET (\S+)`", line)
        if said:
            over = said[1]
        if line.startswith("## "):
            over = None
        if line.startswith("|"):
            if table is None:
                table = (over, cells(line), [])
                tables.append(table)
            elif not line.startswith("|---"):
                table[2].append(cells(line))
        else:
            table = None
    return tables


# ── the server ──

class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def send(self, status, headers, body):
        self.send_response_only(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def send_json(self, value, status=200):
        self.send(status, [("Content-Type", "application/json")], json.dumps(value, ensure_ascii=False).encode())

    def ask_for_digest(self):
        given = dict(re.findall(r'(\w+)="?([^",]*)', self.headers.get("Authorization") or ""))
        parts = [hashlib.md5(part.encode()).hexdigest() for part in ("ann:rows:sesame", f"{self.command}:{self.path}")]
        parts[1:1] = [given.get(name, "") for name in ("nonce", "nc", "cnonce", "qop")]
        if given.get("response") == hashlib.md5(":".join(parts).encode()).hexdigest():
            self.send_json({"who": given["username"]})
        else:
            self.send(401, [("WWW-Authenticate", 'Digest realm="rows", nonce="once", qop="auth"')], b"")

    def answer(self):
        asked = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        split = urllib.parse.urlsplit(self.path)
        path = split.path
        if path in answers:
            head, _, body = answers[path].partition("\n\n")
            lines = head.split("\n")
            self.send(int(lines[0].split()[1]), [line.split(": ", 1) for line in lines[1:]], body.encode())
        elif path.startswith("/echo"):
            self.send_json({"method": self.command, "target": self.path, "query": dict(urllib.parse.parse_qsl(split.query)),
                            "headers": {name.lower(): value for name, value in self.headers.items()},
                            "body": asked.decode("utf-8", "replace")})
        elif path == "/digest":
            self.ask_for_digest()
        elif path == "/old":
            self.send(302, [("Location", "/older")], b"")
        elif path == "/older":
            self.send(301, [("Location", "/order")], b"")
        elif path == "/gone":
            self.send_json({"gone": True}, 410)
        elif path == "/zipped":
            self.send(200, [("Content-Encoding", "gzip"), ("Content-Type", "application/json")], gzip.compress(b'{"zipped": true}'))
        elif path == "/part":
            self.send(200, [("Content-Type", "text/plain")], b"a part\n")
        elif path == "/gb18030":
            self.send(200, [("Content-Type", "text/plain; charset=gb18030")], "你好".encode("gb18030"))
        elif path == "/busy":
            since = busy.pop(0, None)
            if since is None:
                busy[0] = time.monotonic()
                self.send(503, [("Retry-After", "1")], b"")
            else:
                self.send_json({"waited": int(1000 * (time.monotonic() - since) + 5)})
        elif path == "/third-time":
            tries[0] = tries.get(0, 0) + 1
            self.send_json({"times": tries[0]}, 200 if tries[0] % 3 == 0 else 503)
            tries[0] %= 3
        else:
            self.send_json({"path": path})

    do_GET = do_POST = do_PUT = do_HEAD = do_DELETE = answer


def serve(context=None):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]


def serve_socket(path):
    class Local(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
        daemon_threads = True

        def get_request(self):
            return self.socket.accept()[0], ("socket", 0)
    threading.Thread(target=Local(path, Handler).serve_forever, daemon=True).start()


# ── runbooks of the rows ──

def step_of(over, head, row, which):
    """A step of a row, as YAML beneath its name."""
    if head[-1] != "does not hold":
        return None
    if len(head) == 3:
        tls = ", tls: { ca: CA }" if over == "TLS/" else ""
        return f"http: {{ send: GET {over}{tls} }}", code(row[1 if which else 2])
    step = code(row[1])
    return (step[1:-1].strip() if step.startswith("{ ") else step), code(row[2 if which else 3])


def as_block(step):
    """`id: a, http: GET /x, retry: { … }` as lines of a block; `http: { … }` as it is."""
    parts, depth, begin = [], 0, 0
    for at, char in enumerate(step + ","):
        depth += (char in "{[") - (char in "}]")
        if char == "," and depth == 0:
            parts.append(step[begin:at].strip())
            begin = at + 1
    return parts


def book(tables, which, names):
    lines = ["runbook: 1", "title: Rows", "on_failure: continue", "inputs:", "  shop: { type: url, env: SHOP_URL }",
             "  word: { type: string, default: open }", "connections:", '  shop: { http: "${inputs.shop}" }', "steps:"]
    for over, head, rows in tables:
        for row in rows:
            made = step_of(over, head, row, which)
            if not made:
                continue
            for name, value in names.items():
                made = tuple(part.replace(name, value) for part in made)
            lines.append(f"  - name: {json.dumps(row[0], ensure_ascii=False)}")
            lines += [f"    {part}" for part in as_block(made[0])]
            lines += ["    expect: |", f"      {made[1]}"]
    return "\n".join(lines) + "\n"


def run(folder, args, env):
    return subprocess.run([RUNBOOK] + args, cwd=folder, env=env, capture_output=True, text=True)


def verdicts(folder):
    """[(name, verdict, reason)] of the steps of the last run, those of a loop as one."""
    found = []
    for line in open(f"{folder}/run/journal.jsonl", encoding="utf-8"):
        event = json.loads(line)
        if event.get("event", event.get("kind")) in ("step_ended", "group_ended") and event["depth"] == 0:
            found.append((event["name"], event["verdict"], event.get("reason", "")))
    return found


def main():
    tables = read_page()
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(f"{CERTS}/good.pem", f"{CERTS}/good.key")
    mutual = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    mutual.load_cert_chain(f"{CERTS}/good.pem", f"{CERTS}/good.key")
    mutual.load_verify_locations(f"{CERTS}/ca.pem")
    mutual.verify_mode = ssl.CERT_REQUIRED
    serve_socket(f"{CERTS}/app.sock")
    port, tls_port, mutual_port = serve(), serve(tls), serve(mutual)
    body = answers["/order"].partition("\n\n")[2].encode()
    names = {"MTLS/": f"https://localhost:{mutual_port}/", "CA, cert: CERT, key: KEY": f"{CERTS}/ca.pem, cert: {CERTS}/client.pem, key: {CERTS}/client.key",
             "TLS/": f"https://localhost:{tls_port}/", "CA }": f"{CERTS}/ca.pem }}", "PROXY }": f"http://127.0.0.1:{port} }}",
             "HOST }": f"'127.0.0.1:{port}' }}", "SOCKET }": f"{CERTS}/app.sock }}",
             "SHA256 OF /order": hashlib.sha256(body).hexdigest(), "MD5 OF /order": hashlib.md5(body).hexdigest()}
    folder = tempfile.mkdtemp()
    env = {key: value for key, value in os.environ.items() if not key.lower().endswith("_proxy")}
    env.update(SHOP_URL=f"http://127.0.0.1:{port}", NO_COLOR="1", PATH=f"{folder}/bin:{env['PATH']}")
    os.mkdir(f"{folder}/bin")
    os.symlink(RUNBOOK, f"{folder}/bin/runbook")
    for name in ("part", "other"):
        with open(f"{folder}/{name}.txt", "w") as file:
            file.write(f"a {name}\n")
    bad = rows = 0
    for which, wanted in ((True, "passed"), (False, "failed")):
        tries.clear()
        with open(f"{folder}/rows.yaml", "w", encoding="utf-8") as file:
            file.write(book(tables, which, names))
        subprocess.run(["rm", "-rf", f"{folder}/run"], check=True)
        done = run(folder, ["run", "rows.yaml", "--root", ".", "--run-dir", "run", "-q"], env)
        if not os.path.exists(f"{folder}/run/journal.jsonl"):
            print(done.stdout, done.stderr)
            return 1
        for name, verdict, reason in verdicts(folder):
            rows += 1
            if verdict != wanted:
                bad += 1
                print(f"not so: {name}: {verdict}, not {wanted}: {reason}")
        if done.returncode != (0 if which else 1):
            bad += 1
            print(f"not so: status {done.returncode}\n{done.stdout[-3000:]}")
    # The lines of the command line, beside the runbook at the top of the page.
    order = re.search(r"```yaml\n(.*?)```", text, re.S)[1]
    for name in ("order", "again"):
        with open(f"{folder}/{name}.yaml", "w", encoding="utf-8") as file:
            file.write(order)
    with open(f"{folder}/vars.yaml", "w") as file:
        file.write(f"shop: {env['SHOP_URL']}\n")
    for _, head, table in tables:
        for row in table if head == ["Hurl", "here"] else []:
            rows += 1
            done = subprocess.run(["bash", "-c", code(row[1])], cwd=folder, env=env, capture_output=True, text=True)
            if done.returncode:
                bad += 1
                print(f"not so: {code(row[1])}: status {done.returncode}\n{done.stdout[-1500:]}{done.stderr[-1500:]}")
    subprocess.run(["rm", "-rf", folder], check=True)
    if rows < 200:
        print(f"not so: only {rows} rows were run")
        bad += 1
    if not bad:
        print(f"hurl_page: {rows} rows of the page are as it says")
    return 1 if bad else 0


sys.exit(main())
