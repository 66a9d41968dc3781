"""Runs the program on a pseudo-terminal of 80 columns and holds what is shown, asked and recorded."""
import glob, json, os, re, select, shutil, signal, subprocess, sys, tempfile, time
from pseudo_terminal import PseudoTerminal

BIN = os.path.abspath(sys.argv[1])
failures = []
place = tempfile.mkdtemp()


class Terminal(PseudoTerminal):
    """One run of the program at a terminal."""

    def __init__(self, folder, *arguments, **environment):
        env = {k: v for k, v in os.environ.items() if k not in ('CI', 'NO_COLOR', 'COLUMNS')}
        super().__init__([BIN, *arguments], folder, dict(env, TERM='xterm-256color', **environment))
        self.status = None

    def type(self, text):
        self.keys(text)

    def end(self, seconds=20):
        self.status = self.ended(seconds)
        return self.status

    def text(self):
        """What stays on the screen: colours away, lines that were taken back gone."""
        text = re.sub(r'\x1b\[[0-9;]*m', '', self.seen.decode())
        lines = []
        for line in text.replace('\r\n', '\n').split('\n'):
            lines.append(line.split('\r\x1b[K')[-1])
        return '\n'.join(lines)


def check(name, held, shown=''):
    if held:
        return
    failures.append(name)
    print(f'not so: {name}\n{shown}', file=sys.stderr)


def events(folder):
    runs = os.path.join(folder, '.runbook', 'runs')
    newest = sorted(os.listdir(runs))[-1]
    with open(os.path.join(runs, newest, 'journal.jsonl'), encoding='utf-8') as journal:
        return [json.loads(line) for line in journal]


def of_kind(folder, kind):
    return [event for event in events(folder) if event['event'] == kind]


HEAD = 'runbook: 1\ntitle: At a terminal\n'
ASK = HEAD + '''steps:
  - name: The dashboard is green
    id: green
    confirm:
      ask: Is the dashboard green?
      show: Look at /admin/ops.
'''


def folder_with(text):
    folder = tempfile.mkdtemp(dir=place)
    os.mkdir(os.path.join(folder, '.runbook'))
    with open(os.path.join(folder, 'r.yaml'), 'w', encoding='utf-8') as file:
        file.write(text)
    return folder


def live_line():
    folder = folder_with(HEAD + '''steps:
  - name: It takes a while, 日本語 in a name that is so long that it does not fit on one line of a terminal
    id: slow
    shell: |
      for i in 1 2 3 4 5; do echo "module $i 日本語日本語日本語日本語日本語日本語"; sleep 0.2; done
''')
    run = Terminal(folder, 'run', 'r.yaml')
    check('live: a run that passes', run.end() == 0, run.text())
    check('live: the line is drawn and taken back', run.seen.count(b'\r\x1b[K') > 3)
    check('live: the last line of the command is seen', '│ module'.encode() in run.seen)
    shown = subprocess.run([BIN, 'show', 'latest'], cwd=folder, capture_output=True, text=True).stdout
    check('live: what stays is what `show` draws', run.text().strip() == shown.strip(), run.text() + shown)
    plain = Terminal(folder, 'run', 'r.yaml', NO_COLOR='1')
    plain.end()
    check('NO_COLOR: no colours', re.search(rb'\x1b\[[0-9;]*m', plain.seen) is None)
    colored = subprocess.run([BIN, 'show', 'latest', '--color', 'always'], cwd=folder, capture_output=True)
    check('--color always: colours in a pipe', b'\x1b[32m' in colored.stdout)


def question():
    folder = folder_with(ASK)
    run = Terminal(folder, 'run', 'r.yaml')
    check('ask: the question is seen', run.until('Answer (yes, no): '), run.text())
    check('ask: what to look at is seen', b'Look at /admin/ops.' in run.seen)
    run.type('perhaps\n')
    check('ask: why it is asked again', run.until("'perhaps' is none of: yes, no"), run.text())
    time.sleep(0.3)
    run.type('Y\n')
    run.until('A note for the record')
    run.type('seen it\n')
    check('ask: yes is a GO', run.end() == 0, run.text())
    answer = of_kind(folder, 'answered')[0]
    check('ask: the record', (answer['answer'], answer['passes'], answer['terminal'], answer['note']) ==
          ('yes', True, True, 'seen it'), str(answer))


