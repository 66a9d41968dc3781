"""Snippets as their editors expand them: snippets.py FOLDER PROGRAM

Writes each snippet of the program, expanded with the texts that stand at its places, as a runbook of its own in FOLDER: by a reader of
VS Code's files that is written here, and by vim (UltiSnips) and Emacs (yasnippet) themselves where they are. Prints what was tried, and
ends with status 1 where two editors make different texts of one snippet.
"""
import json, os, re, shutil, subprocess, sys

folder, program = sys.argv[1:3]


def made_of(editor):
    return subprocess.run([program, "snippets", editor], check=True, capture_output=True, text=True).stdout


def expanded(body):
    """A VS Code snippet with its places as they are: ${1:text}, and a backslash before $, } and itself."""
    out, at, places = "", 0, []
    while at < len(body):
        if body[at] == "\\":
            assert body[at + 1] in "\\$}", f"a backslash before {body[at + 1]}"
            out, at = out + body[at + 1], at + 2
        elif (place := re.compile(r"\$\{(\d+):").match(body, at)):
            places.append(int(place[1]))
            at = place.end()
            while body[at] != "}":
                at += body[at] == "\\"
                out, at = out + body[at], at + 1
            at += 1
        else:
            assert body[at] != "$", f"a $ of its own in {body!r}"
            out, at = out + body[at], at + 1
    assert places == list(range(1, len(places) + 1)), f"the places are {places}"
    return out


def framed(step):
    """A runbook around the step, with all that it names."""
    names = lambda what: sorted(set(re.findall(rf"\b{what}\.(\w+)", step)))
    lines = ["runbook: 1", "title: A snippet", "connections:", "  app: { http: http://127.0.0.1:8080 }", "  db: { sql: sqlite:app.db }"]
    for what, value in ("inputs", "{ type: string, default: here }"), ("secrets", "{ env: SOMEWHERE }"), ("vars", "\"'image'\""):
        if names(what):
            lines += [f"{what}:"] + [f"  {name}: {value}" for name in names(what)]
    lines.append("steps:")
    for step_id, name in sorted(set(re.findall(r"\bsteps\.(\w+)\.(\w+)", step))):
        lines += [f"  - name: What is read of {step_id}", f"    id: {step_id}", "    exec: [date]", f"    capture: {{ {name}: stdout }}"]
    return "\n".join(lines) + "\n" + "".join(f"  {line}\n" if line.strip() else "\n" for line in step.rstrip("\n").split("\n"))


def by_ultisnips():
    """By a vim that expands each in a buffer of its own, where the items of `steps:` begin."""
    home = os.path.join(folder, "vim")
    os.makedirs(os.path.join(home, "UltiSnips"))
    with open(os.path.join(home, "UltiSnips", "yaml_runbook.snippets"), "w") as file:
        file.write(made_of("ultisnips"))
    script = os.path.join(home, "try.vim")
    with open(script, "w") as file:
        file.write(f"""set nocompatible rtp+={home},/usr/share/vim/addons expandtab shiftwidth=2 virtualedit=onemore
let g:UltiSnipsSnippetDirectories = ['{home}/UltiSnips']
packadd! ultisnips
runtime plugin/UltiSnips.vim
set filetype=yaml
py3 from UltiSnips import UltiSnips_Manager
py3 << PY
import vim
all_of = sorted((s for s in UltiSnips_Manager._snips("", True) if s.trigger.startswith("rb-")), key=lambda s: s._location and int(s._location.rsplit(":", 1)[1]))
for number, snippet in enumerate(all_of):
    vim.command("%delete _ | call setline(1, '  ') | call cursor(1, 3)")
    UltiSnips_Manager.expand_anon(snippet._value)
    text = "\\n".join(vim.current.buffer[:])
    open("{folder}/%02d.vim.txt" % number, "w").write(text)
PY
qall!
""")
    subprocess.run(["vim", "-u", "NONE", "-N", "-i", "NONE", "-es", "-S", script], timeout=60, stdin=subprocess.DEVNULL, capture_output=True)
    return [name for name in os.listdir(folder) if name.endswith(".vim.txt")]


def by_yasnippet():
    loaded = os.path.join(folder, "runbook-snippets.el")
    with open(loaded, "w") as file:
        file.write(made_of("yasnippet"))
    script = os.path.join(folder, "try.el")
    with open(script, "w") as file:
        file.write(f"""(package-initialize)
(define-derived-mode yaml-mode text-mode "YAML")
(load "{loaded}")
(let ((number 0))
  (dolist (template (sort (yas--all-templates (list (yas--table-get-create 'yaml-mode)))
                          (lambda (a b) (string< (yas--template-uuid a) (yas--template-uuid b)))))
    (with-temp-buffer
      (yaml-mode) (yas-minor-mode 1) (insert "  ")
      (yas-expand-snippet template)
      (write-region (concat (yas--template-name template) "\\n" (buffer-string)) nil
                    (format "{folder}/%02d.emacs.txt" number) nil 'quiet)
      (setq number (1+ number)))))
""")
    subprocess.run(["emacs", "--batch", "-q", "-l", script], timeout=60, stdin=subprocess.DEVNULL, check=True, capture_output=True)
    return [name for name in os.listdir(folder) if name.endswith(".emacs.txt")]


def have(*command):
    return shutil.which(command[0]) and subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True).returncode == 0


snippets = json.loads(made_of("vscode"))
texts = {name: expanded("\n".join(one["body"])) for name, one in snippets.items()}
assert len(texts) >= 20, f"there are {len(texts)}"
for number, (name, text) in enumerate(texts.items()):
    assert snippets[name]["prefix"] == "rb-" + name.split(":")[0] and snippets[name]["description"] and snippets[name]["scope"] == "yaml", name
    with open(os.path.join(folder, f"{number:02}.yaml"), "w") as file:
        file.write(framed(text))
with open(os.path.join(folder, "pre-deploy.yaml"), "w") as file:
    file.write(framed("- name: It is there\n  exec: [date]\n"))
print(f"{len(texts)} snippets")
bad = 0


def held(editor, made):
    global bad
    wanted = [re.sub("(?m)^", "  ", text) for text in texts.values()]
    if sorted(made) != sorted(wanted):
        bad += 1
        print(f"{editor} makes other texts of them:", *(set(made) ^ set(wanted)), sep="\n")


if have("vim", "-u", "NONE", "-es", "-c", "if !has('python3') || empty(globpath('/usr/share/vim-ultisnips,/usr/share/vim/addons', 'plugin/UltiSnips.vim')) | cquit | endif | qall!"):
    held("vim", [open(os.path.join(folder, name)).read() for name in by_ultisnips()])
else:
    print("not tried: there is no vim with UltiSnips")
if have("emacs", "--batch", "-q", "--eval", "(progn (package-initialize) (require 'yasnippet))"):
    held("emacs", [open(os.path.join(folder, name)).read().split("\n", 1)[1] for name in by_yasnippet()])
else:
    print("not tried: there is no Emacs with yasnippet")
sys.exit(bad)
