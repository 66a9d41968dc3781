"""Whether the judge sees what he must see: each kind of finding once, made up, and once that all is well."""
import os, shutil, subprocess, sys

from . import broken
from .again import in_doubt
from .books import BOOKS
from .judge import decided, go, kept, known, shown, whole
from .room import TOKEN
from .world import state, wrong

BOOK = next(book for book in BOOKS if book.name == "unknown")


def event(kind, address="request", **more):
    given = {"event": kind, "address": address, "number": {"request": "1", "command": "2"}.get(address, "1.undo1"), "effect": "change", "phase": "steps"}
    if kind == "step_ended":
        given.update(verdict="passed", cause="", reused=False)
    if kind == "run_ended":
        given.update(verdict="GO", counts={"planned": 2, "passed": 2})
    return {**given, **more}


def made(address="request"):
    return [event("step_intent", address), event("step_ended", address)]


WELL = [event("run_started"), *made(), *made("command"), event("run_ended")]
LATER = [event("run_resumed"), event("step_ended", reused=True), *made("command"), event("run_ended")]
LINES = ["+request", "+command", "+told=1", "+told=1"]

# What is judged, and what must be found: a kind, or nothing.
CASES = [
    ("all is well", lambda: wrong(LINES) + known(BOOK, WELL, LINES) + decided(BOOK, WELL, LINES) + whole(WELL) + go(BOOK, "GO", LINES, state), None),
    ("taken up, and well", lambda: kept([event("run_started"), *made(), *LATER]), None),
    ("done twice", lambda: wrong(["+request", "+request"]), "repeated"),
    ("taken back twice", lambda: wrong(["+request", "-request", "-request"]), "repeated"),
    ("done, taken back and done", lambda: wrong(["+request", "-request", "+request"]), None),
    ("done by another key", lambda: wrong(["+told=1", "+told=2"]), "repeated"),
    ("done without an intent", lambda: known(BOOK, [event("step_ended")], ["+request"]), "journal"),
    ("done twice by one intent", lambda: known(BOOK, made(), ["+request", "+request"]), "journal"),
    ("taken back without an intent", lambda: known(BOOK, made(), ["+request", "-request"]), "journal"),
    ("taken back with an intent", lambda: known(BOOK, [*made(), *made("request/1.undo1")], ["+request", "-request"]), None),
    ("told as passed, and never done", lambda: decided(BOOK, made(), []), "lost"),
    ("kept, and done in an earlier session", lambda: decided(BOOK, LATER, LINES), None),
    ("shown, and not written", lambda: shown(["✓ 1 A request   3ms"], []), "lost"),
    ("shown, and written", lambda: shown(["✓ 1 A request   3ms"], made()), None),
    ("decided, and not told later", lambda: kept([event("run_started"), *made(), event("run_resumed"), event("run_ended")]), "lost"),
    ("decided, and not reached later", lambda: kept([event("run_started"), *made(), event("run_resumed"),
                                                    event("step_ended", verdict="skipped", cause="not_reached"), event("run_ended")]), "lost"),
    ("no end", lambda: whole([event("run_started")]), "lost"),
    ("told twice", lambda: whole([event("run_started"), *made(), *made(), event("run_ended")]), "journal"),
    ("GO, and half of it", lambda: go(BOOK, "GO", ["+request"], state), "false GO"),
    ("GO, and more than all", lambda: go(BOOK, "GO", [*LINES, "+other"], state), "false GO"),
    ("a GO of what cannot be one", lambda: go(next(book for book in BOOKS if book.verdict == "NO-GO"), "GO", [], state), "false GO"),
    ("in doubt", lambda: in_doubt([event("step_intent")]), "request"),
    ("in doubt by its end", lambda: in_doubt([event("step_intent"), event("step_ended", verdict="in_doubt")]), "request"),
    ("not in doubt", lambda: in_doubt(made()), None),
]


def in_a_room(room):
    """What only a machine can show: a process, a file, a secret that were left."""
    room.begin(BOOK)
    yield "nothing is left", room.quiet(), None
    child = subprocess.Popen(["sleep", "60"], env=room.environment, start_new_session=True)
    yield "a process is left", room.quiet(), "orphan"
    child.wait()
    os.mkdir(os.path.join(room.runtime, "runbook-abcdef"))
    yield "a private folder is left", room.quiet(), "private"
    shutil.rmtree(room.runtime)
    os.mkdir(room.runtime, 0o700)
    os.mkdir(room.run_folder)
    with open(os.path.join(room.run_folder, "journal.jsonl"), "w") as file:
        file.write(f"{TOKEN}\n")
    yield "a secret is written", room.secrets(), "secret"
    leaves = [sys.executable, "-c", "import os; os._exit(0)"]
    yield "allocations are counted where a program leaves at once", [] if broken.allocations_of(room, leaves) > 1000 else ["not counted"], None


def run(room):
    bad = 0
    try:
        for name, found, expected in [*((name, judge(), expected) for name, judge, expected in CASES), *in_a_room(room)]:
            seen = {line.partition(":")[0] for line in found}
            if seen != ({expected} if expected else set()):
                bad += 1
                print(f"not so: {name}: {found or 'nothing was found'}, and it is {expected or 'nothing'}")
    finally:
        room.close()
    print(f"self-test: {len(CASES) + 5} situations, {bad} misjudged")
    return 1 if bad else 0
