"""How long a retry or a poll waits where the answer says so by Retry-After, and what is told of it.
retry_after.py RUNBOOK FOLDER"""
import http.server
import json
import os
import re
import subprocess
import sys
import threading
import time

runbook, folder = sys.argv[1:]
times = {}  # path → when it was asked for


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        asked = times.setdefault(self.path, [])
        asked.append(time.monotonic())
        first = len(asked) == 1
        self.send_response_only((202 if self.path == "/job" else 503) if first else 200)
        if first:
            for name, value in says[self.path]:
                self.send_header(name, value)
        body = json.dumps({"done": not first}).encode()
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def date(seconds):
    return time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(seconds))


# Path → what the first answer says; the keys of the step; what is told; the least and the most wait.
# The dates are of a clock that is years off: the server's own counts.
there = 1_600_000_000
HUGE = "9" * 40
cases = [
    ("/seconds", [("Retry-After", "1")], "retry: { attempts: 3, every: 10ms }",
     "attempt 1: 503; again in 1s, as 'Retry-After: 1' asks", 1, 3),
    ("/date", [("Date", date(there)), ("Retry-After", date(there + 1))], "retry: { attempts: 3, every: 10ms }",
     f"again in 1s, as 'Retry-After: {date(there + 1)}' asks", 1, 3),
    ("/job", [("Retry-After", "1")], "poll: { until: json.done, for: 20s, every: 10ms }", "again in 1s, as 'Retry-After: 1' asks", 1, 3),
    ("/capped", [("Retry-After", "3600")], "retry: { attempts: 3, every: 10ms, max_delay: 300ms }",
     "again in 300ms, the most that max_delay allows; 'Retry-After: 3600' asks for more", 0.3, 2),
    ("/unbounded", [("Retry-After", HUGE)], "timeout: 1s\n    retry: { attempts: 3, every: 10ms }",
     f"again in 1s, the most that is waited without a max_delay (the step's timeout); 'Retry-After: {HUGE[:20]}' asks for more", 1, 3),
    ("/longer", [("Retry-After", "1")], "retry: { attempts: 3, every: 1200ms }", "again in 1.2s", 1.2, 3),
    ("/past", [("Date", date(there)), ("Retry-After", date(there - 60))], "retry: { attempts: 3, every: 10ms }", "again in 10ms", 0, 0.9),
    ("/nonsense", [("Retry-After", "-5")], "retry: { attempts: 3, every: 10ms }", "again in 10ms", 0, 0.9),
    ("/soon", [("Retry-After", "soon")], "retry: { attempts: 3, every: 10ms }", "again in 10ms", 0, 0.9),
    ("/left", [("Retry-After", "60")], "retry: { for: 5s, every: 10ms }",
     "no further attempt after 1, since 'Retry-After: 60' asks for a longer wait than is left of 'for'", None, None),
    ("/poll-left", [("Retry-After", "60")], "poll: { until: json.done, for: 5s, every: 10ms }",
     "no further attempt after 1, since 'Retry-After: 60' asks for a longer wait than is left of 'for'", None, None),
    ("/group", [("Retry-After", "60")], None,
     "no further attempt after 1 of 3, since 'Retry-After: 60' asks for a longer wait than is left of the time of what it stands in", None, None),
]
says = {path: headers for path, headers, *_ in cases}
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()


def step(path, keys, indent="  "):
    lines = [f"- name: Asks for {path}", f"  http: GET {path}"] + ["  " + line.strip() for line in keys.split("\n")]
    if not keys.startswith("poll"):
        lines.append("  expect: json.done")
    return "".join(f"{indent}{line}\n" for line in lines)


steps = "".join(step(path, keys) if keys else
                "  - name: In a group\n    timeout: 5s\n    steps:\n" + step(path, "retry: { attempts: 3, every: 10ms, max_delay: 2m }", "      ")
                for path, _, keys, *_ in cases)
os.chdir(folder)
with open("wait.yaml", "w") as out:
    out.write(f"runbook: 1\ntitle: Waits\non_failure: continue\nconnections:\n  it: {{ http: 'http://127.0.0.1:{server.server_address[1]}' }}\nsteps:\n{steps}")
ran = subprocess.run([runbook, "run", "wait.yaml", "-v"], capture_output=True, text=True, timeout=120,
                     env={**os.environ, "COLUMNS": "400", "NO_COLOR": "1"})
said = re.sub(r"\s+", " ", ran.stdout)
wrong = []
for path, _, _, told, least, most in cases:
    if told not in said:
        wrong.append(f"{path}: nothing says {told!r}")
    asked = times[path]
    if least is None:
        if len(asked) != 1:
            wrong.append(f"{path}: asked {len(asked)} times")
    elif len(asked) != 2 or not least <= asked[1] - asked[0] + 0.005 <= most + 0.005:
        wrong.append(f"{path}: asked at {[when - asked[0] for when in asked]}")
run = re.search(r"journal: (\S+)/journal.jsonl", ran.stdout).group(1)
for command, told in ((["show", run, "1"], "another attempt after 1s, as 'Retry-After: 1' asks"), (["verify", run], "")):
    shown = subprocess.run([runbook, *command], capture_output=True, text=True, timeout=60, env={**os.environ, "COLUMNS": "400"})
    if shown.returncode or told not in re.sub(r"\s+", " ", shown.stdout):
        wrong.append(f"{command[0]} ends with {shown.returncode}: {shown.stdout}{shown.stderr}")
if wrong:
    print(ran.stdout, ran.stderr, *wrong, sep="\n")
    sys.exit(1)
