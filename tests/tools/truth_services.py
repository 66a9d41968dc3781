"""The servers that situations of tests/truth are run against, as far as they are needed; each on a port of the loopback."""
import contextlib
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import deaf_proxy
import truth_server

TOOLS = pathlib.Path(__file__).resolve().parent


class Tool:
    """A program of this folder that tells where it serves, and serves until its standard input ends."""

    def __init__(self, name, *words, lines=1):
        program = [sys.executable, TOOLS / name] if name.endswith(".py") else [TOOLS / name]
        self.process = subprocess.Popen([*program, *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.told = [self.process.stdout.readline().strip() for _ in range(lines)]

    def close(self):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()


def make_certificates(stack):
    folder = pathlib.Path(tempfile.mkdtemp(prefix="truth-certs-"))
    stack.callback(shutil.rmtree, folder, ignore_errors=True)
    subprocess.run([TOOLS / "certs", folder], check=True, capture_output=True)
    return folder


def start_postgres(stack, variables, pooled):
    cluster = Tool("pg_cluster")
    stack.callback(cluster.close)
    url = cluster.told[0]
    if not url:
        return  # none is installed
    port = re.search(r":(\d+)/", url)[1]
    variables["TRUTH_POSTGRES"] = url
    variables["TRUTH_POSTGRES_DEAF"] = url.replace(port, str(deaf_proxy.start(int(port)).own_port))
    if not pooled:
        return
    pooler = Tool("pooler", url, "transaction")
    stack.callback(pooler.close)
    if pooler.told[0]:
        variables["TRUTH_POOLED"] = pooler.told[0]


def start_mariadb(stack, variables):
    server = Tool("maria_server")
    stack.callback(server.close)
    if server.told[0]:
        variables["TRUTH_MARIADB"] = server.told[0]


@contextlib.contextmanager
def serving(needs):
    """What the environment says of the servers; `needs` are the words behind `# with:` of all that is to be run."""
    variables = {}
    with contextlib.ExitStack() as stack:
        web = truth_server.start()
        stack.callback(web.shutdown)
        variables["TRUTH_HTTP"] = web.url
        if {"postgres", "pooler"} & needs:
            start_postgres(stack, variables, "pooler" in needs)
        if "mariadb" in needs:
            start_mariadb(stack, variables)
        if {"turning", "certificates"} & needs:
            variables["TRUTH_CERTS"] = str(make_certificates(stack))
            variables["TRUTH_HTTPS"] = truth_server.start(variables["TRUTH_CERTS"] + "/good").url
        yield variables


def is_there(needs, variables):
    """Whether all that a situation needs could be started here."""
    of = {"postgres": "TRUTH_POSTGRES", "pooler": "TRUTH_POOLED", "mariadb": "TRUTH_MARIADB"}
    return all(variable in variables for word, variable in of.items() if word in needs)


@contextlib.contextmanager
def turning(work, certs):
    """A web server of a situation's own that is replaced while it runs."""
    folder = work / "server"
    folder.mkdir()
    server = Tool("truth_turning.py", folder, certs, lines=2)
    try:
        plain, tls = server.told
        yield {"TRUTH_TURNING": f"http://127.0.0.1:{plain}", "TRUTH_TURNING_TLS": f"https://localhost:{tls}",
               "TRUTH_TURNING_PID": str(server.process.pid), "TRUTH_TURNING_FOLDER": str(folder), "TRUTH_CERTS": str(certs)}
    finally:
        server.close()
