"""Runs a program on a pseudo-terminal and types a secret where it asks: type_secret.py QUESTION PROGRAM… with the secret in
CANARY_TYPED. What the terminal shows is written to standard output; the status is the program's."""
import os, signal, sys, time
sys.path.insert(0, os.path.join(os.path.dirname(__file__), '..', '..', 'tools'))
from pseudo_terminal import PseudoTerminal

question, argv = sys.argv[1], sys.argv[2:]
secret = os.environ.pop('CANARY_TYPED')
terminal = PseudoTerminal(argv, os.getcwd(), dict(os.environ, TERM='xterm', NO_COLOR='1'))
if not terminal.until(question):
    sys.exit(f'there is no question: {terminal.seen.decode(errors="replace")}')
# What is typed before the question stands there is not taken for an answer.
time.sleep(0.3)
os.write(terminal.fd, secret.encode() + b'\r')
end = time.monotonic() + 60
while terminal.read(1):
    if time.monotonic() > end:
        os.kill(terminal.pid, signal.SIGKILL)
        break
_, status = os.waitpid(terminal.pid, 0)
sys.stdout.buffer.write(terminal.seen)
sys.exit(os.waitstatus_to_exitcode(status))
