"""What tests share that ask servers of their own: the servers, the program and what it says in one line, and what is not so."""
import http.server
import os
import re
import subprocess
import sys
import threading


def serve(handler):
    """The port of a server on this machine that answers by `handler`."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]


class Quiet(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def tell(self, status, body=b"", headers=()):
        self.send_response_only(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Program:
    def __init__(self, path, **env):
        self.path, self.wrong = path, []
        self.env = {**os.environ, "COLUMNS": "400", "NO_COLOR": "1", **env}

    def run(self, *words):
        ran = subprocess.run([self.path, *words], capture_output=True, text=True, timeout=120, env=self.env, stdin=subprocess.DEVNULL)
        return ran.returncode, re.sub(r"\s+", " ", ran.stdout + ran.stderr)

    def holds(self, what, good, said=""):
        if not good:
            self.wrong.append(f"{what}: {said}")

    def end(self, what, requests):
        print(*self.wrong, sep="\n")
        print(f"{what}: {requests} requests, {len(self.wrong)} failures")
        sys.exit(1 if self.wrong else 0)
