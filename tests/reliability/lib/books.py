"""The reference runbooks: how each is run, how it must end, and which step makes which effect."""
from .world import NAMES

PLACES = ["here", "there"]


class Book:
    def __init__(self, name, verdict, effects, keyed=(), options=(), gone=(), undoable=(), last=(), file=None):
        self.name, self.verdict, self.options = name, verdict, list(options)
        self.file = file or name  # the runbook: of the database one, on each kind of database
        self.effects = effects    # name of the effect -> address of the step that makes it
        self.keyed = set(keyed)   # effects that may happen several times, by one key
        self.gone = set(gone)     # what was done and taken back where the run came to its end
        self.undoable = set(undoable)
        self.last = set(last)     # what the runbook's own `finally` does in any case

    def address(self, name):
        return self.effects.get(name, name)

    def inputs(self, world):
        given = {"base": world.base, "effects": world.file, "db": world.address}
        return {name: value for name, value in given.items() if name in INPUTS[self.file]}

    def final(self):
        """The state of the world once the run came to its end."""
        out = {name: name not in self.gone for name in self.effects}
        out.update({name: True for name in self.keyed})
        return out


# Of these only what they are for is tried.
WHOLE = Book("whole", "GO", {"whole": "whole"})

INPUTS = {"whole": ["base"], "requests": ["base"], "loops": ["base", "effects"], "parts": ["base"], "database": ["db"], "commands": ["effects"],
          "people": ["base"], "rollback": ["base", "effects"], "unknown": ["base", "effects"]}


def same(*names):
    return {name: name for name in names}


def loops():
    out = {f"told-{name}": f"told[name={name}]" for name in NAMES}
    out.update({f"moved-{name}-{place}": f"moved[name={name},place={place}]/moves" for name in NAMES for place in PLACES})
    return {**out, "left": "beside/left", "upper": "beside/right/upper", "lower": "beside/right/lower"}


def database():
    return {**same("row", "transaction"), **{f"several-{n}": f"several[n={n}]" for n in (1, 2, 3)}}


BOOKS = [
    Book("requests", "GO", same("order", "told"), keyed=["announced"], options=["--waivers", "waivers.yaml"], undoable=["order", "announced"]),
    Book("loops", "GO", loops()),
    Book("parts", "GO", {"first": "first/done", "sometimes": "sometimes/done", "each-a": "each[name=a]/done", "each-b": "each[name=b]/done"},
         keyed=["left", "closed-first", "closed-sometimes", "closed-each-a", "closed-each-b"],
         undoable=["first", "sometimes", "each-a", "each-b"], last=["left"]),
    Book("database", "GO", database()),
    Book("postgres", "GO", database(), file="database"),
    Book("commands", "GO", same("made", "slow", "fed"), keyed=["often", "swept"], undoable=["made"], last=["swept"]),
    Book("people", "GO", same("done", "afterwards"), keyed=["told"], options=["--answer", "may=proceed", "--answer", "done=yes", "--as", "ada"], last=["told"]),
    Book("rollback", "NO-GO", {"first": "first", "second": "within/inner/second", "goes_on": "within/goes_on"}, keyed=["group", "told"],
         gone=["first", "second", "goes_on"], undoable=["first", "second", "goes_on"], last=["told"]),
    Book("unknown", "GO", same("request", "command"), keyed=["told"], undoable=["request", "command"], last=["told"]),
]
