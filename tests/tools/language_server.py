"""What an editor is told of runbooks by yaml-language-server and our schema: language_server.py SERVER FOLDER PROGRAM

FOLDER has new.yaml, as `runbook new` writes it, and the schema at the place that its line leads to. The server is spoken to as an editor
does (the Language Server Protocol): what is marked, what is offered, what is shown of a key.
"""
import glob, json, os, re, subprocess, sys

server, folder, program = sys.argv[1:4]
schema = json.loads(subprocess.run([program, "schema"], check=True, capture_output=True, text=True).stdout)
bad, marked, hovers = [], 0, 0


class Server:
    def __init__(self):
        self.process = subprocess.Popen([server, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.last, self.marks = 0, {}
        self.settings = {"validate": True, "hover": True, "completion": True, "schemaStore": {"enable": False}}
        item = {"snippetSupport": True, "documentationFormat": ["markdown"]}
        self.ask("initialize", {"processId": os.getpid(), "rootUri": None, "capabilities": {
            "textDocument": {"completion": {"completionItem": item}, "hover": {"contentFormat": ["markdown"]}, "publishDiagnostics": {}},
            "workspace": {"configuration": True, "didChangeConfiguration": {}}}})
        self.tell("initialized", {})
        self.tell("workspace/didChangeConfiguration", {"settings": {"yaml": self.settings}})

    def send(self, message):
        body = json.dumps(dict(message, jsonrpc="2.0")).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def receive(self):
        """The next message; what it asks for is given, what it marks is kept."""
        length = 0
        while line := self.process.stdout.readline().strip():
            name, value = line.split(b":", 1)
            length = int(value) if name.lower() == b"content-length" else length
        if not length:
            sys.exit("the server has ended")
        message = json.loads(self.process.stdout.read(length))
        if "id" in message and "method" in message:
            asked = message["params"]["items"] if message["method"] == "workspace/configuration" else []
            self.send({"id": message["id"], "result": [self.settings if one.get("section") == "yaml" else {} for one in asked] or None})
        elif message.get("method") == "textDocument/publishDiagnostics":
            self.marks[message["params"]["uri"]] = message["params"]["diagnostics"]
        return message

    def tell(self, method, params):
        self.send({"method": method, "params": params})

    def ask(self, method, params):
        self.last += 1
        self.send({"id": self.last, "method": method, "params": params})
        while (message := self.receive()).get("id") != self.last or "method" in message:
            pass
        return message["result"]

    def opened(self, name, text):
        """The marks of the text, as a file of that name."""
        uri = "file://" + os.path.join(folder, name)
        self.tell("textDocument/didOpen", {"textDocument": {"uri": uri, "languageId": "yaml", "version": 1, "text": text}})
        while uri not in self.marks:
            self.receive()
        return uri, sorted((mark["range"]["start"]["line"], mark["message"]) for mark in self.marks[uri])

    def at(self, what, uri, line, column):
        return self.ask(f"textDocument/{what}", {"textDocument": {"uri": uri}, "position": {"line": line, "character": column}})


def described(node):
    """Every property of the schema with its description."""
    if isinstance(node, dict):
        for name, value in (node.get("properties") or {}).items():
            if isinstance(value, dict) and "description" in value:
                yield name, value.get("markdownDescription", value["description"])
        for value in node.values():
            yield from described(value)
    elif isinstance(node, list):
        for value in node:
            yield from described(value)


new = open(os.path.join(folder, "new.yaml")).read()
line = new.split("\n", 1)[0] + "\n"
assert line.startswith("# yaml-language-server: $schema="), line
asked = Server()

_, marks = asked.opened("new.yaml", new)
if marks:
    bad.append(f"what `runbook new` writes is marked: {marks}")

# What is right is not marked.
for path in sorted(glob.glob("runbooks/**/*.yaml", recursive=True) + glob.glob("tests/cases/ok/*.yaml")):
    _, marks = asked.opened(path.replace("/", "-"), line + open(path).read())
    marked += 1
    if marks:
        bad.append(f"{path} is marked: {marks}")

# What is wrong is, where it stands.
_, marks = asked.opened("wrong.yaml", line + "runbook: 1\ntitle: It answers\nsteps:\n  - name: It answers\n    http: GET /\n    expct: status == 200\n    retry: { attempts: many }\n")
if [where for where, _ in marks] != [6, 7] or "expct" not in marks[0][1]:
    bad.append(f"a wrong file has these marks: {marks}")

# Verbs come first, in the order of their table, whether an editor sorts by `sortText` or keeps the order.
verbs = [name["required"][0] for name in schema["$defs"]["step"]["oneOf"]]
head = line + "runbook: 1\ntitle: It answers\nsteps:\n"
for name, text, row, column in (("dash.yaml", "  - \n", 4, 4), ("named.yaml", "  - name: It answers\n    \n", 5, 4)):
    uri, _ = asked.opened(name, head + text)
    offered = asked.at("completion", uri, row, column)["items"]
    by_text = [item["label"] for item in sorted(offered, key=lambda item: item.get("sortText") or item["label"])]
    if by_text[:len(verbs)] != [f"{verb} …" for verb in verbs]:
        bad.append(f"{name}: first are offered {by_text[:len(verbs)]}")
    in_order = [item["label"] for item in offered if not item["label"].endswith("…")]
    if in_order[:len(verbs)] != verbs:
        bad.append(f"{name}: in the order of the schema first are {in_order[:len(verbs)]}")
    if not all(item.get("documentation") for item in offered):
        bad.append(f"{name}: nothing is said of {[item['label'] for item in offered if not item.get('documentation')]}")
    # A whole step, or what one lacks that has a name: put in with its places as they are it is not marked.
    for item in offered:
        if not item["label"].endswith("…"):
            continue
        step = re.sub(r"\$\{\d+:((?:\\.|[^}\\])*)\}", lambda place: re.sub(r"\\(.)", r"\1", place[1]), item["textEdit"]["newText"])
        rows = step.split("\n")
        whole = head + text[:-1] + "\n".join([rows[0]] + [("    " if name == "named.yaml" else "  ") + one for one in rows[1:]]) + "\n"
        _, marks = asked.opened(f"put-{item['label'].split()[0]}-{name}", whole)
        if marks:
            bad.append(f"{name}: with {item['label']} it is marked: {marks}\n{whole}")
uri, _ = asked.opened("empty.yaml", line)
offered = [item["label"] for item in asked.at("completion", uri, 1, 0)["items"]]
if not {"runbook", "title", "steps", "inputs"} <= set(offered):
    bad.append(f"in an empty file these are offered: {offered}")

# What is shown of a key begins with what it does.
docs = {}
for name, doc in described(schema):
    docs.setdefault(name, set()).add(doc.split("\n")[0])
seen, silent = set(), []
more = """steps:
  - sql: SELECT 1 AS one
    close: true
    fresh: true
    allow_empty: true
  - http: GET /
    any_status: true
    save: front.html
  - shell: sleep 1
    background: keep
  - include: other.yaml
    inputs: { tenant: acme }
"""
for name, text in (("everything.yaml", open("tests/cases/ok/everything.yaml").read()), ("more.yaml", "runbook: 1\ntitle: More\n" + more)):
    text = line + text
    uri, _ = asked.opened(name, text)
    for row, content in enumerate(text.split("\n")):
        key = re.match(r"^( *)(- )?([a-z_]+):( |$)", content)
        if not key or key[3] not in docs:
            continue
        shown = asked.at("hover", uri, row, key.start(3) + 1)
        shown = shown["contents"]["value"] if shown else ""
        if any(shown.startswith(doc) for doc in docs[key[3]]):
            hovers += 1
            seen.add(key[3])
        elif shown and not shown.startswith("Source:"):
            bad.append(f"of `{key[3]}` in line {row + 1} it shows: {shown[:80]!r}")
        else:
            silent.append(f"{name}:{row + 1}: {content}")
missing = set(schema["$defs"]["step"]["properties"]) - seen
print(f"{marked} files not marked, {hovers} keys shown, of {len(seen)} names")
if hovers < 100 or missing:
    bad.append(f"nothing is shown of {sorted(missing)}; of these nothing: {silent}")

asked.process.stdin.close()
asked.process.terminate()
asked.process.wait()
print(*bad, sep="\n")
sys.exit(1 if bad else 0)
