"""A web server that answers what its request's query says, on a port of the loopback that the kernel picks.

  /say?status=200&header=Name:%20value&body=text&type=application/json   that answer; header may stand several times
  /raw?bytes=…            those very bytes, then the connection is closed; with cut=1 beside it without TLS's own end
  /echo…                  the request as JSON: method, target, headers (name → list of values), body and the connection it
                          came by, a number of its own
  /drop/NAME              the first request to NAME is not answered, its connection is closed; those behind it are
  /early?status=200       the answer before the body of the request is read, which is left lying
  /turn/NAME?1=…&2=…      the first request to NAME is answered with the body of 1, the second with that of 2; the last
                          one stays
  /job/NAME?takes=S       POST begins a job that is done after S seconds, and is answered only then; GET is answered 404
                          with {"state": "absent"} until it is done, then 200 with {"state": "done"}
Every answer closes nothing by itself unless it says so; `close=1` beside status ends the connection after it.
"""
import json
import os
import socketserver
import ssl
import threading
import time
import urllib.parse

turns, turns_lock = {}, threading.Lock()
jobs_done = set()


def next_turn(name):
    with turns_lock:
        turns[name] = turns.get(name, 0) + 1
        return turns[name]


class Handler(socketserver.StreamRequestHandler):
    cut = False

    def setup(self):
        if self.server.context:
            self.request = self.server.context.wrap_socket(self.request, server_side=True)
        super().setup()

    def finish(self):
        super().finish()
        if self.server.context and not self.cut:
            self.request.unwrap()
        if self.server.context:
            os.close(self.request.detach())

    def handle(self):
        while self.one_request():
            pass

    def read_head(self):
        lines = []
        while True:
            line = self.rfile.readline(65536)
            if not line:
                return None
            if line in (b"\r\n", b"\n"):
                return lines
            lines.append(line.decode("latin-1").rstrip("\r\n"))

    def one_request(self):
        head = self.read_head()
        if not head:
            return False
        method, target, _ = head[0].split(" ", 2)
        fields = {k.strip().lower(): v.strip() for k, _, v in (line.partition(":") for line in head[1:])}
        path, _, query = target.partition("?")
        asked = urllib.parse.parse_qs(query, keep_blank_values=True, encoding="latin-1" if path == "/raw" else "utf-8")
        first = {name: values[0] for name, values in asked.items()}
        if path == "/early":
            self.say(method, first, asked.get("header", []))
            time.sleep(1)
            return False
        sent = self.rfile.read(int(fields.get("content-length", "0")))
        if path.startswith("/echo"):
            first["body"] = self.echo(method, target, head[1:], sent)
        if "delay" in first:
            time.sleep(float(first["delay"]))
        if path == "/raw":
            self.cut = first.get("cut") == "1"
            self.wfile.write(first["bytes"].encode("latin-1"))
            return False
        if path.startswith("/drop/") and next_turn(path) == 1:
            return False
        if path.startswith("/job/"):
            return self.job(method, path, first)
        if path.startswith("/turn/"):
            turn = next_turn(path)
            numbers = sorted(int(name) for name in first if name.isdigit())
            first["body"] = first[str(min(turn, numbers[-1]))]
        return self.say(method, first, asked.get("header", []))

    def job(self, method, name, asked):
        if method == "POST":
            time.sleep(float(asked["takes"]))
            jobs_done.add(name)
        done = name in jobs_done
        return self.say(method, {"status": "200" if done else "404",
                                 "body": '{"state": "done"}' if done else '{"state": "absent"}'}, [])

    def echo(self, method, target, lines, sent):
        headers = {}
        for name, _, value in (line.partition(":") for line in lines):
            headers.setdefault(name.strip().lower(), []).append(value.strip())
        return json.dumps({"method": method, "target": target, "headers": headers, "body": sent.decode("latin-1"),
                           "connection": self.client_address[1]})

    def say(self, method, first, headers):
        body = first.get("body", "").encode()
        close = first.get("close") == "1"
        lines = [f"HTTP/1.1 {first.get('status', '200')} {first.get('reason', 'OK')}",
                 f"Content-Type: {first.get('type', 'application/json')}", f"Content-Length: {len(body)}"]
        lines += headers + (["Connection: close"] if close else [])
        self.wfile.write("\r\n".join(lines).encode() + b"\r\n\r\n" + (b"" if method == "HEAD" else body))
        return not close


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    context = None
    allow_reuse_address = True

    def handle_error(self, request, client_address):
        pass  # a client that went away


def start(certificate=None):
    """The server, serving in a thread of its own; its address is server.url. With a certificate, a path to which .pem and
    .key are added, by TLS."""
    server = Server(("127.0.0.1", 0), Handler)
    if certificate:
        server.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        server.context.load_cert_chain(f"{certificate}.pem", f"{certificate}.key")
    host = "https://localhost" if certificate else "http://127.0.0.1"
    server.url = f"{host}:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server
