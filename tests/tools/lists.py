"""Holds lists in pages against the program's tables: lists.py RUNBOOK. Each row of LISTS is one list."""
import re
import subprocess
import sys

program = sys.argv[1]


def chapter(name):
    return subprocess.run([program, "reference", name], check=True, capture_output=True, text=True).stdout


def found(pattern, text):
    return re.findall(pattern, text, re.M)


def table_of(path, head):
    """The rows of the table that begins with this head, cells of each."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    at = text.find(head + "\n|---")
    if at < 0:
        return []
    rows = text[at:].split("\n\n")[0].split("\n")[2:]
    return [[cell.strip() for cell in row.strip("| ").split(" | ")] for row in rows]


def column(path, head, number, pattern):
    """The words in one column, several in a cell among them."""
    return [word for row in table_of(path, head) for word in re.findall(pattern, row[number])]


COMMANDS, STATUSES, EVENTS = chapter("commands"), chapter("statuses"), chapter("events")
REPORTS = found(r"^\| `(\w+)`", COMMANDS.split("\n## Reports\n")[1])
NUMBERS = found(r"^\| (\d+) \|", STATUSES)
KINDS = found(r"^## Connection: (\w+)$", chapter("actions"))
with open("stdlib/drivers/sql/sql_drivers.def", encoding="utf-8") as file:
    DATABASES = [row.split("://")[0].rstrip(":") for row in found(r'^SQL_DRIVER\(\w+, "([^" ]+)', file.read())]
WRITTEN = [name for name in found(r"^## (\w+)$", EVENTS)
           if "(never written)" not in EVENTS.split(f"\n## {name}\n")[1].split("\n## ")[0]]
DEFECT = "70"  # of the program itself: no verdict, and nothing to plan for
WORD, NUMBER = r"`(\w+)`", r"\d+"

# (where the list stands, what it lists, what it must list)
LISTS = [
    ("docs/ci.md, formats", column("docs/ci.md", "| format | for |", 0, WORD), REPORTS),
    ("docs/ci.md, statuses", column("docs/ci.md", "| status | verdict | what a pipeline does |", 0, NUMBER),
     [number for number in NUMBERS if number != DEFECT]),
    ("docs/GUIDE.md, statuses", column("docs/GUIDE.md", "| verdict | status | means |", 1, NUMBER),
     [number for number in NUMBERS if number != DEFECT]),
    ("docs/JOURNAL.md, events", column("docs/JOURNAL.md", "| event | when | durable |", 0, WORD), WRITTEN),
    ("the key `connections`, kinds",
     found(r"\w+", re.search(r"the key of its kind \(([^)]*)\)", chapter("keys")).group(1)), KINDS),
    ("the parameter `sql` of a connection, databases",
     found(r"`(\w+):", re.search(r"^\| `sql` .*", chapter("actions").split("\n## Connection: sql\n")[1], re.M).group(0)), DATABASES),
]

bad = 0
for where, listed, known in LISTS:
    for name in known:
        if name not in listed:
            print(f"{where}: '{name}' is not among them")
            bad += 1
    for name in listed:
        if name not in known:
            print(f"{where}: there is no '{name}'")
            bad += 1
    if len(set(known)) < 2:
        print(f"{where}: the program's own list could not be read: {known}")
        bad += 1
# The front page names a few statuses, and none that is not there.
for number in column("README.md", "| status | verdict | |", 0, NUMBER):
    if number not in NUMBERS:
        print(f"README.md: there is no status {number}")
        bad += 1
print(f"lists: {len(LISTS)} compared, {bad} complaints")
sys.exit(1 if bad else 0)
