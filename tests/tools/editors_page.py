"""The set-ups of docs/EDITORS.md, each in its editor where that is: editors_page.py FOLDER PROGRAM [SERVER]

Each is to find what `runbook check` finds in one file, at its line. SERVER is yaml-language-server; without it what needs it is not tried.
"""
import json, os, re, shutil, subprocess, sys

folder, program, server = (sys.argv[1:] + [""])[:3]
page = open("docs/EDITORS.md").read()
blocks = dict(((f"{language} {name}").strip(), text) for language, name, text in re.findall(r"^```(\w+) ?(\w*)\n(.*?)^```$", page, re.M | re.S))
bad = []
os.makedirs(os.path.join(folder, "runbooks"))
wrong = os.path.join(folder, "runbooks", "wrong.yaml")
with open(wrong, "w") as file:
    file.write("runbook: 1\ntitle: Ünlike others\nsteps:\n  - name: Über alles\n    http: GET http://127.0.0.1:8080/\n    expect: statuss == 200\n    retryy: 2\n")
os.symlink(program, os.path.join(folder, "runbook"))
if server:
    os.symlink(server, os.path.join(folder, "yaml-language-server"))
environment = dict(os.environ, PATH=f"{folder}:{os.environ['PATH']}", HOME=folder, XDG_CONFIG_HOME=folder, XDG_DATA_HOME=folder, XDG_STATE_HOME=folder)
found = json.loads(subprocess.run([program, "check", "--format", "json", wrong], capture_output=True, text=True).stdout)["diagnostics"]
wanted = sorted((one["line"], one["column"], one["message"]) for one in found)
assert len(wanted) == 2, wanted


def run(*command, **more):
    return subprocess.run(command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=90, **more)


def have(*command):
    return shutil.which(command[0]) and run(*command).returncode == 0


def held(what, marks, column=True):
    marks = sorted(marks)
    if [one[0:2 if column else 1] for one in marks] != [one[0:2 if column else 1] for one in wanted] or not all(one[2] in mark[2] for one, mark in zip(wanted, marks)):
        bad.append(f"{what} finds {marks}, and not {wanted}")


