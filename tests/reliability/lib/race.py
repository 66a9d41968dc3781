"""Two runs want one lock at the same moment: never are both within, and who is turned away is told by whom."""
import random, time

from .books import Book

ALONE = Book("alone", "GO", {"within": "1"}, gone=["within"])


def race(room, _, at, goes_on):
    room.begin(ALONE)
    chosen = random.Random(f"race {room.seed} {at}")
    children = []
    for which in "ab":
        words = [room.program, "run", "alone.yaml", "--root", ".", "--run-dir", f"{room.run_folder}-{which}", "--input", f"effects={room.world.file}"]
        children.append(room.start(words))
        time.sleep(chosen.choice([0, 0, 0.001, 0.005, 0.02]) * chosen.random())
    ends = [room.finish(*child) for child in children]
    lines, found = room.world.effects(), room.quiet()
    statuses = sorted(ended.status for ended in ends)
    if room.wrong():
        found.append(f"false GO: both were within: {lines}")
    if statuses not in ([0, 7], [0, 0]):
        found.append(f"stuck: they ended with {statuses}: {[ended.said[-300:] for ended in ends]}")
    if lines.count("+within") != statuses.count(0):
        found.append(f"lost: {statuses} and {lines}")
    for ended in ends:
        if ended.status == 7 and not any(word in ended.said for word in ("alone", "run-a", "run-b")):
            found.append(f"stuck: who is turned away is not told by whom: {ended.said}")
    return found, 0
