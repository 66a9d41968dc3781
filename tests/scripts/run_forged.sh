#!/usr/bin/env bash
# A journal that somebody wrote anew, with a whole chain and a seal: what its ends say must follow from what was told before, else `verify`
# refuses it, and no view of it says GO.
set -uo pipefail
export LC_ALL=C.UTF-8 NO_COLOR=1
# It starts the program a few thousand times, so that of RUNBOOK_RELEASE_BIN does it where there is one.
bin=${RUNBOOK_BIN:?the program under test}
[ ! -x "${RUNBOOK_RELEASE_BIN:-}" ] || bin=$RUNBOOK_RELEASE_BIN
failures=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1

cat >part.yaml <<'YAML'
runbook: 1
title: A part
steps:
- {name: a, id: a, effect: read, exec: [echo, "1"], capture: {n: stdout}}
outputs: {n: steps.a.n}
YAML
cat >all.yaml <<'YAML'
runbook: 1
title: All of it
on_failure: continue
subject: {version: [cat, version]}
inputs: {go: {type: bool, default: false}}
steps:
- {name: change, id: change, shell: touch it, undo: [{name: back, shell: rm it}]}
- {name: read, id: read, effect: read, exec: [echo, b], expect: ["stdout != 'c'", {that: "stdout == 'c'", level: should}]}
- {name: tries, id: tries, effect: read, shell: "echo x >>n; test $(wc -l <n) -gt 1", retry: {attempts: 3, every: 10ms}}
- name: group
  id: group
  steps:
  - {name: in it, id: in_it, effect: read, exec: ["true"]}
  - {name: left out, id: left_out, when: inputs.go, effect: read, exec: ["true"]}
  - name: each
    id: each
    for_each: {x: [a, b]}
    steps: [{name: one, id: one, check: "x != 'c' && steps.read.verdict == 'warned'"}]
- {name: part, id: part, include: part.yaml, expect: "n.startsWith('1')"}
- {name: accepted, id: accepted, effect: read, exec: ["false"]}
- {name: agreed, id: agreed, confirm: Is it fine?}
finally:
- {name: last, id: last, shell: "true"}
YAML
printf -- '- {address: accepted, reason: known, by: ann, expires: "2999-01-01"}\n' >accepted.yml
cat >fails.yaml <<'YAML'
runbook: 1
title: It fails
on_failure: rollback
steps:
- {name: change, id: change, shell: touch it, undo: [{name: back, id: back, shell: rm it}]}
- {name: bad, id: bad, effect: read, exec: [echo, b], expect: "stdout == 'c'"}
- {name: not reached, id: after, effect: read, exec: ["true"]}
finally:
- {name: last, id: last, shell: "true"}
YAML

echo 1 >version
ran() {
  local name=$1 wanted=$2
  shift 2
  timeout 60 "$bin" run "$@" --root . --run-dir "runs/$name" >"$name.out" 2>&1 </dev/null
  local status=$?
  [ "$status" -eq "$wanted" ] && "$bin" verify "runs/$name" >/dev/null && return
  printf 'not so: %s ended with status %s\n' "$name" "$status"
  cat "$name.out"
  failures=$((failures + 1))
}
ran all 0 all.yaml --waivers accepted.yml --answer agreed=yes --as ann
rm -f it n
ran some 10 all.yaml --skip read --skip group/each --waivers accepted.yml --answer agreed=yes --as ann
rm -f it
ran fails 1 fails.yaml

cat >forge.py <<'PYTHON'
import copy, hashlib, json, os, subprocess, sys

BIN = sys.argv[1]
failures = tried = 0


def read(name):
    return [json.loads(line) for line in open(f"runs/{name}/journal.jsonl", encoding="utf-8")]


def write(events):
    os.makedirs("forged", exist_ok=True)
    prev = "0" * 64
    with open("forged/journal.jsonl", "wb") as out:
        for number, event in enumerate(events, 1):
            event = {**event, "seq": number, "prev": prev}
            event.pop("seal", None)
            line = json.dumps(event, separators=(",", ":"), ensure_ascii=False).encode()
            if event["event"] == "run_ended":
                line = line[:-1] + b',"seal":"' + hashlib.sha256(line[:-1]).hexdigest().encode() + b'"}'
            out.write(line + b"\n")
            prev = hashlib.sha256(line).hexdigest()


