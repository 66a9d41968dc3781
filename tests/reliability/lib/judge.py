"""What a run may never have done, seen from its journal and from outside. Each finding begins with its kind, which is a column of the table."""
import re

KINDS = ["repeated", "lost", "orphan", "journal", "false GO", "private", "secret", "stuck", "crash"]
GOOD = ("passed", "warned", "waived")


def sessions(events):
    out = []
    for event in events:
        if event["event"] in ("run_started", "run_resumed") or not out:
            out.append([])
        out[-1].append(event)
    return out


def undo_of(address):
    """The address of the step that an undo step takes back; None of another step."""
    step, slash, last = address.rpartition("/")
    return step if slash and re.search(r"\.?undo\d+$", last) else None


def of_effect(book, line, event):
    """Whether an event is of the step, or of the undo step, that makes this effect."""
    address = book.address(line[1:].partition("=")[0])
    return (undo_of(event["address"]) if line[0] == "-" else event["address"]) == address


def known(book, events, lines):
    """No effect without an intent in front of it; as many as there were intents at the most."""
    found = []
    intents = [event for event in events or [] if event["event"] == "step_intent"]
    for line in sorted(set(lines)):
        if "=" in line:
            continue
        made, meant = lines.count(line), sum(of_effect(book, line, event) for event in intents)
        if made > meant:
            found.append(f"journal: {line} happened {made} times, and {meant} intents tell of it")
    return found


def decided(book, events, lines):
    """Whatever is told to have passed has happened."""
    found = []
    for event in events or []:
        if event["event"] == "step_ended" and event["effect"] == "change" and event["verdict"] in GOOD and not event.get("reused"):
            for line in [sign + name for sign in "+-" for name in book.effects]:
                if of_effect(book, line, event) and line not in lines:
                    found.append(f"lost: {event['address']} is told as {event['verdict']}, and {line} never happened")
    return found


def shown(said, events):
    """What was shown as passed stands in the journal."""
    # A group whose steps are all kept is one line; a group is told by its end, which needs no sync of its own.
    groups = {event["number"] for event in events or [] if event["event"] in ("group_started", "group_ended")}
    numbers = groups | {event["number"] for event in events or [] if event["event"] == "step_ended" and event["verdict"] in GOOD}
    return [f"lost: {number} was shown, and its result is not in the journal"
            for text in said for number in re.findall(r"^✓ (\d[\w.]*) ", text, re.M) if number not in numbers]


def kept(events):
    """What an earlier session decided of a change is kept, or decided anew; it is never told as not reached."""
    found, before = [], {}
    for session in sessions(events or []):
        ends = [event for event in session if event["event"] == "step_ended"]
        if any(event["event"] == "run_ended" for event in session):
            told = {event["address"]: event for event in ends}
            for address, event in before.items():
                now = told.get(address)
                if not now:
                    found.append(f"lost: {address} was {event['verdict']}, and a later session does not tell of it")
                elif now["cause"] == "not_reached":
                    found.append(f"lost: {address} was {event['verdict']}, and a later session says that it was not reached")
        for event in ends:
            if event["effect"] == "change" and event["verdict"] in GOOD and event.get("phase") == "steps":
                before[event["address"]] = event
            if undo_of(event["address"]):
                before.pop(undo_of(event["address"]), None)
    return found


def whole(session):
    """The last session tells each step's verdict, and they add up."""
    end = session[-1]
    if end["event"] != "run_ended":
        return ["lost: the run has no end"]
    counts = end["counts"]
    told = [event for event in session if event["event"] == "step_ended" and not undo_of(event["address"])]
    if counts["planned"] != sum(number for name, number in counts.items() if name != "planned"):
        return ["journal: the counts do not add up"]
    if len({event["number"] for event in told}) != len(told):
        return ["journal: a step is told twice in one session"]
    return []


def go(book, verdict, lines, state):
    """A GO over a world that is not as it must be."""
    if verdict != "GO":
        return []
    final = book.final()
    if book.verdict == "GO" and state(lines) == final:
        return []
    off = sorted(set(state(lines).items()) ^ set(final.items()))
    return [f"false GO: the world is not as it must be: {off}"]
