#!/usr/bin/env bash
# A journal of several sessions: every reader understands it, and what a session takes over from an earlier one must be what that one
# decided, else `verify` refuses it, and no view of it says GO. (tests/tools/session_journal.py writes them.)
set -uo pipefail
cd "$(dirname "$0")/../.."
export LC_ALL=C.UTF-8 NO_COLOR=1 COLUMNS=100
bin=${RUNBOOK_BIN:?the program under test}
[ ! -x "${RUNBOOK_RELEASE_BIN:-}" ] || bin=$RUNBOOK_RELEASE_BIN
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tools=$PWD/tests/tools
for name in $("$tools/session_journal.py" --list); do
  "$tools/session_journal.py" "$name" --events | cmp -s - "tests/transcripts/resumed-${name#resumed-}/events.jsonl" && continue
  printf 'not so: tests/transcripts/resumed-%s/events.jsonl is what session_journal.py %s --events writes\n' "${name#resumed-}" "$name"
  exit 1
done
cd "$work" || exit 1
PYTHONPATH=$tools python3 - "$bin" <<'PYTHON'
import copy, fcntl, json, os, struct, subprocess, sys, time
import session_journal as made

BIN = sys.argv[1]
failures = tried = 0


def said(*argv):
    done = subprocess.run([BIN, *argv], capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout + done.stderr


def wrong(what, status, text):
    global failures
    failures += 1
    print(f"not so: {what} ({status})\n{text[-900:]}")


def events_of(name):
    return list(made.RUNS[name]().lines())


def is_believed(name, events):
    global tried
    tried += 1
    made.write(events, "forged")
    status, text = said("verify", "forged")
    if status != 0:
        wrong(f"{name} is to be believed", status, text)


def is_refused(run, what, change, because=None):
    """What was changed is found, and nothing that shows it says GO."""
    global tried
    tried += 1
    events = copy.deepcopy(events_of(run))
    changed = change(events)
    made.write(changed if isinstance(changed, list) else events, "forged")
    status, text = said("verify", "forged")
    if status != 9 or "NOT TO BE BELIEVED" not in text or (because and because not in " ".join(text.split())):
        return wrong(f"{run}: {what}: verify says so, because '{because}'", status, text)
    for view in ("show", "forged"), ("report", "forged", "json"), ("evidence", "forged"):
        status, text = said(*view)
        if status != 9 or "\nGO" in text or '"verdict": "GO"' in text:
            wrong(f"{run}: {what}: {view[0]} does not say GO", status, text)


def is_damaged(run, what, change, because):
    global tried
    tried += 1
    events = copy.deepcopy(events_of(run))
    made.write(change(events), "forged")
    status, text = said("verify", "forged")
    if status != 9 or because not in " ".join(text.split()):
        wrong(f"{run}: {what}", status, text)


def of(events, kind, address=None, nth=-1):
    return [event for event in events if event["event"] == kind and address in (None, event.get("address"))][nth]


def resumed(events, nth=-1):
    return of(events, "run_resumed", None, nth)


# ── as they are ──
for name in made.RUNS:
    is_believed(name, events_of(name))

# ── the frame ──
is_refused("killed-in-a-read", "run_resumed is gone", lambda e: [x for x in e if x["event"] != "run_resumed"])
is_refused("resumed-twice", "the last run_resumed is gone, and the end before it", lambda e: [x for x in e if x is not resumed(e) and x is not of(e, "run_ended", None, -2)])
is_refused("resumed-twice", "a session is gone", lambda e: e[: resumed(e, 0)["seq"] - 1] + e[resumed(e)["seq"] - 1:])
is_refused("resumed-twice", "a session twice", lambda e: e[: resumed(e)["seq"] - 1] + copy.deepcopy(e[resumed(e, 0)["seq"] - 1: resumed(e)["seq"] - 1]) + e[resumed(e)["seq"] - 1:])
for field, value in (("session", 7), ("run", "019cda10-0000-7000-8000-000000000008"), ("ended", "NO-GO"), ("ended", "died"), ("before", 1), ("steps", 5), ("children", 5),
                     ("signal", "SIGTERM"), ("waited_for", "told"), ("ended_at", "2026-03-01T02:02:00Z")):
    is_refused("resumed-twice", f"{field} of run_resumed is {value}", lambda e: resumed(e, 0).update({field: value}), "session ")
is_refused("killed-in-a-read", "it ended as UNDECIDED, and died", lambda e: resumed(e).update(ended="UNDECIDED"), "did not end so")
is_refused("parked-and-answered", "it did not wait", lambda e: resumed(e).pop("waited_for"), "did not wait there")
is_refused("parked-and-answered", "it waited elsewhere", lambda e: (of(e, "parked").update(address="look"), resumed(e).update(waited_for="look")) and None, "asks nothing")
is_refused("parked", "it waits for nothing", lambda e: [x for x in e if x["event"] != "parked"])
for verdict in "GO", "PARTIAL":
    is_damaged("resumed-twice", f"taken up after {verdict}", lambda e: (of(e, "run_ended", None, 0).update(verdict=verdict), e)[1], "an event follows the one that seals the chain")
is_damaged("resumed-twice", "a step follows the end", lambda e: e[:-1] + [e[-1], copy.deepcopy(of(e, "step_ended"))], "an event follows the one that seals the chain")

# ── what is kept ──
kept = lambda e, address: of(e, "step_ended", address)
is_refused("killed-in-a-read", "a kept step that never was", lambda e: [x for x in e if x.get("address") != "open" or x["seq"] > resumed(e)["seq"]], None)
is_refused("many-kept", "a kept step that was not reached", lambda e: of(e, "step_ended", "s5", 0).update(verdict="skipped", cause="not_reached", attempts=0, held=0), None)
is_refused("many-kept", "a kept step that had failed", lambda e: of(e, "step_ended", "s5", 0).update(verdict="failed", cause="expectation"), None)
is_refused("undone-after-no-go", "a failed step is kept as passed",
           lambda e: (kept(e, "after").update(verdict="passed", cause="", reason="", missed=0, held=1), e[-1]["counts"].update(failed=0, passed=3), e[-1].update(reasons=[]), e[-1]["checks"].update(held=1, missed=0)) and None,
           "its verdict was another one")
for field, value, because in (("kept_from", 3, "kept from event 3"), ("kept_from", 1, "kept from event 1"), ("kept_from", 0, "does not say so twice"), ("reused", False, "does not say so twice"),
                              ("verb", "http", "did something else"), ("effect", "change", "its effect"), ("level", "should", "its level"), ("attempts", 2, "attempts"), ("held", 3, "other expectations"),
                              ("missed", 1, "other expectations"), ("elapsed", 1, "another time"), ("reason", "because", "another reason"), ("cause", "waiver", "another cause"),
                              ("verdict", "warned", "its verdict"), ("kept_at", "2026-03-01T02:02:00Z", "at another time"), ("waiver", {"reason": "known", "by": "ann", "expires": "2999-01-01"}, "waiver")):
    is_refused("many-kept", f"{field} of a kept step is {value}", lambda e: kept(e, "s5").update({field: value}), because)
is_refused("many-kept", "kept from another step's end", lambda e: kept(e, "s5").update(kept_from=of(e, "step_ended", "s6", 0)["seq"]), "that did not decide it")
is_refused("resumed-twice", "kept from a kept one", lambda e: kept(e, "open").update(kept_from=of(e, "step_ended", "open", 1)["seq"]), "that is not what decided it")
is_refused("many-kept", "a step is kept that is not of the run any more", lambda e: kept(e, "s5").update(address="s99"))


def made_anew(events):
    """The last step failed in the second session; a third one takes over the first one's word."""
    run = made.RUNS["resumed-twice"]()
    return run


def outdated():
    r = made.Run(children=2)
    r.step("1", "a", "A read", expect=[("x", "held")])
    first = len(r.events)
    r.step("2", "b", "Behind", dies=True)
    r.taken_up(at="a")
    r.step("1", "a", "A read", verdict="failed", cause="expectation", reason="x", expect=[("x", "missed")])
    r.skip("2", "b", "Behind", reason="1 failed")
    r.end("NO-GO", 1)
    r.taken_up(at="b")
    r.known["steps", "a"] = {"seq": first, "at": made.time_of(20), "end": dict(verb="exec", effect="read", level="must", verdict="passed", cause="", reason="", attempts=1, held=1, missed=0,
                                                                               elapsed=20_000_000), "step": ("1", "a", "steps", "A read")}
    r.keep("a")
    r.step("2", "b", "Behind", expect=[("y", "held")])
    r.end("GO", 0)
    return r


made.RUNS["outdated"] = outdated
is_refused("outdated", "a verdict that a later session replaced", lambda e: None, "that did not decide it")


def not_reached(events, address, end=-1):
    step = of(events, "step_ended", address)
    counts = events[-1]["counts"]
    counts[step["verdict"]] -= 1
    counts["skipped"] += 1
    events[-1]["checks"]["held"] -= step["held"]
    events[-1]["checks"]["missed"] -= step["missed"]
    for field in ("kept_from", "kept_at", "stands"):
        step.pop(field, None)
    step.update(verdict="skipped", cause="not_reached", reason="it was stopped", reused=False, attempts=0, held=0, missed=0, elapsed=0)
    events[-1]["reasons"] = [each for each in events[-1]["reasons"] if each["address"] != address]
    events[-1].update(verdict="UNDECIDED", status=4)


is_refused("many-kept", "what was decided is not reached", lambda e: not_reached(e, "s5"), "though an earlier session came to it")
is_refused("undone-after-no-go", "a failure is not reached", lambda e: not_reached(e, "after"), "though an earlier session came to it")

# ── what is taken up ──
is_refused("killed-in-a-change", "it passed without its probe", lambda e: [x for x in e if x["event"] != "probed"], "though no probe saw that it happened")
is_refused("killed-in-a-change", "its probe saw nothing", lambda e: of(e, "probed").update(found="unknown"), "though no probe saw that it happened")
is_refused("killed-in-a-change", "it passed by itself", lambda e: of(e, "step_ended", "apply").update(cause=""))
is_refused("killed-in-a-change", "taken up from another step", lambda e: of(e, "step_started", "apply").update(taken_up=4), "says nothing of it")
is_refused("killed-in-a-change", "taken up from nothing", lambda e: of(e, "step_started", "apply").pop("taken_up"))
is_refused("killed-in-a-change", "the intent is gone", lambda e: [x for x in e if x["event"] != "step_intent" or x["address"] != "apply"])
is_refused("killed-in-a-read", "a kept step that its probe does not see", lambda e: of(e, "probed").update(found="not_done"), "a probe saw that it is not there")


def acts_again(events, start):
    """The change is done once more, as if nothing had been."""
    begun = of(events, "step_started", start)
    begun.pop("taken_up")
    at = events.index(begun)
    intent = {**copy.deepcopy(of(events, "step_intent", start, 0)), "time": begun["time"], "mono": begun["mono"]}
    end = of(events, "step_ended", start)
    attempt = {**copy.deepcopy(of(events, "attempt_ended", None, 0)), **{k: end[k] for k in ("address", "number", "name", "depth", "phase", "time", "mono")}, "elapsed": 0}
    tail = [x for x in events[at + 1:] if not (x.get("address") == start and x["event"] in ("probed", "attempt_ended", "resolved"))]
    end.update(verdict="passed", cause="", reason="", attempts=1, stands="yes")
    return events[: at + 1] + [intent, attempt] + tail


is_refused("killed-in-a-change", "what was in doubt acts again", lambda e: acts_again(e, "apply"), "acts again though nobody said that it should")
is_refused("no-longer-there", "what was done acts again", lambda e: acts_again(e, "open"), "acts again")

# ── what was resolved ──
def counts_as_passed(events):
    end = of(events, "step_ended", "close")
    end.update(verdict="passed", cause="", reason="")
    events[-1]["counts"].update(undecided=0, passed=4)
    events[-1].update(verdict="GO", status=0, reasons=[])


is_refused("resumed-twice", "done counts without a probe", counts_as_passed)
is_refused("resumed-twice", "done counts, by a probe that was not asked", lambda e: (counts_as_passed(e), of(e, "step_ended", "close").update(cause="probe")) and None, "no probe saw")
is_refused("resumed-twice", "resolved by somebody else", lambda e: of(e, "resolved").update(by="ann"), "without that resolution")
is_refused("resumed-twice", "resolved otherwise", lambda e: of(e, "resolved").update({"as": "skip"}), "without that resolution")
is_refused("resumed-twice", "nobody resolved it", lambda e: [x for x in e if x["event"] != "resolved"], "by a person's word that was not given")
is_refused("resumed-twice", "the session does not know it", lambda e: resumed(e).update(resolutions=[]), "without that resolution")
is_refused("loop", "made again, and nobody said so", lambda e: [x for x in e if x["event"] != "resolved"], "acts again")
is_refused("loop", "made again, resolved as done", lambda e: (of(e, "resolved").update({"as": "done"}), resumed(e)["resolutions"][0].update({"as": "done"})) and None, "acts again")

# ── answers ──
is_refused("include-and-question", "an answer that nobody gave", lambda e: of(e, "answered").update(answer="no"), "no such answer")
is_refused("include-and-question", "an answer to another question", lambda e: of(e, "asked").update(digest="sha256:other"), "no such answer")
is_refused("include-and-question", "somebody else's answer", lambda e: of(e, "answered").update(by="ann"), "no such answer")
is_refused("include-and-question", "an answer that was declined", lambda e: of(e, "answered", "apply", 0).update(passes=False, answer="no"))

# ── what still stands ──
is_refused("killed-in-a-read", "what stands is not said", lambda e: e[-1].update(standing=[]), "the run does not list it as standing")
is_refused("killed-in-a-read", "one of two that stand is not said", lambda e: e[-1]["standing"].pop(), "the run does not list it as standing")
is_refused("undone-after-no-go", "what was never made stands", lambda e: e[-1].update(standing=[{"address": "x", "number": "9", "name": "x", "stands": "yes", "undo": True}]), "is listed as standing, and did not end so")
is_refused("no-longer-there", "what is gone stands", lambda e: e[-1].update(standing=[{"address": "open", "number": "1", "name": "x", "stands": "yes", "undo": True}]), "is listed as standing, and did not end so")

# ── the sums are the last session's ──
for run in "resumed-twice", "loop", "undo-was-killed":
    for field in "passed", "planned":
        is_refused(run, f"{field} is one more", lambda e: e[-1]["counts"].update({field: e[-1]["counts"][field] + 1}))
is_refused("undo-was-killed", "an undo step less", lambda e: e[-1]["undone"].update(passed=1, planned=1))
is_refused("resumed-twice", "it took less time than its sessions", lambda e: e[-1].update(elapsed=e[-1]["elapsed"] - 10**9), "less time")
is_refused("parked-and-answered", "a person less", lambda e: e[-1]["checks"].update(confirmed=0))

# ── runs that go on, died, or wait ──
os.makedirs(".runbook/runs", exist_ok=True)


def of_id(n, name):
    run = made.RUNS[name]()
    run.run = f"019cda1{n}-0000-7000-8000-000000000007"
    for event in run.events:
        if "run" in event:
            event["run"] = run.run
    folder = f".runbook/runs/{run.run}"
    return list(run.lines()), folder


def expect(what, argv, status, *words):
    global tried
    tried += 1
    got, text = said(*argv)
    flat = " ".join(text.replace("│", " ").split())
    for word in words:
        absent = word.startswith("¬")
        if (word.lstrip("¬") in flat) == absent:
            return wrong(f"{what}: {' '.join(argv)} says '{word}'", got, text)
    if got != status:
        wrong(f"{what}: {' '.join(argv)} ends with {status}", got, text)


for n, name in enumerate(("resumed-twice", "parked", "many-kept", "loop")):
    events, folder = of_id(n, name)
    made.write(events, folder)
_, folder = of_id(5, "killed-in-a-change")
events = of_id(5, "killed-in-a-change")[0]
at = resumed(events)["seq"]
made.write(events[: at - 1], folder)
expect("a run that died", ("verify", folder), 9, "NOT INTACT", "not sealed: the run died before its verdict, at 2 Migrations are applied, which was about to change something", "¬still")
expect("a run that died", ("show", folder), 0, "in doubt: it began to change something", "No verdict the run died before its verdict", "¬going on")
RUN = os.path.basename(folder)
LEFT = "Migrations are applied (in doubt)", f"runbook undo {RUN}", f"runbook resume {RUN}"
expect("a run that died", ("show", folder), 0, "done and still in place: 2 Migrations are applied (in doubt)", f"runbook undo {RUN[:13]}")
expect("a run that died", ("evidence", folder), 9, "not sealed: the run died", "Done and still in place:", *LEFT)
expect("a run that died", ("report", folder, "markdown"), 0, "the run was cut off, or its journal is not intact", "not sealed: the run died", *LEFT)
for form in ("tap", "junit"):
    expect("a run that died", ("report", folder, form), 0, "still in place: ", *LEFT)
expect("a run that died", ("report", folder, "json"), 0, '"left": {', '"stands": "doubt"', f'"undo": "runbook undo {RUN}"')
expect("the runs", ("runs",), 0, "no verdict", "in place)", "(taken up again 2 times)", "STOPPED 3s incident (waiting for 2 since 2026-03-01 02:03:07Z)", "GO 261ms incident (taken up again)", "¬running")
expect("a run that waits", ("verify", ".runbook/runs/019cda11-0000-7000-8000-000000000007"), 0, "intact", "waits for 2 Is MFA enforced?, since 2026-03-01 02:03:07Z")
expect("a run that waits", ("show", ".runbook/runs/019cda11-0000-7000-8000-000000000007"), 0, "parked: 2 waits for an answer: Is MFA enforced?")

# Somebody writes to it: the lock that a run holds on its journal.
with open(f"{folder}/journal.jsonl", "r+b") as held:
    fcntl.fcntl(held, 37, struct.pack("hhqqi4x", fcntl.F_WRLCK, 0, 0, 0, 0))  # F_OFD_SETLK
    expect("a run that goes on", ("verify", folder), 4, "STILL RUNNING", "by ops-1 on build-7, at 2 Migrations are applied since 2026-03-01 02:03:04Z", "7 so far, each bound to the one before", "¬NOT INTACT")
    expect("a run that goes on", ("show", folder), 0, "No verdict so far", "still going on, by ops-1 on build-7, at 2 Migrations", "¬died", "¬in doubt")
    expect("a run that goes on", ("evidence", folder), 4, "the run is still running", "¬not intact")
    expect("a run that goes on", ("report", folder, "markdown"), 0, "The run is still running: by ops-1", "the run is not over", "¬cut off")
    expect("a run that goes on", ("runs",), 0, " running ", "incident (at 2 Migrations are applied)")
    # A line that is being written is no torn one.
    with open(f"{folder}/journal.jsonl", "ab") as more:
        more.write(b'{"seq":8,"time":"2026')
    expect("a line that is being written", ("verify", folder), 4, "STILL RUNNING", "¬cut off")
    expect("a line that is being written", ("show", folder), 0, "still going on", "¬cut off")
expect("a torn line", ("verify", folder), 9, "NOT INTACT", "the last line is cut off after 21 bytes: the run was killed while it wrote")
# The second session goes on, and it is the one that is named.
made.write(events[: at + 3], folder)
with open(f"{folder}/journal.jsonl", "r+b") as held:
    fcntl.fcntl(held, 37, struct.pack("hhqqi4x", fcntl.F_WRLCK, 0, 0, 0, 0))
    expect("taken up, and it goes on", ("verify", folder), 4, "by ops-2 on build-9, at 2 Migrations are applied", "it was taken up again once; 1 of those before died without a verdict")
    expect("taken up, and it goes on", ("show", folder), 0, "taken up again by ops-2 on build-9, 4 minutes after it died", "still going on, by ops-2")
expect("taken up, and it died", ("verify", folder), 9, "the run died before its verdict, at 2 Migrations are applied, which had begun")

# ── what the engine writes, and what was on the terminal ──
RUNBOOK = """runbook: 1
title: Taken up
steps:
- {name: Opened, id: open, shell: echo opened >>log, probe: {name: look, exec: [grep, -c, opened, log], effect: read, done: exit_code == 0, not_done: exit_code != 0}}
- {name: Read, id: look, effect: read, exec: [echo, b], expect: stdout != 'c'}
- name: Both
  id: both
  parallel: 2
  steps:
  - {name: Left, id: left, shell: echo left >>log}
  - {name: Right, id: right, shell: test -f go || sleep 60, undo: [{name: Back, id: back, shell: echo back >>log}]}
- {name: Told, id: told, confirm: Are they told?}
finally:
- {name: Tidy, id: tidy, shell: ":"}
"""
open("taken.yaml", "w").write(RUNBOOK)
first = subprocess.Popen([BIN, "run", "taken.yaml", "--root", ".", "--run-dir", "taken", "--answer", "told=yes", "--as", "ops-1"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
for _ in range(600):
    if os.path.exists("taken/journal.jsonl") and '"step_intent","address":"both/right"' in open("taken/journal.jsonl").read() and '"step_ended","address":"both/left"' in open("taken/journal.jsonl").read():
        break
    time.sleep(0.05)
expect("a real one that goes on", ("verify", "taken"), 4, "STILL RUNNING", "by ops-1", "at 3.2 Right since")
first.kill()
first.wait()
open("go", "w").close()


def goes_on(what, argv, status, *words):
    """The command's output from where the run is taken up is what `show` draws of that session."""
    for _ in range(100):  # until what the killed run had started is gone
        got, live = said(*argv)
        if "still going on" not in live:
            break
        time.sleep(0.1)
    shown = said("show", "taken")[1]
    if got != status or "▸ taken up" not in live:
        return wrong(f"{what}: {' '.join(argv)} ends with {status}", got, live)
    if live[live.index("▸ taken up"):].strip() != shown[shown.rindex("▸ taken up"):].strip():
        wrong(f"{what}: show draws what was on the terminal\n{live}", got, shown)
    expect(what, ("show", "taken"), 0, *words)
    expect(what, ("verify", "taken"), 0, "intact")


goes_on("said by a person", ("resume", "taken", "--go-on", "--as", "ops-2", "--resolve", "both/right=done", "--reason", "nobody can tell"), 4,
        "taken up again by ops-2 on", "after it died", "resolved by ops-2 as done: nobody can tell", "✓ 1 Opened", "kept,")
expect("said by a person", ("evidence", "taken"), 0, "Resumed, once, by ops-2. Begun by ops-1.", "| `both/left` | kept |")
expect("said by a person", ("runs", "--root", "."), 0)
goes_on("taken back", ("undo", "taken", "--go-on", "--as", "kim"), 4, "taken up to be undone by kim on")
expect("taken back", ("verify", "taken"), 0, "it was taken up again 2 times; 1 of those before died without a verdict")

print(f"{tried} looked at, {failures} failures")
sys.exit(failures > 0)
PYTHON
