#!/usr/bin/env python3
"""Journals of runs that were taken up again, written event by event: what a reader must understand, whoever wrote it.
session_journal.py --list                 the names
session_journal.py NAME FOLDER            FOLDER/journal.jsonl, chained and sealed
session_journal.py NAME --events          the same as events for tests/unit/played_events.h"""
import contextlib, datetime, hashlib, json, os, re, sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
VERDICTS = "passed warned failed undecided in_doubt skipped waived".split()
RANK = "skipped passed waived warned undecided failed in_doubt".split()
STEP_FIELDS = [("address", "word"), ("number", "word"), ("name", "text"), ("depth", "int"), ("phase", "word")]
DEFAULTS = {"word": "", "text": "", "bool": False, "int": 0, "duration": 0, "list": [], "map": {}, "any": None}
BEGAN = 1772330584  # 2026-03-01T02:03:04Z


def rows():
    found, row = {}, None
    for line in open(f"{ROOT}/interp/event/events.def", encoding="utf-8"):
        if match := re.match(r'EVENT\(\w+, "(\w+)"', line):
            row = found[match[1]] = []
        elif line.startswith("STEP_FIELDS"):
            row.extend(STEP_FIELDS)
        elif line.startswith("TYPE_NOTES_FIELD"):
            row.append(("kinds", "map?"))
        elif row is not None and (match := re.match(r'(?:FIELD|RECORD)\("(\w+)", "([\w?]+)"', line)):
            row.append((match[1], match[2]))
    return found


ROWS = rows()