def no_answer():
    folder = folder_with(ASK)
    run = Terminal(folder, 'run', 'r.yaml')
    run.until('Answer (yes, no): ')
    run.type('\x04')
    check('ask: the end of input is undecided', run.end() == 4, run.text())
    run = Terminal(folder, 'run', 'r.yaml')
    run.until('Answer (yes, no): ')
    run.type('no\n')
    run.until('A note')
    run.type('\n')
    check('ask: no is a NO-GO', run.end() == 1, run.text())
    run = Terminal(folder, 'run', 'r.yaml', CI='true')
    check('ask: nobody is asked where CI is set', run.end() == 4 and b'Answer' not in run.seen, run.text())


def before_it_acts():
    folder = folder_with(HEAD + '''steps:
  - { name: It is touched, id: touched, ask_first: Touch it?, exec: [touch, touched] }
''')
    for word, status in (('no', 4), ('yes', 0)):
        run = Terminal(folder, 'run', 'r.yaml')
        run.until('Answer (yes, no): ')
        check('ask first: what the answers mean', b'yes: the step acts; no: it is left out.' in run.seen, run.text())
        run.type(word + '\n')
        run.until('A note')
        run.type('\n')
        check(f'ask first: {word}', run.end() == status, run.text())
        check(f'ask first: {word} is obeyed', os.path.exists(os.path.join(folder, 'touched')) == (word == 'yes'))


def expired():
    folder = folder_with(ASK + '      expires: 1s\n')
    run = Terminal(folder, 'run', 'r.yaml')
    started = time.monotonic()
    check('ask: an expired question is undecided', run.end() == 4, run.text())
    check('ask: it expires in time', time.monotonic() - started < 5)


def typed_ahead():
    folder = folder_with(HEAD + '''steps:
  - { name: First something else, id: first, shell: "sleep 1" }
''' + ASK.split('steps:\n')[1])
    run = Terminal(folder, 'run', 'r.yaml')
    time.sleep(0.4)
    run.type('yes\n\n')
    run.until('Answer (yes, no): ')
    time.sleep(0.5)
    while run.read(0.1) and select.select([run.fd], [], [], 0)[0]:
        pass
    check('ask: what was typed before the question is no answer', b'A note' not in run.seen, run.text())
    run.type('no\n')
    run.until('A note')
    run.type('\n')
    check('ask: the answer afterwards counts', run.end() == 1, run.text())


def hostile_question():
    folder = folder_with(HEAD + '''steps:
  - name: It is looked at
    id: looked
    exec: [printf, '\\033[2Jowned\\n']
    capture: { text: stdout }
  - name: It is fine
    id: fine
    confirm:
      ask: Is it fine?
      show: "${steps.looked.text}"
''')
    run = Terminal(folder, 'run', 'r.yaml')
    run.until('Answer (yes, no): ')
    check('ask: what is shown cannot act', b'\x1b[2J' not in run.seen and b'\\x1b[2Jowned' in run.seen, run.text())
    run.type('no\n\n')
    run.end()


def interrupted():
    text = ASK + '''finally:
  - { name: It is put away, id: away, exec: ['true'] }
'''
    folder = folder_with(text)
    run = Terminal(folder, 'run', 'r.yaml')
    run.until('Answer (yes, no): ')
    started = time.monotonic()
    run.type('\x03')
    check('Ctrl-C: a question is cancelled at once, status 5', run.end() == 5, run.text())
    check('Ctrl-C: at once', time.monotonic() - started < 5)
    ended = {event['address']: event['verdict'] for event in of_kind(folder, 'step_ended')}
    check('Ctrl-C: finally has run', ended.get('away') == 'passed', str(ended))
    folder = folder_with(HEAD + '''steps:
  - { name: It takes for ever, id: ever, shell: "sleep 60" }
finally:
  - { name: This too, id: too, shell: "sleep 60" }
''')
    run = Terminal(folder, 'run', 'r.yaml')
    run.until('takes for ever')
    time.sleep(0.3)
    started = time.monotonic()
    run.type('\x03')
    run.until('This too')
    time.sleep(0.3)
    run.type('\x03')
    status = run.end()
    check('Ctrl-C twice: what of finally runs is ended', time.monotonic() - started < 20 and status in (5, 6), run.text())


