"""kill -9 at a system call, or at a random moment, of a run and of what takes it up."""
import os, random, signal, time

from .again import Way, judge_closed, judge_dead, judge_end, judge_undone, nothing_happened, take_up

JUDGES = {"resume": judge_end, "undo": judge_undone, "abandon": judge_closed}


def calls_of(room, book):
    """How many system calls a whole run makes, and at which one its journal is opened."""
    room.begin(book)
    ended = room.at_call(["count"], room.words("run"))
    room.quiet()
    return ended.calls, ended.journal


def after_death(room):
    return room.quiet() + judge_dead(room)


def to_its_end(room, purpose, goes_on):
    """Whoever was killed is taken up, where there is something to take up. Findings, and how many sessions it took."""
    events = room.journal()
    if not events:
        return nothing_happened(room), 0
    if not goes_on:
        return [], 0
    if events[-1].get("verdict") == "GO":  # it was killed behind its end; a GO is not written on
        return judge_end(room, Way()), 0
    way = take_up(room, purpose)
    return JUDGES[purpose](room, way) + room.quiet(), way.sessions


def ends_well(ended):
    """The kill came too late: it had ended by itself."""
    return ended.hit < 0 and ended.status != 137


def kill_run(room, book, at, goes_on):
    room.begin(book)
    ended = room.at_call(["kill", at], room.words("run"))
    found = after_death(room)
    if ends_well(ended):
        return found, 0
    more, sessions = to_its_end(room, "resume", goes_on)
    return found + more, sessions


def kill_later(purpose):
    """Killed somewhere, then killed once more at call `at` of what takes it up."""
    def kill(room, book, at, goes_on):
        room.begin(book)
        chosen = random.Random(f"{purpose} {book.name} {at}")
        total, journal = room.calls[book.name]
        room.at_call(["kill", chosen.randint(journal, total)], room.words("run"))
        found = after_death(room)
        if found or not goes_on or not room.journal() or room.journal()[-1].get("verdict") == "GO":
            return found, 0
        room.at_call(["kill", at], room.words(purpose))
        found = after_death(room)
        more, sessions = to_its_end(room, purpose, goes_on)
        return found + more, sessions + 1
    return kill


def anybody(room, chosen, child):
    """The runner, one of its keepers, or all of them together; tells who."""
    who = chosen.choice(["runner", "runner", "keeper", "all"])
    keepers = [pid for pid, line in room.alive() if "--keep-processes" in line]
    targets = {"runner": [child.pid], "keeper": keepers[:1] or [child.pid], "all": [child.pid, *keepers]}[who]
    for pid in targets:
        try:
            os.kill(pid, signal.SIGKILL)
        except OSError:
            pass
    return who


def is_private(line):
    return line.startswith("private:")


def kill_at_random(room, book, at, goes_on):
    """One to three kills at random moments, of the run and of what takes it up."""
    room.begin(book)
    chosen = random.Random(f"random {room.seed} {book.name} {at}")
    purpose = chosen.choice(["resume", "resume", "undo", "abandon"]) if book.undoable and goes_on else "resume"
    # Where nobody is left who could clear up, the next one does, unless it dies before: the end of it all is judged by room.quiet.
    found, way, left_to_the_next = [], Way(), set()
    for time_of in range(chosen.randint(1, 3) if goes_on else 1):
        words = room.words(purpose if time_of else "run")
        child, said = room.start(words)
        time.sleep(chosen.random() * room.takes[book.name])
        who = anybody(room, chosen, child)
        room.finish(child, said)
        way.sessions += 1
        now = after_death(room)
        if who == "all":
            left_to_the_next.update(filter(is_private, now))
        found += [line for line in now if line not in left_to_the_next]
        if found or not room.journal() or room.journal()[-1]["event"] == "run_ended":
            break
    if found or not room.journal():
        return found + ([] if found else nothing_happened(room)), way.sessions
    more, sessions = to_its_end(room, purpose, goes_on)
    return found + more, way.sessions + sessions


def measure(room, book):
    """How long a whole run takes, for kills at random moments."""
    room.begin(book)
    began = time.monotonic()
    room.execute(room.words("run"))
    took = time.monotonic() - began
    room.quiet()
    return took