def said(*argv):
    done = subprocess.run([BIN, *argv], capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout + done.stderr


def is_refused(name, events, quick=False):
    """Whether `verify` refuses it, and says which line."""
    global failures, tried
    tried += 1
    write(events)
    status, text = said("verify", "forged")
    if status != 9 or "NOT TO BE BELIEVED" not in text or "chain" in text or "digest of the line" in text:
        print(f"not so: {name}: verify ends with {status}\n{text}")
        failures += 1
        return
    for view in [] if quick else [("show", "forged"), ("report", "forged", "json"), ("report", "forged", "junit"), ("evidence", "forged")]:
        status, text = said(*view)
        if status != 9 or "\nGO" in text or '"verdict": "GO"' in text:
            print(f"not so: {name}: {view[0]} ends with {status}\n{text[-600:]}")
            failures += 1


def is_believed(name, events):
    global failures
    write(events)
    status, text = said("verify", "forged")
    if status != 0:
        print(f"not so: {name}: verify ends with {status}\n{text}")
        failures += 1


def of(events, kind, address=None):
    return [event for event in events if event["event"] == kind and address in (None, event.get("address"))]


def forged(run, name, change):
    events = read(run)
    changed = change(events)
    is_refused(name, events if changed is None else changed)


def also_counted(events, before, after, sums="counts"):
    counts = events[-1][sums]
    counts[before] -= 1
    counts[after] += 1


def passes(events, address, keep_expectations=False):
    """A step that did not pass is made one that did, as well as can be done in one line each."""
    step = of(events, "step_ended", address)[0]
    also_counted(events, step["verdict"], "passed")
    step.update(verdict="passed", cause="", reason="")
    events[-1]["reasons"] = [reason for reason in events[-1]["reasons"] if reason["address"] != address]
    events[-1].update(verdict="GO", status=0)


for run in ("all", "some", "fails"):
    is_believed(f"{run} as it is", read(run))

# ── what somebody would try ──
forged("fails", "a failed step passed", lambda e: passes(e, "bad"))


def no_longer_missed(events):
    passes(events, "bad")
    step = of(events, "step_ended", "bad")[0]
    step.update(held=2, missed=0)
    events[-1]["checks"].update(held=events[-1]["checks"]["held"] + 1, missed=0)


forged("fails", "a failed step passed, its counts too", no_longer_missed)


def expectation_left_out(events):
    no_longer_missed(events)
    return [event for event in events if event["event"] != "expectation" or event["verdict"] != "missed"]


forged("fails", "the expectation is gone", expectation_left_out)
forged("fails", "the skipped step passed", lambda e: passes(e, "after"))
forged("fails", "the verdict alone", lambda e: e[-1].update(verdict="GO", status=0))
forged("fails", "the verdict alone, partial", lambda e: e[-1].update(verdict="PARTIAL", status=10))
forged("fails", "status alone", lambda e: e[-1].update(status=0))
forged("fails", "undone alone", lambda e: e[-1].update(undone={}))
forged("fails", "reasons are gone", lambda e: e[-1].update(reasons=[]))


def late_waiver(events):
    step = of(events, "step_ended", "bad")[0]
    also_counted(events, "failed", "waived")
    step.update(verdict="waived", cause="waiver", waiver={"reason": "known", "by": "ann", "expires": "2999-01-01"})
    for reason in events[-1]["reasons"]:
        if reason["address"] == "bad":
            reason["verdict"] = "waived"
    events[-1].update(verdict="GO", status=0)


forged("fails", "a waiver given late", late_waiver)
forged("all", "a waiver of another step", lambda e: e[0]["waivers"][0].update(address="read"))
forged("all", "a waiver that is gone", lambda e: e[0].update(waivers=[]))
forged("all", "a waiver that is longer", lambda e: of(e, "step_ended", "accepted")[0]["waiver"].update(expires="3999-01-01"))
forged("some", "the selection is gone", lambda e: (e[0].update(selection={}), e[-1].update(verdict="GO", status=0))[0:0] or None)
forged("some", "the whole was asked for", lambda e: e[-1].update(verdict="GO", status=0))


def without(events, *addresses):
    """A step and all that was told of it."""
    kept = []
    for event in events:
        if event.get("address") in addresses:
            if event["event"] == "step_ended":
                also = events[-1]["undone" if event["phase"] == "undo" else "counts"]
                also["planned"] -= 1
                also[event["verdict"]] -= 1
                if event["phase"] != "undo":
                    events[-1]["checks"]["held"] -= event["held"]
                    events[-1]["checks"]["missed"] -= event["missed"]
            continue
        kept.append(event)
    kept[-1]["reasons"] = [reason for reason in kept[-1]["reasons"] if reason["address"] not in addresses]
    return kept


forged("fails", "the failed step was never there", lambda e: (lambda k: (k[-1].update(verdict="UNDECIDED", status=4), k)[1])(without(e, "bad")))
forged("fails", "the failed step and those behind it were never there",
       lambda e: (lambda k: (k[-1].update(verdict="GO", status=0), k)[1])(without(e, "bad", "after", "back")))
for address in ("change", "read", "tries", "group/in_it", "group/left_out", "group/each[x=a]/one", "part/a", "accepted", "agreed", "last"):
    forged("all", f"{address} was never there", lambda e: without(e, address))
forged("all", "an iteration was never there",
       lambda e: without([x for x in e if x.get("address") != "group/each[x=a]"], "group/each[x=a]/one"))
for kind in ("step_started", "step_ended", "step_intent", "attempt_ended", "group_started", "group_ended", "answered", "asked"):
    first = of(read("all"), kind)[0]
    forged("all", f"{kind} twice", lambda e: e[:first["seq"]] + [copy.deepcopy(first)] + e[first["seq"]:]) if kind not in ("step_intent", "asked") else None
    forged("all", f"{kind} left out", lambda e: e[:first["seq"] - 1] + e[first["seq"]:])
forged("all", "steps that never began", lambda e: [x for x in e if x["event"] != "step_started" or x["address"] != "read"])
forged("all", "an end behind the group's", lambda e: sorted(e, key=lambda x: (x["event"] == "run_ended", x["event"] == "step_ended" and x["address"] == "group/in_it")))
forged("all", "nobody said yes", lambda e: of(e, "answered")[0].update(passes=False))
forged("all", "the subject changed", lambda e: of(e, "subject")[0]["values"].update(version="2"))
forged("all", "nobody looked at the subject again", lambda e: [x for x in e if x["event"] != "subject"])
forged("all", "another subject from the start", lambda e: e[0]["subject"].update(version="2"))
forged("all", "it had no answer", lambda e: of(e, "attempt_ended", "read")[0].update(end="no_answer"))
forged("all", "the failing attempts were not there", lambda e: [x for x in e if x["event"] != "attempt_ended" or x["address"] != "tries" or x["attempt"] != 1])
forged("all", "an include's own expectation missed", lambda e: of(e, "expectation", "part")[0].update(verdict="missed"))
forged("all", "a must that missed was a should", lambda e: of(e, "expectation", "read")[0].update(level="should"))
forged("all", "a should that missed was a must", lambda e: [x for x in of(e, "expectation", "read") if x["level"] == "should"][0].update(level="must"))

forged("all", "an expectation with a word of its own", lambda e: of(e, "expectation", "read")[-1].update(verdict="passed"))
forged("all", "an intent twice", lambda e: (lambda i: e[:i["seq"]] + [copy.deepcopy(i)] + e[i["seq"]:])(of(e, "step_intent")[0]))
forged("all", "an attempt longer than its step", lambda e: of(e, "attempt_ended", "read")[0].update(elapsed=10**12))
forged("all", "a run shorter than it was", lambda e: e[-1].update(elapsed=1))
forged("all", "a passed step with a cause", lambda e: of(e, "step_ended", "read")[0].update(verdict="passed", cause="expectation"))
forged("all", "taken from before a resume", lambda e: of(e, "step_ended", "change")[0].update(reused=True))
forged("all", "required and left out", lambda e: of(e, "step_ended", "group/left_out")[0].update(required=True))
forged("all", "left out as an empty loop", lambda e: of(e, "step_ended", "group/left_out")[0].update(cause="empty_loop", own_when=False))
forged("all", "left out with its group", lambda e: of(e, "step_ended", "group/left_out")[0].update(cause="group"))
forged("all", "a group ends in a probe", lambda e: of(e, "group_ended", "group")[0].update(phase="probe"))
forged("fails", "a run that failed is undecided", lambda e: e[-1].update(verdict="UNDECIDED", status=4))


def expired(events):
    events[0]["waivers"][0].update(expires="2000-01-01")
    of(events, "step_ended", "accepted")[0]["waiver"].update(expires="2000-01-01")


forged("all", "a waiver that had expired", expired)
forged("fails", "how many there were is not said, and one is left out",
       lambda e: (e[0].pop("children"), [x for x in without(e, "bad")])[1])


def first_expectation_left_out(events):
    of(events, "step_ended", "read")[0]["held"] -= 1
    events[-1]["checks"]["held"] -= 1
    return [x for x in events if x["event"] != "expectation" or x["address"] != "read" or x["index"] != 1]


forged("all", "the first of two expectations is gone, its counts too", first_expectation_left_out)


def as_of_a_probe(events):
    no_longer_missed(events)
    of(events, "step_ended", "bad")[0].update(held=0)
    events[-1]["checks"]["held"] -= 2
    for event in of(events, "expectation", "bad"):
        event["phase"] = "probe"


def seen_by_a_probe(events, address):
    end = of(events, "step_ended", address)[0]
    end.update(cause="probe")
    probed = {key: end[key] for key in ("seq", "time", "mono", "prev")} | {"event": "probed"}
    probed |= {key: end[key] for key in ("address", "number", "name", "depth", "phase")} | {"found": "done", "reason": "it happened"}
    return events[:end["seq"] - 1] + [probed] + events[end["seq"] - 1:]


forged("fails", "an expectation is made one of a probe", as_of_a_probe)
forged("fails", "a probe saw what a read did", lambda e: (passes(e, "bad"), seen_by_a_probe(e, "bad"))[1])
forged("all", "a probe saw what was answered", lambda e: seen_by_a_probe(e, "change"))
# ── what still stands ──
forged("all", "what stands is not listed", lambda e: e[-1].pop("standing") and None)
forged("all", "more stands than was changed", lambda e: e[-1]["standing"].append({**e[-1]["standing"][0], "number": "2", "address": "read"}))
forged("all", "it stands and is in doubt", lambda e: of(e, "step_ended", "change")[0].update(stands="doubt"))
forged("all", "a read left something that stands", lambda e: of(e, "step_ended", "read")[0].update(stands="yes"))
forged("all", "what cleans up left something that stands", lambda e: of(e, "step_ended", "last")[0].update(stands="yes"))
forged("fails", "what was undone stands",
       lambda e: e[-1].update(standing=[{"address": "change", "number": "1", "name": "change", "stands": "yes", "undo": True}]))
forged("fails", "what was undone was not", lambda e: without(e, "change/back"))


def undo_failed(events):
    of(events, "step_ended", "change/back")[0].update(verdict="failed", cause="answer", reason="no", held=0)
    also_counted(events, "passed", "failed", "undone")
    events[-1]["reasons"].append({"address": "change/back", "name": "back", "verdict": "failed", "reason": "no"})


forged("fails", "its undo failed and nothing stands", undo_failed)
# ── every field of every end, turned to something else ──
# What no earlier event bears on: words for people, and what only the runbook or the reader of the clock knows.
FREE = {"time", "mono", "seq", "prev", "event", "name", "reason", "required", "again", "place", "outputs", "title", "cause",
        "kinds", "loop", "elapsed of run_ended", "verb of skipped", "effect of skipped",
        "not_applied", "attempts of check", "level of skipped", "address of skipped", "own_when of passed", "seal", "reasons", "waiver", "resume", "undo"}
OTHER = {str: lambda value: "info" if value == "must" else "passed" if value != "passed" else "failed", int: lambda value: value + 1,
         bool: lambda value: not value}


def walk(value, path=()):
    if isinstance(value, dict):
        for key in value:
            yield from walk(value[key], path + (key,))
    elif isinstance(value, list):
        for i, item in enumerate(value):
            yield from walk(item, path + (i,))
    else:
        yield path, value


for run in ("all", "fails"):
    events = read(run)
    for i, event in enumerate(events):
        if event["event"] not in ("step_ended", "group_ended", "run_ended"):
            continue
        for path, value in walk(event):
            names = {path[0], path[-1], f"{path[0]} of {event['event']}"}
            if event["event"] == "step_ended" and event["verdict"] != "skipped":
                names.add(f"{path[0]} of passed")
            elif event["event"] == "step_ended":
                names.add(f"{path[0]} of skipped")
            if event.get("verb") == "check":
                names.add(f"{path[0]} of check")
            if names & FREE:
                continue
            turned = copy.deepcopy(events)
            at = turned[i]
            for key in path[:-1]:
                at = at[key]
            at[path[-1]] = OTHER[type(value)](value)
            is_refused(f"{run}: {event['event']} {event.get('address', '')} {path}: {value} → {at[path[-1]]}", turned, quick=True)

print(f"{tried} forgeries, {failures} failures")
sys.exit(failures > 0)
PYTHON
python3 forge.py "$bin" || failures=$((failures + 1))
[ "$failures" -eq 0 ]
