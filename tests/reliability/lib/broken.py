"""A run in a world that does not work: calls that fail, memory that is not there, clocks that are moved."""
import os, sys

from .again import Way, judge_end, nothing_happened, take_up
from .judge import decided, go, known, sessions, shown
from .world import state

ERRORS = ["EIO", "ENOSPC", "EINTR", "short"]
CRASHES = {128 + number: name for number, name in ((4, "ILL"), (6, "ABRT"), (7, "BUS"), (8, "FPE"), (11, "SEGV"))}
DAY = 86400


def judge_broken(room, ended, goes_on):
    """Whatever failed: no crash, no GO over a world that is not so, a journal that tells of each effect, and a run that goes on."""
    events, lines = room.journal(), room.world.effects()
    found = room.quiet()
    if ended.status in CRASHES:
        found.append(f"crash: it ended by {CRASHES[ended.status]}: {ended.said.strip()[-600:]}")
    if ended.status == 124:
        found.append("stuck: it did not end")
    if not events:
        return found + nothing_happened(room), 0
    found += known(room.book, events, lines) + decided(room.book, events, lines) + shown(room.said, events) + room.wrong()
    if ended.status == 0:
        found += go(room.book, "GO", lines, state)
        if events[-1]["event"] != "run_ended" or events[-1]["verdict"] != "GO":
            found.append("false GO: it ended with 0, and its journal does not say GO")
    sealed = events[-1]["event"] == "run_ended"
    if sealed and room.verify().status != 0:
        found.append(f"journal: it has an end, and verify says: {room.said[-1].strip()[-600:]}")
    if found or not goes_on or (sealed and events[-1]["verdict"] == "GO"):
        return found, 0
    way = take_up(room, "resume")
    return judge_end(room, way) + room.quiet(), way.sessions


def io(error):
    def fail(room, book, at, goes_on):
        room.begin(book)
        ended = room.at_call(["io", at, error], room.words("run"))
        return judge_broken(room, ended, goes_on)
    return fail


def io_calls(room, book):
    room.begin(book)
    ended = room.at_call(["io", 1 << 40, "EIO"], room.words("run"))
    room.quiet()
    return ended.calls


def without_memory(room, **how):
    return {"LD_PRELOAD": os.path.join(room.tools, "no_memory.so"), **how}


def number_in(count):
    with open(count, "rb") as file:
        return int.from_bytes(file.read(), sys.byteorder)


def memory(room, book, at, goes_on):
    """The allocation `at` gives none: of the runner alone, since what it starts is given an environment of its own."""
    room.begin(book)
    ended = room.execute(room.words("run"), without_memory(room, NO_MEMORY_AT=str(at)))
    return judge_broken(room, ended, goes_on)


def allocations_of(room, words):
    """How many a program makes, however it ends."""
    count = os.path.join(room.at, "allocations")
    room.execute(words, without_memory(room, NO_MEMORY_COUNT=count))
    return number_in(count)


def allocations(room, book):
    room.begin(book)
    number = allocations_of(room, room.words("run"))
    room.quiet()
    return number


def request_without(room, book, at, goes_on):
    """The allocation `at` since the first request gives none: the second one is sent as it is meant, or not at all."""
    found, sessions = memory(room, book, room.whole[book.name] + at, goes_on)
    return found + ["lost: half of a request was sent" for line in room.world.effects() if line == "+torn"], sessions


def allocations_of_request(room, book):
    """Those between the first and the second request."""
    count, seen = os.path.join(room.folder, "allocations"), []

    def on_request(_):
        seen.append(number_in(count))
    room.begin(book, on_request)
    room.execute(room.words("run"), without_memory(room, NO_MEMORY_COUNT=count))
    room.quiet()
    os.unlink(count)
    room.whole[book.name] = seen[0]
    return seen[1] - seen[0]


def names(lines):
    """Effects without their keys, which differ from run to run."""
    return {line.partition("=")[0] for line in lines}


def clock(days):
    """The wall clock is moved when the world is asked for the `at`-th time."""
    def move(room, book, at, goes_on):
        moved = os.path.join(room.folder, f"moved{room.round + 1}")

        def on_request(number):
            if number == at:
                with open(moved + ".new", "w") as file:
                    file.write(f"{days * DAY:+d}")
                os.rename(moved + ".new", moved)
        with open(moved, "w") as file:
            file.write("+0")
        room.begin(book, on_request)
        more = {"LD_PRELOAD": os.path.join(room.tools, "moved_clock.so"), "MOVED_CLOCK": moved}
        ended = room.execute(room.words("run"), more)
        os.unlink(moved)
        events, lines = room.journal() or [], room.world.effects()
        found = room.quiet() + known(book, events, lines) + decided(book, events, lines) + room.wrong()
        if room.verify().status != 0:
            found.append(f"journal: verify says: {room.said[-1].strip()[-600:]}")
        found += go(book, "GO" if ended.status == 0 else "none", lines, state)
        # Results of a day ago are too old for a GO; a clock that is set back takes nothing away.
        allowed = {book.verdict, "UNDECIDED"} if days > 0 else {book.verdict}
        verdict = events[-1].get("verdict", "none") if events else "none"
        if verdict not in allowed:
            found.append(f"stuck: it ended as {verdict}: {ended.said.strip()[-600:]}")
        if names(lines) != room.whole[book.name]:
            found.append(f"lost: it did not do all that it does: {sorted(names(lines) ^ room.whole[book.name])}")
        return found, 0
    return move


def requests_of(room, book):
    """How often a whole run asks the world."""
    room.begin(book)
    room.execute(room.words("run"))
    room.quiet()
    room.whole[book.name] = names(room.world.effects())
    return room.world.requests
