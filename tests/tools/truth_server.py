"""A web server that answers what its request's query says, on a port of the loopback that the kernel picks.

  /say?status=200&header=Name:%20value&body=text&type=application/json   that answer; header may stand several times
  /raw?bytes=…            those very bytes, then the connection is closed
  /echo/…                 as JSON what was asked: {"target", "headers" (names in small letters), "body"}
  /turn/NAME?1=…&2=…      the first request to NAME is answered with the body of 1, the second with that of 2; the last
                          one stays
Every answer closes nothing by itself unless it says so; `close=1` beside status ends the connection after it.
"""
import json
import socketserver
import threading
import time
import urllib.parse

turns, turns_lock = {}, threading.Lock()


def next_turn(name):
    with turns_lock:
        turns[name] = turns.get(name, 0) + 1
        return turns[name]


class Handler(socketserver.StreamRequestHandler):
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
        body = self.rfile.read(int(fields.get("content-length", "0")))
        path, _, query = target.partition("?")
        asked = urllib.parse.parse_qs(query, keep_blank_values=True, encoding="latin-1" if path == "/raw" else "utf-8")
        first = {name: values[0] for name, values in asked.items()}
        if "delay" in first:
            time.sleep(float(first["delay"]))
        if path == "/raw":
            self.wfile.write(first["bytes"].encode("latin-1"))
            return False
        if path.startswith("/echo"):
            first = {"body": json.dumps({"target": target, "headers": fields, "body": body.decode(errors="replace")})}
        if path.startswith("/turn/"):
            turn = next_turn(path)
            numbers = sorted(int(name) for name in first if name.isdigit())
            first["body"] = first[str(min(turn, numbers[-1]))]
        return self.say(method, first, asked.get("header", []))

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
    allow_reuse_address = True

    def handle_error(self, request, client_address):
        pass  # a client that went away


def start():
    """The server, serving in a thread of its own; its address is server.url."""
    server = Server(("127.0.0.1", 0), Handler)
    server.url = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server
