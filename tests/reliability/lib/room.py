"""One run after the other, each in a folder of its own, with a mark in its environment by which all that it started is found again."""
import collections, json, os, shutil, signal, subprocess, tempfile, time

from .world import SESSION, World, wrong

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TOKEN = "token-of-the-world-0815"
GOES_ON = 12        # sessions after which a run that never ends is one that does not go on
ENDS_WITHIN = 4.0   # seconds after which nothing of a run that is gone may be there any more


class Ended:
    """How a program ended: its status (128 + its signal), what it printed."""

    def __init__(self, status, said, hit=-1, calls=0, journal=0):
        self.status, self.said, self.hit, self.calls, self.journal = status, said, hit, calls, journal


class Room:
    def __init__(self, program, tools, postgres=None):
        self.program, self.tools = program, tools
        self.folder = tempfile.mkdtemp(prefix="room-")
        self.books = os.path.join(self.folder, "books")
        shutil.copytree(os.path.join(HERE, "books"), self.books)
        self.world = World(postgres)
        self.round, self.ends = 0, collections.Counter()  # how many ended with each status, except those that only look

    def close(self):
        self.world.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def begin(self, book, on_request=None):
        """A new round: an empty world, an empty folder."""
        if self.round:
            shutil.rmtree(self.at, ignore_errors=True)
        self.round += 1
        self.book = book
        self.at = os.path.join(self.folder, f"round{self.round}")
        self.run_folder = os.path.join(self.at, "run")
        self.temporary = os.path.join(self.at, "tmp")
        self.runtime = os.path.join(self.at, "runtime")
        for made in (self.temporary, self.runtime):
            os.makedirs(made, 0o700)
        self.world.begin(self.at, on_request, in_postgres=book.name == "postgres")
        self.environment = {"PATH": os.environ["PATH"], "HOME": self.at, "TMPDIR": self.temporary, "XDG_RUNTIME_DIR": self.runtime,
                            "LANG": "C.UTF-8", "NO_COLOR": "1", "WORLD_TOKEN": TOKEN}
        self.said = []

    def words(self, purpose, options=()):
        """The command line of `run`, or of what takes the run up again."""
        if purpose == "run":
            given = [word for name, value in self.book.inputs(self.world).items() for word in ("--input", f"{name}={value}")]
            return [self.program, "run", f"{self.book.file}.yaml", "--root", ".", "--run-dir", self.run_folder, *given, *self.book.options]
        answers = [] if purpose == "abandon" else answers_of(self.book)
        return [self.program, purpose, self.run_folder, "--root", ".", "--go-on", *answers, *options]

    def start(self, words, more=None, before=()):
        """The output goes to a file, so that whoever is left behind holds no pipe of ours."""
        said = open(os.path.join(self.at, f"said{len(self.said)}"), "w+")
        child = subprocess.Popen([*before, *words], cwd=self.books, env={**self.environment, **(more or {})}, stdin=subprocess.DEVNULL,
                                 stdout=said, stderr=subprocess.STDOUT)
        return child, said

    def finish(self, child, said, seconds=60, looks=False):
        try:
            status = child.wait(seconds)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
            status = 124
        said.seek(0)
        text = said.read()
        said.close()
        self.said.append(text)
        status = status if status >= 0 else 128 - status
        if not looks:
            self.ends[status] += 1
        return Ended(status, text)

    def execute(self, words, more=None, before=()):
        return self.finish(*self.start(words, more, before))

    def at_call(self, mode, words, more=None):
        """Through tests/tools/at_call: killed at a call, or with a call that fails."""
        result = os.path.join(self.at, "calls")
        ended = self.execute(words, more, [os.path.join(self.tools, "at_call"), "-o", result, *map(str, mode)])
        if os.path.exists(result):
            with open(result) as file:
                ended.calls, ended.hit, ended.journal = map(int, file.read().split())
            os.unlink(result)
        return ended

    # What is there, and what may not be.

    def journal(self):
        """The whole lines of the journal; None where there is none."""
        try:
            with open(os.path.join(self.run_folder, "journal.jsonl"), "rb") as file:
                whole = file.read().split(b"\n")[:-1]
        except OSError:
            return None
        return [json.loads(line) for line in whole]

    def alive(self):
        """Processes that have the mark of this round: of the runner, its keepers, its commands."""
        mark, out = f"TMPDIR={self.temporary}".encode(), []
        for name in os.listdir("/proc"):
            if not name.isdigit():
                continue
            try:
                with open(f"/proc/{name}/environ", "rb") as file:
                    if mark not in file.read().split(b"\0"):
                        continue
                with open(f"/proc/{name}/stat") as file:
                    if file.read().rpartition(")")[2].split()[0] in "ZX":
                        continue
                with open(f"/proc/{name}/cmdline", "rb") as file:
                    out.append((int(name), file.read().replace(b"\0", b" ").decode(errors="replace").strip()))
            except OSError:
                continue
        return out

    def private(self):
        """Private files and folders that are there."""
        places = [(self.runtime, lambda name: name.startswith("runbook-") and name != "runbook-locks"), (self.temporary, lambda name: True)]
        return [name for place, is_ours in places for name in sorted(os.listdir(place)) if is_ours(name)]

    def quiet(self):
        """Waits until nothing of the run is there any more; what of it stays is told, and ended."""
        until = time.monotonic() + ENDS_WITHIN
        while (alive := self.alive()) and time.monotonic() < until:
            time.sleep(0.01)
        found = [f"orphan: {line}" for _, line in alive]
        for pid, _ in alive:
            try:
                os.kill(pid, signal.SIGKILL)
            except OSError:
                pass
        while (left := self.private()) and time.monotonic() < until:
            time.sleep(0.01)
        return found + [f"private: {name} was left" for name in left]

    def secrets(self):
        """Whether a secret stands in what was written or said."""
        texts = list(self.said)
        for folder, _, names in os.walk(self.run_folder):
            for name in names:
                with open(os.path.join(folder, name), errors="replace") as file:
                    texts.append(file.read())
        return [f"secret: {secret} was written" for secret in (TOKEN, SESSION) if any(secret in text for text in texts)]

    def verify(self):
        if not self.verifies:
            return Ended(0, "")
        return self.finish(*self.start([self.program, "verify", self.run_folder, "--root", "."]), looks=True)

    def wrong(self):
        return wrong(self.world.effects())


def answers_of(book):
    """Answers given ahead are given again: a question that was not asked yet is asked by the session that comes to it."""
    words = book.options
    return [word for at, word in enumerate(words) if word in ("--answer", "--as") or (at and words[at - 1] in ("--answer", "--as"))]