def taken_up():
    """Ctrl-C, SIGHUP and the end of input are a no, each time: nothing is done, and nothing is written."""
    folder = folder_with(HEAD + '''steps:
  - { name: One, id: one, exec: [touch, one], undo: [{ name: One back, exec: [rm, one] }] }
  - { name: Sure, id: sure, confirm: Go on? }
''')
    subprocess.run([BIN, 'run', 'r.yaml', '--park'], cwd=folder, stdin=subprocess.DEVNULL, capture_output=True)
    journal, = glob.glob(folder + '/.runbook/runs/*/journal.jsonl')
    before = open(journal, 'rb').read()
    for command in 'resume', 'undo', 'abandon':
        for key in '\x03', '\x04', 'no\n', 'nonsense\n\x03', signal.SIGHUP, signal.SIGTERM:
            run = Terminal(folder, command, 'latest')
            run.until('(yes, no) ')
            time.sleep(0.2)
            run.type(key) if isinstance(key, str) else os.kill(run.pid, key)
            status = run.end(5)
            check(f'{command}: {key!r} is a no', status == 5 and 'Nothing was done.' in run.text(), run.text())
            check(f'{command}: nothing is written', open(journal, 'rb').read() == before)
    # Where the output goes elsewhere it is told where the question is.
    run = PseudoTerminal(['/bin/sh', '-c', f'{BIN} undo latest >told'], folder, {name: value for name, value in os.environ.items() if name != 'CI'})
    run.until('(yes, no) ')
    run.keys('no\n')
    run.ended(5)
    check('what is asked about is seen', b'to take back    1 One' in run.seen, run.seen.decode())
    run = Terminal(folder, 'undo', 'latest')
    run.until('(yes, no) ')
    time.sleep(0.2)
    run.type('yes\n')
    run.end()
    check('and yes takes it back', not os.path.exists(folder + '/one'), run.text())


def secret():
    folder = folder_with(HEAD + '''secrets:
  token: { prompt: The token }
steps:
  - name: It is used
    id: used
    exec: [sh, -c, 'test "$T" = correct-horse']
    env: { T: "${secrets.token}" }
''')
    run = Terminal(folder, 'run', 'r.yaml')
    run.until('The token (not shown): ')
    time.sleep(0.2)
    run.type('correct-horse\n')
    check('prompt: the secret is used', run.end() == 0, run.text())
    check('prompt: it is not shown', b'correct-horse' not in run.seen, run.text())
    run = Terminal(folder, 'run', 'r.yaml')
    run.until('The token (not shown): ')
    time.sleep(0.2)
    run.type('\n')
    check('prompt: nothing typed, nothing run', run.end() == 3, run.text())


def reader_gone():
    folder = folder_with(HEAD + '''steps:
  - { name: One, id: one, shell: "sleep 0.5" }
  - { name: Two, id: two, exec: ['true'] }
''')
    run = subprocess.Popen([BIN, 'run', 'r.yaml'], cwd=folder, stdout=subprocess.PIPE)
    run.stdout.readline()
    run.stdout.close()
    check('a reader that goes away does not fail the run', run.wait() == 0)
    check('and the journal is whole', events(folder)[-1].get('verdict') == 'GO')
    folder = folder_with(HEAD + 'steps:\n  - { name: One, id: one, shell: "sleep 60" }\n')
    run = subprocess.Popen([BIN, 'run', 'r.yaml'], cwd=folder, stdout=subprocess.PIPE)
    run.stdout.readline()  # the run has begun
    run.send_signal(signal.SIGTERM)
    run.communicate()
    check('SIGTERM: status 5', run.returncode in (5, 6), str(run.returncode))


for case in (live_line, question, no_answer, before_it_acts, expired, typed_ahead, hostile_question, interrupted, taken_up, secret, reader_gone):
    case()
shutil.rmtree(place)
print(f'terminal: {len(failures)} failures')
sys.exit(1 if failures else 0)
