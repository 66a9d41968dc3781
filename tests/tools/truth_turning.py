#!/usr/bin/env python3
"""A web server that is replaced while it runs, as servers are: it turns on HUP (or when it is asked to), new connections
go to the new one, and those that are open stay with the old one for as long as they last.

  truth_turning.py FOLDER CERTS

FOLDER/server.pem and server.key are its certificate (copied from CERTS/good at the start), which is read again at each
turn. Prints its ports, http and https, and serves until its standard input ends.

  /status?1=200&2=503   the status by the generation that took the connection; the last one stays
  /turn                 it turns, then answers; by the old one still
  /turn-in?s=0.5        it answers, and turns by itself after that time
Every answer's body is {"generation": 1, "connection": 7, "requests": 1}, requests counted on this connection.
"""
import json
import pathlib
import shutil
import signal
import socketserver
import ssl
import sys
import threading
import urllib.parse

folder, certs = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
lock = threading.Lock()
now = {"generation": 0, "connections": 0}


def turn(*_):
    context.load_cert_chain(folder / "server.pem", folder / "server.key")
    now["generation"] += 1


class Handler(socketserver.StreamRequestHandler):
    def setup(self):
        with lock:
            now["connections"] += 1
            self.number, self.generation = now["connections"], now["generation"]
        self.requests = 0
        if self.server.tls:
            self.request = context.wrap_socket(self.request, server_side=True)
        super().setup()

    def handle(self):
        while self.one_request():
            pass

    def one_request(self):
        line = self.rfile.readline(65536).decode("latin-1")
        if not line.strip():
            return False
        method, target, _ = line.split(" ", 2)
        fields = {}
        for header in iter(lambda: self.rfile.readline(65536).decode("latin-1").strip(), ""):
            name, _, value = header.partition(":")
            fields[name.strip().lower()] = value.strip()
        self.rfile.read(int(fields.get("content-length", "0")))
        self.requests += 1
        path, _, query = target.partition("?")
        asked = dict(urllib.parse.parse_qsl(query))
        if path == "/turn":
            turn()
        if path == "/turn-in":
            threading.Timer(float(asked["s"]), turn).start()
        body = json.dumps({"generation": self.generation, "connection": self.number, "requests": self.requests}).encode()
        statuses = [asked[name] for name in sorted(name for name in asked if name.isdigit())] or ["200"]
        status = statuses[min(self.generation, len(statuses)) - 1]
        closing = fields.get("connection", "").lower() == "close"
        head = f"HTTP/1.1 {status} Status\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        head += "Connection: close\r\n" if closing else ""
        self.wfile.write(head.encode() + b"\r\n" + (b"" if method == "HEAD" else body))
        return not closing


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def __init__(self, tls):
        super().__init__(("127.0.0.1", 0), Handler)
        self.tls = tls

    def handle_error(self, request, client_address):
        pass  # a client that went away, or does not like the certificate


def main():
    for ending in ("pem", "key"):
        shutil.copy(certs / f"good.{ending}", folder / f"server.{ending}")
    turn()
    signal.signal(signal.SIGHUP, turn)
    for server in (Server(False), Server(True)):
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print(server.server_address[1], flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
