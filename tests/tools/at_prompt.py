"""`runbook eval` as a prompt: on a pseudo-terminal of 80 columns keys are typed, and what it answers is held."""
import os, shutil, signal, subprocess, sys, tempfile, time
from pseudo_terminal import PseudoTerminal

BIN = os.path.abspath(sys.argv[1])
failures = []
place = tempfile.mkdtemp()


class Prompt(PseudoTerminal):
    def __init__(self, *arguments, mark='eval> '):
        env = {k: v for k, v in os.environ.items() if k not in ('CI', 'COLUMNS')}
        super().__init__([BIN, 'eval', *arguments], place, dict(env, TERM='xterm', NO_COLOR='1', TOKEN='supersecret123'))
        self.mark = mark
        self.until(self.mark)

    def type(self, keys, wanted):
        """Types the keys and waits for what they must bring about."""
        self.seen = b''
        self.keys(keys)
        if not self.until(wanted):
            failures.append(f'{keys!r}: {wanted!r} did not come; there was {self.seen.decode()!r}')

    def line(self, text, *wanted):
        """Types a line; each of `wanted` must be in what is printed before the next prompt."""
        self.seen = b''
        self.keys(text + '\r')
        end = time.monotonic() + 30
        while time.monotonic() < end and self.read(0.1):
            shown = self.seen.decode(errors='replace')
            if '\n' in shown and shown.endswith(self.mark):
                break
        shown = self.seen.decode(errors='replace').replace('\r\n', '\n')
        folded = ' '.join(shown.split())  # a message is as wide as the terminal
        for each in wanted:
            if each not in shown and each not in folded:
                failures.append(f'{text!r}: {each!r} is not in {shown!r}')

    def over(self, keys='\x04'):
        if keys:
            self.keys(keys)
        status = self.ended()
        if status is None:
            failures.append(f'{keys!r} did not end it; there was {self.seen.decode()!r}')
        return status


def expect(name, holds):
    if not holds:
        failures.append(name)


def plain():
    prompt = Prompt()
    prompt.line('1 + 1', '\n2\n')
    prompt.line('"a" == 1', '\nfalse\n')
    prompt.line('1 +', 'error[', '^')
    prompt.line('{"a": 1}.b', 'error[evaluation]: no such key: "b"', '| {"a": 1}.b')
    prompt.line(':names', 'there are none; --bindings FILE gives some, or --run RUN --at ADDRESS')
    prompt.line(':help', ':names  the names there are, with their types and values')
    for word in ('help', '?', ':h'):
        prompt.line(word, 'exit, quit or :q ends')
    prompt.line(':what', 'there is no :what; there are :names and :help')
    prompt.line('"ä€😀".size()', '\n3\n')
    # Ctrl-C clears the line and nothing else.
    prompt.type('2 + ', '2 + ')
    prompt.type('\x03', '^C\r\neval> ')
    prompt.line('2 + 2', '\n4\n')
    # The arrow keys bring lines back.
    prompt.type('\x1b[A', '2 + 2')
    prompt.line('', '\n4\n')
    prompt.type('math.gre\t', 'atest(')
    prompt.line('1, 7)', '\n7\n')
    # A method without arguments is put in whole.
    prompt.type("'abc'.siz\t", 'e()')
    prompt.line('', '\n3\n')
    prompt.line(r"'a\nb'.lines()", '["a", "b"]')
    expect('Ctrl-D ends it with 0', prompt.over() == 0)
    for word in ('exit', 'quit', ':q', 'exit()'):
        expect(f'{word} ends it with 0', Prompt().over(word + '\r') == 0)


def of_a_run():
    with open(os.path.join(place, 'book.yaml'), 'w') as file:
        file.write('''runbook: 1
title: A look
secrets:
  token: { env: TOKEN, optional: true }
steps:
  - name: Users are listed
    id: users
    exec: [sh, -c, 'echo "{\\"users\\": [{\\"name\\": \\"ann\\", \\"key\\": \\"$KEY\\"}], \\"units\\": 3}"']
    env: { KEY: "${secrets.?token}" }
    effect: read
''')
    subprocess.run([BIN, 'run', 'book.yaml', '-q', '--run-dir', 'run'], cwd=place, stdout=subprocess.DEVNULL, check=False,
                   env=dict(os.environ, TOKEN='supersecret123'))
    prompt = Prompt('--run', 'run/', '--at', 'users', mark='users> ')
    prompt.line('json.users.size() == 2', '\nfalse\n', '  json.users.size() = 1')
    prompt.line('json.users[0].key', 'error[evaluation]: the journal does not hold it: where a secret was, it says «token»')
    prompt.line(':names', 'exit_code     int', 'json          map', 'now           timestamp')
    prompt.line('exit_cod', "did you mean 'exit_code'?")
    # One candidate is put in, several are listed, and what they share is put in.
    prompt.type('json.\t', 'u')
    prompt.type('\t', 'units  users')
    prompt.type('s\t', 'ers')
    prompt.type('[0].n\t', 'ame')
    prompt.line('', '\n"ann"\n')
    expect('of a run Ctrl-D ends it with 0', prompt.over() == 0)


def signals():
    prompt = Prompt()
    prompt.type('1 +', '1 +')
    os.kill(prompt.pid, signal.SIGTERM)
    expect('SIGTERM ends it', prompt.over('') == 0)


def without_libedit():
    audit = os.path.join(os.environ.get('TEST_TOOLS', ''), 'hide_library.so')
    if not os.path.exists(audit):
        print('skipped without_libedit: there is no', audit)
        return
    os.environ.update(LD_AUDIT=audit, HIDE_LIBRARY='libedit.so.2')
    prompt = Prompt()
    expect('it says so once', 'lines cannot be edited: the library libedit.so.2 is not installed; on Debian the package '
           'libedit2 has it: apt install libedit2' in prompt.seen.decode().replace('\r\n', '\n'))
    prompt.line('1 + 1', '\n2\n')
    prompt.line('1 +', 'error[', '^')
    prompt.line('"ä€😀".size()', '\n3\n')
    prompt.type('2 + ', '2 + ')
    prompt.type('\x03', '^C\r\neval> ')
    prompt.line('2 + 2', '\n4\n')
    expect('Ctrl-D ends it with 0', prompt.over() == 0)
    prompt = Prompt()
    os.kill(prompt.pid, signal.SIGTERM)
    expect('SIGTERM ends it', prompt.over('') == 0)
    del os.environ['LD_AUDIT'], os.environ['HIDE_LIBRARY']


def no_terminal():
    found = subprocess.run([BIN, 'eval'], stdin=subprocess.DEVNULL, capture_output=True, text=True)
    expect('without a terminal it is a usage error', found.returncode == 2 and found.stdout == '' and
           found.stderr == "runbook: `runbook eval` needs EXPR; for example: runbook eval '1 + 1' "
                           '(at a terminal it is a prompt without one)\n')


try:
    for test in (plain, of_a_run, signals, without_libedit, no_terminal):
        test()
finally:
    shutil.rmtree(place)
for failure in failures:
    print('not so:', failure)
print(f'prompt: {len(failures)} failures')
sys.exit(bool(failures))
