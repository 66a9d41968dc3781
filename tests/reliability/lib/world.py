"""What a run changes, seen from outside: a server, a database and a file, which keep every effect in the order in which it came.

An effect is a line: `+NAME` where it was done, `-NAME` where it was taken back, `+NAME=KEY` where it may be done again by the same key.
The world itself forbids nothing: it counts, and `wrong()` tells what happened that may not.
"""
import contextlib, http.server, json, os, sqlite3, subprocess, threading, urllib.parse

KINDS = {"whole": 41, "part": 2.5, "huge": 123456789012345678901234567890, "text": "text", "yes": True, "none": None, "several": [1, 2, 3],
         "by_name": {"a": "b"}, "moment": "2026-01-02T03:04:05Z", "length": "90s", "tag": "v1.4"}
PART = b'Content-Disposition: form-data; name="part"; filename="name.txt"\r\nContent-Type: text/plain\r\n\r\nwhole\r\n'
NAMES = ["ada", "grace", "mary"]
SESSION = "session-of-the-world-4711"


class World:
    """One server for any number of rounds, one at a time."""

    def __init__(self, postgres=None):
        """`postgres` is the address of a server, where there is one; a database of this world's own is made there when it is needed."""
        world = self
        self.postgres, self.has_database = postgres, False

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def log_message(self, *_):
                pass

            def answer(self):
                length = int(self.headers.get("Content-Length") or 0)
                sent = self.rfile.read(length)
                with contextlib.suppress(OSError):
                    status, body = world.answer(self.command, self.path, self.headers, sent)
                    text = json.dumps(body).encode()
                    self.send_response(status)
                    self.send_header("Content-Type", "application/json")
                    self.send_header("Content-Length", str(len(text)))
                    self.end_headers()
                    self.wfile.write(text)

            do_GET = do_POST = do_PUT = do_DELETE = answer

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 128

            def handle_error(self, *_):  # whoever asked was killed
                pass

        self.lock = threading.Lock()
        self.server = Server(("127.0.0.1", 0), Handler)
        self.base = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        self.begin(None)

    def begin(self, folder, on_request=None, in_postgres=False):
        """A new round: nothing has happened."""
        with self.lock:
            self.lines, self.asked, self.requests, self.on_request = [], {}, 0, on_request
        self.folder = folder
        if folder:
            self.file, self.database = os.path.join(folder, "effects"), os.path.join(folder, "world.db")
            open(self.file, "w").close()
            with contextlib.suppress(FileNotFoundError):
                os.unlink(self.database)
            with contextlib.closing(sqlite3.connect(self.database)) as made:
                made.execute("CREATE TABLE effects (place INTEGER PRIMARY KEY AUTOINCREMENT, line TEXT)")
                made.commit()
            self.in_postgres, self.address = in_postgres, "sqlite:" + self.database
        if folder and in_postgres:
            self.address = self.own_database()
            self.psql(self.address, "DROP TABLE IF EXISTS effects", "CREATE TABLE effects (place serial PRIMARY KEY, line text)")

    def own_database(self):
        """One for each world, since a lock is called by the database."""
        server, _, _ = self.postgres.rpartition("/")
        name = f"world_{os.getpid()}_{id(self) % 100000}"
        if not self.has_database:
            self.psql(self.postgres, f"CREATE DATABASE {name}")
            self.has_database = True
        return f"{server}/{name}"

    @staticmethod
    def psql(address, *statements):
        words = [word for statement in statements for word in ("-c", statement)]
        return subprocess.run(["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", address, *words], check=True, capture_output=True, text=True).stdout.split("\n")[:-1]

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def answer(self, method, path, headers, sent):
        parts = urllib.parse.urlsplit(path).path.strip("/").split("/")
        with self.lock:
            self.requests += 1
            if self.on_request:
                self.on_request(self.requests)
            kind, name = parts[0], urllib.parse.unquote(parts[1]) if len(parts) > 1 else ""
            if kind == "effects":
                if method in ("POST", "DELETE"):
                    self.lines.append(("+" if method == "POST" else "-") + name)
                count = self.lines.count("+" + name) - self.lines.count("-" + name)
                return (201 if method == "POST" else 200), {"count": count, "number": len(name)}
            if kind == "keyed":
                key = headers.get("Idempotency-Key", "none")
                self.lines.append(f"+{name}={key}" if method == "PUT" else f"-{name}={key}")
                return 200, {"count": self.lines.count(f"+{name}={key}")}
            if kind == "whole":
                whole = method == "PUT" and (headers.get("X-First"), headers.get("X-Last")) == ("one", "last") and PART in sent
                self.lines.append("+whole" if whole else "+torn")
                return 200, {"whole": whole}
            if kind == "kinds":
                return 200, KINDS
            if kind == "names":
                return 200, {"names": NAMES}
            if kind == "session":
                # Told to whoever asks for it: a run that never asked does not know that it is a secret.
                return 200, {"token": SESSION} if method == "GET" else {}
            if kind in ("flaky", "job"):
                times = self.asked[kind] = self.asked.get(kind, 0) + 1
                if kind == "flaky":
                    return (503 if times == 1 else 200), {}
                return 200, {"state": "running" if times % 3 else "done", "result": len("order")}
        return 404, {}

    def effects(self):
        """All lines: of the server, of the file, of the database; each in its own order."""
        with self.lock:
            lines = list(self.lines)
        with open(self.file) as file:
            lines += file.read().splitlines()
        if self.in_postgres:
            lines += self.psql(self.address, "SELECT line FROM effects ORDER BY place")
        with contextlib.closing(sqlite3.connect(self.database, timeout=10)) as database:
            lines += [line for line, in database.execute("SELECT line FROM effects ORDER BY place")]
        return lines


def state(lines):
    """Name -> whether it is done; of what has a key: whether it was done at all."""
    out = {}
    for line in lines:
        out[line[1:].partition("=")[0]] = line[0] == "+"
    return out


def wrong(lines):
    """What was done while it was done, taken back while it was not, or done by two keys."""
    found, done, keys = [], {}, {}
    for line in lines:
        name, keyed, key = line[1:].partition("=")
        if keyed:
            if keys.setdefault((line[0], name), key) != key:
                found.append(f"repeated: {name} was done by two keys")
        elif line[0] == "+" and done.get(name):
            found.append(f"repeated: {name} was done again")
        elif line[0] == "-" and not done.get(name):
            found.append(f"repeated: {name} was taken back and was not there")
        done[name] = line[0] == "+"
    return found
