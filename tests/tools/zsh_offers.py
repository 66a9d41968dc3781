#!/usr/bin/env python3
"""zsh_offers.py COMPLETION LINE: what zsh offers where Tab is pressed behind LINE, one a line. A zsh at a terminal of its own is asked, and its list of
matches is written down where compadd adds to it."""
import os, pty, select, sys, tempfile, time

completion, line = sys.argv[1:]
with tempfile.TemporaryDirectory() as folder:
    found = os.path.join(folder, "found")
    setup = os.path.join(folder, "setup")
    with open(setup, "w") as out:
        out.write(f"""
autoload -Uz compinit && compinit -D -u
source {completion}
compadd() {{
  local -a all; local suffix
  if [[ ${{@[(r)-O]}} == -O || ${{@[(r)-A]}} == -A || ${{@[(r)-D]}} == -D ]]; then builtin compadd "$@"; return; fi
  [[ ${{@[(r)-S]}} == -S ]] && suffix=${{@[$((${{@[(i)-S]}} + 1))]}}
  builtin compadd -O all "$@"
  for one in $all; do print -r -- "$one${{${{suffix:#/}}:# }}" >>{found}; done
  builtin compadd "$@"
}}
finished() {{ zle complete-word; : >{found}.end }}
zle -N finished
bindkey '^I' finished
unsetopt prompt_cr prompt_sp
PS1='ready> '
""")
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ["TERM"] = "dumb"
        os.execvp("zsh", ["zsh", "-f", "-i"])

    def until(is_so, seconds=20):
        end = time.monotonic() + seconds
        said = b""
        while time.monotonic() < end and not is_so(said):
            if select.select([terminal], [], [], 0.05)[0]:
                try:
                    said += os.read(terminal, 65536)
                except OSError:
                    break
        return said

    until(lambda said: b"%" in said or b"#" in said)
    os.write(terminal, f"source {setup}\n".encode())
    until(lambda said: b"ready>" in said.replace(b"PS1='ready", b""))
    os.write(terminal, line.encode() + b"\t")
    until(lambda said: os.path.exists(found + ".end"))
    os.kill(pid, 9)
    os.waitpid(pid, 0)
    if os.path.exists(found):
        sys.stdout.write(open(found).read())
