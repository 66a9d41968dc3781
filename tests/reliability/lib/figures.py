"""The table of docs/RELIABILITY.md: a row for each part, written by the run that made it; other rows stay as they are."""
import os, re, subprocess

from .judge import KINDS

BEGIN, END = "<!-- written by tests/reliability/run --figures -->", "<!-- end of what is written -->"
HEAD = ["part", "tried", "taken up", *KINDS, "on"]


def machine():
    with open("/proc/meminfo") as file:
        memory = int(re.search(r"MemTotal:\s+(\d+)", file.read()).group(1)) / 2**20
    return f"{os.cpu_count()} processors ({os.uname().machine}), {memory:.0f} GiB, Linux {'.'.join(os.uname().release.split('.')[:2])}"


def row_of(row, version, today):
    cells = [f"`{row['part']}`: {row['what']}", f"{row['tried']:,}", f"{row['sessions']:,}", *[str(row[kind]) for kind in KINDS], f"{today}, {version}"]
    return "| " + " | ".join(cells) + " |"


def write(path, rows, program, today):
    version = subprocess.run([program, "--version"], capture_output=True, text=True).stdout.split("\n")[0].strip()
    with open(path) as file:
        text = file.read()
    before, _, rest = text.partition(BEGIN)
    old, _, after = rest.partition(END)
    kept = {match.group(1): line for line in old.splitlines() if (match := re.match(r"\| `([^`]+)`", line))}
    kept.update({row["part"]: row_of(row, version, today) for row in rows})
    table = ["| " + " | ".join(HEAD) + " |", "|---|" + "--:|" * (len(HEAD) - 2) + "---|", *kept.values()]
    with open(path, "w") as file:
        file.write(f"{before}{BEGIN}\n\n" + "\n".join(table) + f"\n\nOn {machine()}.\n\n{END}{after}")
