"""Holds schemas against documents: schema_check.py FOLDER RUNBOOKS; FOLDER has runbook.json, journal.json, run/journal.jsonl."""
import copy, glob, json, os, sys
import jsonschema, yaml

folder, runbooks = sys.argv[1:3]


class Loader(yaml.SafeLoader):
    """YAML 1.2's booleans alone: on, off, yes and no are texts."""


Loader.yaml_implicit_resolvers = {
    letter: [(tag, regexp) for tag, regexp in rows if tag not in ("tag:yaml.org,2002:bool", "tag:yaml.org,2002:timestamp")]
    for letter, rows in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
import re
Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))


def validator(name):
    with open(os.path.join(folder, name)) as file:
        schema = json.load(file)
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def maps(node, path=()):
    """Every mapping of the document whose keys belong to the language, not to the author."""
    own = {"inputs", "secrets", "connections", "vars", "subject", "capture", "for_each", "env", "headers", "query", "json", "form",
           "params", "outputs", "cookies", "answers", "multipart", "default"}
    if isinstance(node, dict):
        if not (path and path[-1] in own):
            yield path, node
        for key, value in node.items():
            if path and path[-1] in own and path[-1] not in ("inputs", "secrets", "connections", "capture"):
                continue
            yield from maps(value, path + (key,))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from maps(value, path + (index,))


def at(document, path):
    for part in path:
        document = document[part]
    return document


runbook, journal = validator("runbook.json"), validator("journal.json")
accepted = refused = 0
bad = []
for name in sorted(glob.glob(os.path.join(runbooks, "*.yaml")) + glob.glob(os.path.join(runbooks, "checks", "*.yaml"))):
    document = yaml.load(open(name), Loader)
    if "runbook" not in document:
        continue  # a file for `use`
    problems = list(runbook.iter_errors(document))
    if problems:
        bad.append(f"{name}: {problems[0].json_path}: {problems[0].message[:300]}")
        continue
    accepted += 1
    for path, node in maps(document):
        for key in list(node):
            broken = copy.deepcopy(document)
            target = at(broken, path)
            target[str(key) + "x"] = target.pop(key)
            if runbook.is_valid(broken):
                bad.append(f"{name}: {'/'.join(map(str, path))}: '{key}x' is accepted")
            refused += 1
lines = 0
for line in open(os.path.join(folder, "run", "journal.jsonl")):
    lines += 1
    event = json.loads(line)
    problems = list(journal.iter_errors(event))
    if problems:
        bad.append(f"journal line {lines}: {problems[0].json_path}: {problems[0].message[:300]}")
    event["not_a_field"] = 1
    if journal.is_valid(event):
        bad.append(f"journal line {lines}: an unknown field is accepted")
for problem in bad[:20]:
    print(problem)
print(f"{accepted} runbooks accepted, {refused} misspelled keys looked at, {lines} journal lines, {len(bad)} problems")
sys.exit(1 if bad or not accepted or not refused or not lines else 0)
