"""Taking a run up until it has come to its end, as a person would who knows what happened: by the world's own count."""
import time

from .judge import decided, go, kept, known, sessions, shown, undo_of, whole
from .room import GOES_ON
from .world import state

VERDICTS = {"GO": 0, "NO-GO": 1, "UNDECIDED": 4, "STOPPED": 5, "IN DOUBT": 6}
ACCEPTS = "--accept-changed"
WAITS = 8.0  # seconds in which a killed run may still be one that runs


def in_doubt(events):
    """Addresses of which the last session does not know what became of them."""
    out, begun = [], {}
    for event in events:
        if event["event"] == "step_intent":
            begun[event["address"]] = True
        elif event["event"] == "step_ended" and event["cause"] != "not_reached":
            begun[event["address"]] = event["verdict"] == "in_doubt"
    for address, doubt in begun.items():
        if doubt:
            out.append(address)
    return out


def resolutions(room, events, purpose):
    """What the world's own count says became of each change in doubt."""
    now, words, said_done = state(room.world.effects()), [], False
    for address in in_doubt(events):
        of = undo_of(address) or address
        name = next((name for name in room.book.effects if room.book.address(name) == of), None)
        if not name:
            continue
        # undo and abandon make nothing but undo steps
        not_done = "again" if purpose == "resume" or undo_of(address) else "skip"
        happened = now.get(name, False) != bool(undo_of(address))
        said_done |= happened
        words += ["--resolve", f"{address}={'done' if happened else not_done}", "--reason", "the world counted it"]
    return words, said_done


class Way:
    """How a run was taken up: how many sessions, whether somebody had to say that a change was done."""

    def __init__(self):
        self.sessions, self.said_done, self.found, self.last = 0, False, [], None


def take_up(room, purpose, way=None):
    """Until it has ended; findings are in the way."""
    way = way or Way()
    options, since = [], time.monotonic()
    while way.sessions < GOES_ON:
        ended = way.last = room.execute(room.words(purpose, options))
        if ended.status == 7 and time.monotonic() - since < WAITS:
            time.sleep(0.02)
            continue
        way.sessions += 1
        if ended.status == 3 and ACCEPTS in ended.said and ACCEPTS not in options:  # what was judged could not be asked for then
            options = [*options, ACCEPTS]
            continue
        events = room.journal() or []
        if ended.status == 6 and events:
            options, said = resolutions(room, events, purpose)
            way.said_done |= said
            if options:
                continue
        if ended.status not in (0, 1, 4, 5, 6, 10):
            way.found.append(f"stuck: {purpose} ended with {ended.status}: {ended.said.strip()[-600:]}")
        return way
    way.found.append(f"stuck: {purpose} was taken up {GOES_ON} times and has no end")
    return way


def nothing_happened(room):
    return [f"journal: {line} happened, and there is no journal" for line in room.world.effects()]


def judge_dead(room):
    """After a kill and before anything else: what must be true at any instant."""
    events, lines = room.journal(), room.world.effects()
    return known(room.book, events, lines) + decided(room.book, events, lines) + shown(room.said, events) + room.wrong()


def judge_end(room, way):
    """After the run came to its end."""
    events, lines = room.journal() or [], room.world.effects()
    found = list(way.found) + room.wrong() + known(room.book, events, lines) + decided(room.book, events, lines) + kept(events) + room.secrets()
    verified = room.verify()
    if verified.status != 0:
        found.append(f"journal: verify ends with {verified.status}: {verified.said.strip()[-600:]}")
    if events:
        last = sessions(events)[-1]
        found += whole(last)
        verdict = last[-1].get("verdict", "none")
        found += go(room.book, verdict, lines, state)
        allowed = {room.book.verdict} | ({"UNDECIDED"} if way.said_done else set())
        if not way.found and verdict not in allowed:
            found.append(f"stuck: it ended as {verdict}: {[(r['address'], r['verdict'], r['reason']) for r in last[-1].get('reasons', [])]}")
    return found


def judge_undone(room, way):
    """After `undo`: what can be taken back is taken back, once."""
    events, lines = room.journal() or [], room.world.effects()
    found = list(way.found) + room.wrong() + known(room.book, events, lines) + room.secrets()
    if events and events[-1]["event"] == "run_ended" and room.verify().status != 0:
        found.append(f"journal: verify says: {room.said[-1].strip()[-600:]}")
    found += go(room.book, events[-1].get("verdict", "none") if events else "none", lines, state)
    if way.last and way.last.status == 2 and "can be taken back: no step" in way.last.said:
        found = [line for line in found if not line.startswith("stuck: undo ended with 2")]
    left = [name for name, there in state(lines).items() if there and name in room.book.undoable]
    if left and not way.found:
        found.append(f"stuck: undo left {left}: {way.last.said.strip()[-600:]}")
    return found


def is_told_as_not_done(events, address):
    """Whoever killed the keeper of what cleans up has ended it, and the journal says so."""
    ends = [event for event in events if event["event"] == "step_ended" and event["address"] == address and event["phase"] == "finally"]
    return bool(ends) and ends[-1]["verdict"] in ("failed", "undecided")


def judge_closed(room, way):
    """After `abandon`: the journal is closed, and `finally` was made."""
    events, lines = room.journal() or [], room.world.effects()
    found = list(way.found) + room.wrong() + known(room.book, events, lines) + room.secrets()
    verified = room.verify()
    if verified.status != 0:
        found.append(f"journal: verify ends with {verified.status}: {verified.said.strip()[-600:]}")
    if way.last and way.last.status == 2 and "nothing to abandon" in way.last.said:  # whoever was killed had closed it
        found = [line for line in found if not line.startswith("stuck: abandon ended with 2")]
    if not events or events[-1]["event"] != "run_ended":
        return found + ["lost: the run has no end"]
    found += go(room.book, events[-1]["verdict"], lines, state)
    now = state(lines)
    return found + [f"lost: {name} of finally was not done" for name in room.book.last if not now.get(name) and not is_told_as_not_done(events, name)]