def time_of(ms):
    whole = datetime.datetime.fromtimestamp(BEGAN + ms // 1000, datetime.timezone.utc)
    fraction = f".{ms % 1000:03}000000" if ms % 1000 else ""
    return whole.strftime("%Y-%m-%dT%H:%M:%S") + fraction + "Z"


class Run:
    """Keeps count as the engine does, so that a whole run is told by naming its steps."""

    def __init__(self, title="Incident handling", user="ops-1", host="build-7", children=0, **fields):
        self.events, self.known, self.sessions = [], {}, 1
        self.now, self.boot = 0, 0
        self.before = 0
        self.children, self.run, self.title = children, "019cda10-0000-7000-8000-000000000007", title
        self.begin()
        self.emit("run_started", format=1, run=self.run, tool="runbook 0.1.0", name="incident", title=title, path="incident.yaml",
                  digest="sha256:00", user=user, host=host, terminal=True, steps=children, children=children, **fields)

    # ── what holds for a session ──

    def begin(self):
        self.began = self.now
        self.told, self.reasons, self.counted, self.undone, self.standing = {}, [], dict.fromkeys(VERDICTS, 0), dict.fromkeys(VERDICTS, 0), []
        self.held = self.missed = self.confirmed = 0
        self.ended, self.signal, self.waits = "died", None, None
        self.groups = []

    def emit(self, kind, /, step=None, **fields):
        event = {"event": kind, "@": self.now}
        if self.boot:
            event["boot"] = self.boot
        if step:
            event["step"] = step
        event.update({name: value for name, value in fields.items() if value is not None})
        self.events.append(event)
        return len(self.events)

    def wait(self, ms):
        self.now += ms

    def taken_up(self, user="ops-2", host="build-9", after=240_000, at="", purpose="resume", accepted=(), resolutions=(), cut=0,
                 same_machine=False, **fields):
        last = self.now
        self.before += last - self.began
        ended = dict(ended=self.ended, ended_at=time_of(last), signal=self.signal, waited_for=self.waits)
        self.sessions += 1
        self.wait(after)
        if not same_machine:
            self.boot = 10_000_000 * self.sessions  # the monotonic clock of another machine
        self.known.update(self.told)
        self.begin()
        self.emit("run_resumed", purpose=purpose, run=self.run, title=self.title, path="incident.yaml", tool="runbook 0.1.0", user=user, host=host,
                  terminal=True, session=self.sessions, **ended, at=at, before=self.before * 1_000_000, cut=cut, accepted=list(accepted),
                  steps=self.children, children=self.children, resolutions=[dict(each) for each in resolutions], **fields)

    # ── steps ──

    @contextlib.contextmanager
    def group(self, number, address, name, children, kind="group", parallel=1, **fields):
        step, began = (number, address, "steps", name), self.now
        self.emit("group_started", step, kind=kind, parallel=parallel, children=children, **fields)
        self.groups.append({"number": number, "worst": 0, "lacks": False})
        yield
        done = self.groups.pop()
        verdict = RANK[done["worst"]]
        if done["lacks"] and verdict in ("passed", "waived", "warned"):
            verdict = "undecided"
        self.emit("group_ended", step, kind=kind, verdict=verdict, reason="" if verdict == "passed" else "see its steps",
                  elapsed=(self.now - began) * 1_000_000)
        self.up(verdict, "must", done["lacks"])

    def up(self, verdict, level, lacks=False):
        if self.groups:
            if level != "must" and verdict in ("failed", "undecided"):
                verdict = "warned"
            self.groups[-1]["worst"] = max(self.groups[-1]["worst"], RANK.index(verdict))
            self.groups[-1]["lacks"] |= lacks

    def end_step(self, step, end):
        """Tells the end, and counts it."""
        number, address, phase, name = step
        seq = self.emit("step_ended", step, **end)
        undo = phase == "undo"
        (self.undone if undo else self.counted)[end["verdict"]] += 1
        if not undo:
            self.held += end.get("held", 0)
            self.missed += end.get("missed", 0)
            self.confirmed += end["effect"] == "answer" and end["verdict"] in ("passed", "warned")
        if end["verdict"] not in ("passed", "skipped"):
            self.reasons.append({"address": address, "name": name, "verdict": end["verdict"], "reason": end.get("reason", "")})
        left_out = end["verdict"] == "skipped" and end.get("cause") == "not_reached"
        if not undo:
            self.up(end["verdict"], end["level"], end["verdict"] == "skipped" and end.get("cause") in ("not_reached", "declined"))
        if not left_out:
            kept = end.get("kept_from")
            self.told[phase, address] = {"seq": kept or seq, "at": end.get("kept_at") or time_of(self.now), "end": {**end}, "step": step}
        if end.get("stands") in ("yes", "doubt") and phase == "steps":
            self.standing.append({"address": address, "number": number, "name": name, "stands": end["stands"], "undo": True})
        if undo and end["verdict"] == "passed":
            base = number.split(".undo")[0]
            self.standing = [each for each in self.standing if each["number"] != base]
        return seq

    def step(self, number, address, name, effect="read", verb="exec", verdict="passed", cause="", reason="", level="must", expect=(), request="true",
             answer="exit 0", end="answered", took=20, phase="steps", capture=None, ask=None, probe=None, resolved=None, taken_up=None, intent=None,
             stands=None, dies=False, attempt_reason="", output="", **fields):
        """One step from its beginning to its end; `dies` ends the telling before its end."""
        step, began = (number, address, phase, name), self.now
        looked = taken_up is not None
        self.emit("step_started", step, verb=verb, effect=effect, level=level, key="k", taken_up=taken_up, place={"path": "incident.yaml", "line": 7, "column": 3})
        if resolved:
            self.emit("resolved", step, **resolved)
        attempts = held = missed = 0
        if effect == "change" and not looked and intent is not False:
            self.emit("step_intent", step, attempt=1, request=request, digest="sha256:01")
        if dies:
            return None
        self.wait(took)
        if ask:
            asked, answered, by = ask[:3]
            self.emit("asked", step, question=asked, digest=f"sha256:{asked}", choices=[{"word": "yes", "passes": True}, {"word": "no", "passes": False}])
            reused = True if len(ask) > 3 and ask[3] == "reused" else None
            self.wait(0 if reused else 3000)
            if not (len(ask) > 3 and ask[3] == "parked"):
                self.emit("answered", step, answer=answered or "", passes=answered == "yes", by=by, terminal=True, reused=reused,
                          reason="" if answered else "nobody answered", elapsed=0 if reused else 3000 * 1_000_000)
        if not looked and effect != "answer":
            attempts = 1
            self.emit("attempt_ended", step, attempt=1, end=end, request=request, answer=answer if end == "answered" else "", reason=attempt_reason,
                      observed={"exit_code": 0} if end == "answered" else {}, output=output, elapsed=took * 1_000_000)
        for index, (text, outcome) in enumerate(expect, 1):
            self.emit("expectation", step, index=index, text=text, level=level, verdict=outcome, parts=[{"text": text, "value": str(outcome == "held").lower(), "from": ""}],
                      place={"path": "incident.yaml", "line": 9, "column": 5})
            held += outcome == "held"
            missed += outcome in ("missed", "error")
        if probe:
            seen = (number, address, "probe", name)
            self.wait(5)
            self.emit("attempt_ended", seen, attempt=1, end="answered", request="GET /state", answer="200", elapsed=5_000_000)
            self.emit("probed", step, found=probe[0], reason=probe[1])
        for title, value in (capture or {}).items():
            self.emit("captured", step, title=title, value=value)
        ends = dict(verb=verb, effect=effect, level=level, verdict=verdict, cause=cause, reason=reason, attempts=attempts, held=held, missed=missed,
                    elapsed=(self.now - began) * 1_000_000, place={"path": "incident.yaml", "line": 7, "column": 3})
        if stands or (effect == "change" and attempts and verdict != "in_doubt" and phase == "steps"):
            ends["stands"] = stands or "yes"
        return self.end_step(step, {**ends, **fields})

    def keep(self, address, phase="steps", number=None, probe=None, **fields):
        """A step as an earlier session decided it, perhaps looked at again."""
        then = self.known[phase, address]
        was, name = then["step"][0], then["step"][3]
        step = (number or was, address, phase, name)
        end = {**then["end"], "reused": True, "kept_from": then["seq"], "kept_at": then["at"]}
        if probe:
            self.emit("step_started", step, verb=end["verb"], effect=end["effect"], level=end["level"], key="k", taken_up=then["seq"])
            self.wait(5)
            self.emit("attempt_ended", (step[0], address, "probe", name), attempt=1, end="answered", request="GET /state", answer="200", elapsed=5_000_000)
            self.emit("probed", step, found=probe[0], reason=probe[1])
        return self.end_step(step, {**end, **fields})

    def skip(self, number, address, name, cause="not_reached", reason="stopped by SIGINT", effect="read", verb="exec", phase="steps", **fields):
        return self.end_step((number, address, phase, name), dict(verb=verb, effect=effect, level="must", verdict="skipped", cause=cause, reason=reason, **fields))

    def known_seq(self, address, phase="steps"):
        return self.known[phase, address]["seq"]

    def intent_of(self, address):
        return max(i for i, event in enumerate(self.events, 1) if event["event"] == "step_intent" and event["step"][1] == address)

    # ── the end ──

    def stop(self, signal="SIGINT"):
        self.signal = signal
        self.emit("stopped", signal=signal)

    def park(self, number, address, question):
        self.waits = address
        self.emit("parked", address=address, number=number, question=question, digest=f"sha256:{question}")

    def end(self, verdict, status):
        self.wait(1)
        counts = lambda sums: {"planned": sum(sums.values()), **sums}
        self.ended = verdict
        self.emit("run_ended", verdict=verdict, status=status, counts=counts(self.counted), undone=counts(self.undone) if sum(self.undone.values()) else {},
                  checks={"held": self.held, "missed": self.missed, "not_applied": 0, "confirmed": self.confirmed}, reasons=self.reasons,
                  standing=self.standing or None, elapsed=(self.before + self.now - self.began) * 1_000_000)

    # ── as files ──

    def played(self):
        for event in self.events:
            out = {"event": event["event"], "ms" if event["event"] == "run_resumed" else "at": event["@"]}
            if "boot" in event:
                out["boot"] = event["boot"]
            if "step" in event:
                number, address, phase, name = event["step"]
                out["s"] = f"{number} {address} " + (f"{phase}: " if phase != "steps" else "") + name
            out.update((key, value) for key, value in event.items() if key not in ("event", "@", "step", "boot"))
            yield json.dumps(out, ensure_ascii=False, separators=(",", ":"))

    def lines(self):
        """The events as a journal has them."""
        for seq, event in enumerate(self.events, 1):
            line = {"seq": seq, "time": time_of(event["@"]), "mono": (1000 + event["@"] + event.get("boot", 0)) * 1_000_000, "prev": "", "event": event["event"]}
            if "step" in event:
                number, address, phase, name = event["step"]
                line.update(address=address, number=number, name=name, depth=number.count("."), phase=phase)
            for name, kind in ROWS[event["event"]]:
                if name in event:
                    line[name] = event[name]
                elif name not in line and not kind.endswith("?") and name != "seal":
                    line[name] = DEFAULTS[kind]
            yield line


def write(events, folder):
    """Chains and seals the events, which are maps as a journal has them."""
    os.makedirs(folder, mode=0o700, exist_ok=True)
    prev = "0" * 64
    with open(os.path.join(folder, "journal.jsonl"), "wb") as out:
        for number, event in enumerate(events, 1):
            event = {**event, "seq": number, "prev": prev}
            event.pop("seal", None)
            line = json.dumps(event, separators=(",", ":"), ensure_ascii=False).encode()
            if event["event"] == "run_ended":
                line = line[:-1] + b',"seal":"' + hashlib.sha256(line[:-1]).hexdigest().encode() + b'"}'
            out.write(line + b"\n")
            prev = hashlib.sha256(line).hexdigest()


# ── the runs ──

RUNS = {}


def run(make):
    RUNS[make.__name__.replace("_", "-")] = make
    return make


OPENED = dict(effect="change", verb="http", request="POST /incidents", answer="201", expect=[("status == 201", "held")], capture={"incident": "inc_7f2"})


@run
def killed_in_a_read():
    r = Run(children=3)
    r.step("1", "open", "The incident is opened", **OPENED)
    r.step("2", "look", "Error rates are read", dies=True)
    r.taken_up(cut=113, at="look")
    r.keep("open", probe=("done", "inc_7f2 is still there"))
    r.step("2", "look", "Error rates are read", expect=[("rate < 5", "held")])
    r.step("3", "post", "An update is published", effect="change", verb="http", request="POST /updates", answer="201")
    r.end("GO", 0)
    return r


@run
def killed_in_a_change():
    r = Run(children=3)
    r.step("1", "look", "Error rates are read", expect=[("rate < 5", "held")])
    r.step("2", "apply", "Migrations are applied", effect="change", dies=True, request="npm run migrate")
    r.taken_up(at="apply", same_machine=True)
    r.keep("look")
    r.step("2", "apply", "Migrations are applied", effect="change", taken_up=r.intent_of("apply"), probe=("done", "all 3 are applied"), cause="probe", stands="yes")
    r.step("3", "after", "They are all there", expect=[("pending == 0", "held")])
    r.end("GO", 0)
    return r


@run
def resumed_twice():
    r = Run(children=4)
    r.step("1", "open", "The incident is opened", **OPENED)
    r.step("2", "look", "Error rates are read", expect=[("rate < 5", "held")])
    r.stop()
    r.step("3", "told", "Somebody told the customers", effect="answer", verb="confirm", verdict="undecided", cause="cancelled", reason="stopped by SIGINT", took=900)
    r.skip("4", "close", "The incident is closed", effect="change")
    r.end("STOPPED", 5)
    r.taken_up(at="told")
    r.keep("open")
    r.keep("look")
    r.step("3", "told", "Somebody told the customers", effect="answer", verb="confirm", ask=("Are they told?", "yes", "ops-2"))
    r.step("4", "close", "The incident is closed", effect="change", end="no_answer", verdict="in_doubt", cause="no_answer", stands="doubt", reason="it ran for 1m 00s, which is all the time it had",
           attempt_reason="it ran for 1m 00s, which is all the time it had")
    r.end("IN DOUBT", 6)
    r.taken_up(user="kim", host="laptop", after=7_200_000, at="close", resolutions=[dict(address="close", **{"as": "done"}, by="kim", reason="the status page says so")])
    for address in ("open", "look", "told"):
        r.keep(address)
    r.step("4", "close", "The incident is closed", effect="change", taken_up=r.known_seq("close"), resolved={"as": "done", "by": "kim", "reason": "the status page says so"},
           verdict="undecided", cause="resolved", reason="resolved by kim: the status page says so", stands="yes")
    r.end("UNDECIDED", 4)
    return r


@run
def parked():
    r = Run(children=3)
    r.step("1", "look", "Error rates are read", expect=[("rate < 5", "held")])
    r.step("2", "mfa", "MFA is enforced", effect="answer", verb="confirm", ask=("Is MFA enforced?", None, "", "parked"), verdict="undecided", cause="parked",
           reason="the run waits for an answer")
    r.skip("3", "go", "The release goes out", effect="change", reason="the run waits for 2")
    r.park("2", "mfa", "Is MFA enforced?")
    r.end("STOPPED", 5)
    return r


@run
def parked_and_answered():
    r = parked()
    r.taken_up(user="sam", host="desk", after=3 * 3_600_000, at="mfa")
    r.keep("look")
    r.step("2", "mfa", "MFA is enforced", effect="answer", verb="confirm", ask=("Is MFA enforced?", "yes", "sam"))
    r.step("3", "go", "The release goes out", effect="change")
    r.end("GO", 0)
    return r


def migrates():
    r = Run(title="Migration", children=4)
    r.step("1", "flag", "The flag is on", effect="change", request="PUT /flag", answer="200")
    r.step("2", "apply", "Migrations are applied", effect="change", request="npm run migrate")
    r.step("3", "after", "They are all there", verdict="failed", cause="expectation", reason="does not hold: pending == 0", expect=[("pending == 0", "missed")], output="1 is left")
    r.skip("4", "announce", "It is announced", effect="change", reason="3 failed")
    return r


@run
def undone_after_no_go():
    r = migrates()
    r.end("NO-GO", 1)
    r.taken_up(purpose="undo", at="apply", after=59_000)
    for address in ("flag", "apply", "after"):
        r.keep(address)
    r.skip("4", "announce", "It is announced", effect="change", reason="the run is undone")
    r.emit("phase", phase="undo", reason="asked for by ops-2")
    r.step("2.undo1", "apply/back", "They are taken back", effect="change", phase="undo", request="npm run revert")
    r.step("1.undo1", "flag/off", "The flag is off", effect="change", phase="undo", request="DELETE /flag")
    r.end("NO-GO", 1)
    return r


@run
def undo_was_killed():
    r = migrates()
    r.emit("phase", phase="undo", reason="3 failed")
    r.step("2.undo1", "apply/back", "They are taken back", effect="change", phase="undo", request="npm run revert")
    r.step("1.undo1", "flag/off", "The flag is off", effect="change", phase="undo", request="DELETE /flag", dies=True)
    r.taken_up(purpose="undo", at="flag/off", resolutions=[dict(address="flag/off", **{"as": "again"}, by="ops-2", reason="it can be done twice")])
    for address in ("flag", "apply", "after"):
        r.keep(address)
    r.skip("4", "announce", "It is announced", effect="change", reason="the run is undone")
    r.emit("phase", phase="undo", reason="asked for by ops-2")
    r.keep("apply/back", phase="undo")
    r.step("1.undo1", "flag/off", "The flag is off", effect="change", phase="undo", request="DELETE /flag",
           resolved={"as": "again", "by": "ops-2", "reason": "it can be done twice"})
    r.end("NO-GO", 1)
    return r


@run
def abandoned():
    r = Run(children=4)
    r.step("1", "open", "The incident is opened", **OPENED)
    r.step("2", "apply", "Migrations are applied", effect="change", dies=True)
    r.taken_up(purpose="abandon", at="tidy")
    r.keep("open")
    r.step("2", "apply", "Migrations are applied", effect="change", taken_up=r.intent_of("apply"), verdict="in_doubt", cause="no_answer", stands="doubt",
           reason="the run died while it acted")
    r.skip("3", "after", "They are all there", reason="the run is abandoned")
    r.emit("phase", phase="finally", reason="")
    r.step("4", "tidy", "The scratch folder is gone", phase="finally", effect="idempotent")
    r.end("IN DOUBT", 6)
    return r


HOSTS = [f"web-{n}" for n in range(1, 13)]


@run
def loop():
    r = Run(children=2)
    r.step("1", "hosts", "The hosts are known")
    r.emit("group_started", ("2", "restart", "steps", "Every host is restarted"), kind="loop", parallel=1, children=len(HOSTS))
    r.groups.append({"worst": 0, "lacks": False})
    for n, host in enumerate(HOSTS[:9], 1):
        with r.group(f"2.{n}", f"restart[host={host}]", f"Restart {host}", 1, kind="iteration"):
            r.step(f"2.{n}.1", f"restart[host={host}]/one", f"{host} is restarted", effect="change")
    r.emit("group_started", ("2.10", "restart[host=web-10]", "steps", "Restart web-10"), kind="iteration", parallel=1, children=1)
    r.step("2.10.1", "restart[host=web-10]/one", "web-10 is restarted", effect="change", dies=True)
    r.taken_up(at="restart[host=web-10]/one", resolutions=[dict(address="restart[host=web-10]/one", **{"as": "again"}, by="ops-2", reason="it is still up")])
    r.keep("hosts")
    hosts = HOSTS[1:]  # the list is another one now, so that the numbers differ
    with r.group("2", "restart", "Every host is restarted", len(hosts), kind="loop"):
        for n, host in enumerate(hosts, 1):
            with r.group(f"2.{n}", f"restart[host={host}]", f"Restart {host}", 1, kind="iteration"):
                address = f"restart[host={host}]/one"
                if ("steps", address) in r.known:
                    r.keep(address, number=f"2.{n}.1")
                else:
                    again = {"as": "again", "by": "ops-2", "reason": "it is still up"} if host == "web-10" else None
                    r.step(f"2.{n}.1", address, f"{host} is restarted", effect="change", resolved=again)
    r.end("GO", 0)
    return r


@run
def include_and_question():
    r = Run(children=3)
    with r.group("1", "before", "Before the release", 2, kind="include", path="before.yaml"):
        r.step("1.1", "before/builds", "The application builds", expect=[("exit_code == 0", "held")])
        r.step("1.2", "before/read", "Somebody read the notes", effect="answer", verb="confirm", ask=("Are the notes read?", "yes", "ops-1"))
    r.stop("SIGTERM")
    r.step("2", "apply", "Migrations are applied", effect="change", intent=False, end="not_started", verdict="undecided", cause="cancelled", reason="stopped by SIGTERM", stands="no",
           ask=("Apply them now?", "yes", "ops-1"))
    r.skip("3", "after", "They are all there")
    r.end("STOPPED", 5)
    r.taken_up(at="apply", accepted=["before.yaml: line 12 is another one"])
    with r.group("1", "before", "Before the release", 2, kind="include", path="before.yaml"):
        r.keep("before/builds")
        r.keep("before/read")
    r.step("2", "apply", "Migrations are applied", effect="change", ask=("Apply them now?", "yes", "ops-1", "reused"))
    r.step("3", "after", "They are all there", expect=[("pending == 0", "held")])
    r.end("GO", 0)
    return r


@run
def parallel_steps():
    r = Run(children=1)
    r.emit("group_started", ("1", "both", "steps", "Both sides"), kind="group", parallel=2, children=3)
    a, b, c = ("1.1", "both/a", "steps", "Left"), ("1.2", "both/b", "steps", "Right"), ("1.3", "both/c", "steps", "Behind")
    for step in (b, a):
        r.emit("step_started", step, verb="exec", effect="change" if step == b else "read", level="must", key="k")
    r.emit("step_intent", b, attempt=1, request="right", digest="sha256:02")
    r.wait(10)
    r.emit("attempt_ended", a, attempt=1, end="answered", request="left", answer="exit 0", elapsed=10_000_000)
    r.end_step(a, dict(verb="exec", effect="read", level="must", verdict="passed", attempts=1, elapsed=10_000_000))
    r.taken_up(at="both/b", resolutions=[dict(address="1.2", **{"as": "skip"}, by="ops-2", reason="nobody can tell")])
    with r.group("1", "both", "Both sides", 3, parallel=2):
        r.step("1.2", "both/b", "Right", effect="change", taken_up=r.intent_of("both/b"), resolved={"as": "skip", "by": "ops-2", "reason": "nobody can tell"},
               verdict="undecided", cause="resolved", reason="resolved by ops-2: nobody can tell", stands="doubt")
        r.keep("both/a")
        r.step("1.3", "both/c", "Behind")
    r.end("UNDECIDED", 4)
    return r


@run
def no_longer_there():
    r = Run(children=2)
    r.step("1", "open", "The incident is opened", **OPENED)
    r.step("2", "look", "Error rates are read", dies=True)
    r.taken_up(at="look")
    r.step("1", "open", "The incident is opened", effect="change", verb="http", taken_up=r.known_seq("open"), probe=("not_done", "there is no inc_7f2"), verdict="undecided",
           cause="probe", reason="it was done, and its probe does not see it any more", stands="no")
    r.skip("2", "look", "Error rates are read", reason="1 is undecided")
    r.end("UNDECIDED", 4)
    return r


@run
def many_kept():
    r = Run(title="A long release", children=44)
    for n in range(1, 44):
        r.step(str(n), f"s{n}", f"Check number {n}", expect=[("exit_code == 0", "held")], took=2)
    r.step("44", "last", "The last one", dies=True)
    r.taken_up(at="last")
    for n in range(1, 44):
        r.keep(f"s{n}")
    r.step("44", "last", "The last one", verdict="failed", cause="expectation", reason="does not hold: exit_code == 0", expect=[("exit_code == 0", "missed")])
    r.end("NO-GO", 1)
    return r


def main():
    if sys.argv[1:] == ["--list"]:
        print("\n".join(RUNS))
    elif len(sys.argv) == 3 and sys.argv[1] in RUNS:
        made = RUNS[sys.argv[1]]()
        if sys.argv[2] == "--events":
            print(f"# Written by tests/tools/session_journal.py {sys.argv[1]} --events")
            print("\n".join(made.played()))
        else:
            write(made.lines(), sys.argv[2])
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main()