def written(name, text):
    path = os.path.join(folder, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as file:
        file.write(text)
    return path


def marks_of(name):
    path = os.path.join(folder, name)
    return [tuple(one) for one in json.load(open(path))] if os.path.exists(path) else [("nothing was written",)]


# VS Code: its expression, on what the task prints.
pattern = json.loads(blocks["json task"])["tasks"][0]
assert pattern["command"] == "runbook"
printed = run("runbook", *[arg.replace("${relativeFile}", "runbooks/wrong.yaml") for arg in pattern["args"]])
pattern = pattern["problemMatcher"]["pattern"]
matches = [match for line in (printed.stdout + printed.stderr).split("\n") if (match := re.match(pattern["regexp"], line))]
held("the task", [(int(one[pattern["line"]]), int(one[pattern["column"]]), one[pattern["message"]]) for one in matches])
if not all(one[pattern["file"]] == "runbooks/wrong.yaml" and one[pattern["severity"]] == "error" and one[pattern["code"]].startswith("unknown-") for one in matches):
    bad.append(f"the task takes them for {[one.groups() for one in matches]}")
json.loads(blocks["json settings"])

# Vim, by itself and with ALE.
if have("vim", "-u", "NONE", "-es", "-c", "if !has('eval') || !has('job') | cquit | endif | qall!"):
    setting = written("make.vim", blocks["vim make"])
    script = written("try-make.vim", f"""set nocompatible
edit {wrong}
source {setting}
silent make
let marks = map(filter(getqflist(), 'v:val.valid'), {{_, m -> [m.lnum, m.vcol ? m.col : -1, m.text]}})
call writefile([json_encode(marks)], '{folder}/make.json')
qall!
""")
    run("vim", "-u", "NONE", "-N", "-i", "NONE", "-es", "-S", script)
    held("vim", marks_of("make.json"))
    ale = next((path for path in ("/usr/share/vim-ale",) if os.path.isdir(path)), None)
    if ale:
        setting = written("ale.vim", blocks["vim ale"])
        script = written("try-ale.vim", f"""set nocompatible rtp+={ale}
let g:ale_linters = {{'yaml': ['runbook']}}
let g:ale_use_global_executables = 1
filetype plugin on
runtime! plugin/ale.vim
source {setting}
edit {wrong}
call ale#Queue(0, 'lint_file')
for _ in range(300)
  sleep 100m
  if !empty(get(get(g:ale_buffer_info, bufnr(''), {{}}), 'loclist', [])) | break | endif
endfor
let marks = map(copy(get(get(g:ale_buffer_info, bufnr(''), {{}}), 'loclist', [])), {{_, m -> [m.lnum, m.col, m.text]}})
call writefile([json_encode(marks)], '{folder}/ale.json')
qall!
""")
        run("vim", "-u", "NONE", "-N", "-i", "NONE", "-es", "-S", script)
        held("ALE", marks_of("ale.json"))
    else:
        print("not tried: there is no ALE")
else:
    print("not tried: there is no vim")

# Neovim: what the server marks by the schema that the settings name.
if server and have("nvim", "--version"):
    schema = written("runbook.schema.json", run("runbook", "schema").stdout)
    setting = blocks["lua"].replace("/usr/share/runbook/schemas/runbook.schema.json", schema)
    written("try.lua", f"""
-- Neovim 0.7 has the two calls that this one is made of.
vim.lsp.start = vim.lsp.start or function(config, options)
  vim.lsp.buf_attach_client(options.bufnr, vim.lsp.start_client(config))
end
{setting}
vim.cmd('filetype on | edit runbooks/wrong.yaml')
vim.wait(60000, function() return #vim.diagnostic.get(0) > 0 end, 100)
local marks = vim.tbl_map(function(one) return {{ one.lnum + 1, one.col + 1, one.message }} end, vim.diagnostic.get(0))
vim.fn.writefile({{ vim.fn.json_encode(marks) }}, '{folder}/nvim.json')
vim.cmd('qall!')
""")
    run("nvim", "--headless", "-u", "NONE", "-i", "NONE", "-c", "luafile try.lua")
    marks = marks_of("nvim.json")
    if [mark[:2] for mark in marks] != [(7, 5)] or "retryy" not in marks[0][2]:
        bad.append(f"nvim is told {marks}")
else:
    print("not tried: there is no nvim, or no yaml-language-server")

# Emacs: compile as it is, Flymake, Flycheck.
if have("emacs", "--batch", "-q", "--eval", "(require 'flymake)"):
    head = """(package-initialize) (require 'json)
(unless (locate-library "yaml-mode") (provide 'yaml-mode) (define-derived-mode yaml-mode text-mode "YAML"))
(require 'yaml-mode)
(defun write-marks (marks file) (with-temp-file (expand-file-name file "%s") (insert (json-encode (vconcat marks)))))
""" % folder
    script = written("compile.el", head + f"""(require 'compile)
(with-temp-buffer
  (setq default-directory "{folder}/runbooks/")
  (call-process "runbook" nil t nil "check" "--color" "never" "wrong.yaml")
  (compilation-mode)
  (compilation--ensure-parse (point-max))
  (let ((marks nil) (at (point-min)))
    (while at
      (let ((message (get-text-property at 'compilation-message)))
        (when message
          (let ((place (compilation--message->loc message)))
            (goto-char at)
            (push (vector (cadr place) (car place) (buffer-substring (line-beginning-position) (line-end-position))) marks))))
      (setq at (next-single-property-change at 'compilation-message)))
    (write-marks marks "compile.json")))
""")
    said = run("emacs", "--batch", "-q", "-l", script)
    marks = {tuple(one) for one in json.load(open(os.path.join(folder, "compile.json")))} if said.returncode == 0 else {(said.stderr[-300:],)}
    held("compile", marks, column=False)
    script = written("flymake.el", head + blocks["elisp flymake"] + f"""
(find-file "{wrong}") (yaml-mode)
(flymake-start)
(let ((tries 0)) (while (and (< tries 300) (null (flymake-diagnostics))) (accept-process-output nil 0.1) (setq tries (1+ tries))))
(write-marks (mapcar (lambda (one)
                       (goto-char (flymake-diagnostic-beg one))
                       (vector (line-number-at-pos) (1+ (current-column)) (flymake-diagnostic-text one)))
                     (flymake-diagnostics)) "flymake.json")
""")
    said = run("emacs", "--batch", "-q", "-l", script)
    held(f"flymake ({said.stderr[-200:]})" if said.returncode else "flymake", marks_of("flymake.json"))
    if have("emacs", "--batch", "-q", "--eval", "(progn (package-initialize) (require 'flycheck))"):
        script = written("flycheck.el", head + "(require 'flycheck)\n" + blocks["elisp flycheck"] + f"""
(find-file "{wrong}") (yaml-mode) (flycheck-mode 1)
(flycheck-select-checker 'runbook)
(flycheck-buffer)
(let ((tries 0)) (while (and (< tries 300) (null flycheck-current-errors)) (accept-process-output nil 0.1) (setq tries (1+ tries))))
(write-marks (mapcar (lambda (one) (vector (flycheck-error-line one) (flycheck-error-column one) (flycheck-error-message one))) flycheck-current-errors) "flycheck.json")
""")
        said = run("emacs", "--batch", "-q", "-l", script)
        held(f"flycheck ({said.stderr[-200:]})" if said.returncode else "flycheck", marks_of("flycheck.json"))
    else:
        print("not tried: there is no Flycheck")
    if server and have("emacs", "--batch", "-q", "--eval", "(progn (package-initialize) (require 'eglot))"):
        lined = written("runbooks/lined.yaml", "# yaml-language-server: $schema=../runbook.schema.json\n" + open(wrong).read())
        written("runbook.schema.json", run("runbook", "schema").stdout)
        script = written("eglot.el", head + f"""(require 'eglot)
(setq eglot-sync-connect 60)
(find-file "{lined}") (yaml-mode)
(apply #'eglot (eglot--guess-contact))
(let ((tries 0)) (while (and (< tries 300) (null (flymake-diagnostics))) (accept-process-output nil 0.1) (flymake-start) (setq tries (1+ tries))))
(write-marks (mapcar (lambda (one) (vector (1- (line-number-at-pos (flymake-diagnostic-beg one))) (flymake-diagnostic-text one))) (flymake-diagnostics)) "eglot.json")
(kill-emacs 0)
""")
        said = run("emacs", "--batch", "-q", "-l", script)
        marks = marks_of("eglot.json")
        if len(marks) != 1 or marks[0][0] != 7 or "retryy" not in marks[0][1]:
            bad.append(f"eglot is told {marks} {said.stderr[-300:]}")
    else:
        print("not tried: there is no Eglot, or no yaml-language-server")
else:
    print("not tried: there is no Emacs")
print(*bad, sep="\n", end="\n" if bad else "")
sys.exit(1 if bad else 0)
