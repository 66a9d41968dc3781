"""Runs the program on a pseudo-terminal of 80 columns and holds what is shown, asked and recorded."""
import glob, json, multiprocessing, os, re, shutil, signal, subprocess, sys, tempfile, termios, time
from pseudo_terminal import PseudoTerminal

BIN = os.path.abspath(sys.argv[1])
ONLY = sys.argv[2:]
ASKED = '\n > '  # a question stands there
failures = []
place = tempfile.mkdtemp()


class Terminal(PseudoTerminal):
    """One run of the program at a terminal."""

    def __init__(self, folder, *arguments, width=80, height=40, reflows=True, **environment):
        env = {k: v for k, v in os.environ.items() if k not in ('CI', 'NO_COLOR', 'COLUMNS')}
        super().__init__([BIN, *arguments], folder, {**env, 'TERM': 'xterm-256color', **environment}, width, height, reflows)
        self.status = None

    def type(self, text):
        self.keys(text)

    def end(self, seconds=20):
        self.status = self.ended(seconds)
        return self.status

    def text(self):
        """What stays on the screen."""
        return self.screen.text()


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
    check('live: the area is drawn and taken back', run.seen.count(b'\x1b[?7l') > 3 and b'\r\x1b[J' in run.seen)
    check('live: the last line of the command is seen', '  │ module'.encode() in re.sub(rb'\x1b\[\d*m', b'', run.seen))
    check('live: the screen knows every sequence', run.screen.unknown == [], str(run.screen.unknown))
    shown = subprocess.run([BIN, 'show', 'latest'], cwd=folder, capture_output=True, text=True).stdout
    check('live: what stays is what `show` draws', run.text().strip() == shown.strip(), run.text() + shown)
    plain = Terminal(folder, 'run', 'r.yaml', NO_COLOR='1')
    plain.end()
    check('NO_COLOR: no colours', re.search(rb'\x1b\[[0-9;]*m', plain.seen) is None)
    colored = subprocess.run([BIN, 'show', 'latest', '--color', 'always'], cwd=folder, capture_output=True)
    check('--color always: colours in a pipe', b'\x1b[32m' in colored.stdout)


LONG = HEAD + '''steps:
  - { name: Quick, id: quick, exec: ['true'] }
  - name: The consolidated release gate passes, and so do all of the others that belong to it 日本語
    id: long
    timeout: 30m
    shell: "echo begun; i=0; while [ $i -lt 25 ]; do i=$((i+1)); echo gate $i agrees with all that the others said before it, which takes a long line; sleep 0.2; done"
  - { name: Not this, id: not, when: run.by == '', exec: ['true'] }
'''


def area(run):
    """The lines from the spinner on."""
    lines = run.screen.bottom().split('\n')
    at = [i for i, line in enumerate(lines) if re.match('[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] ', line)]
    return lines[at[0]:] if len(at) == 1 else [f'{len(at)} spinners', *lines]


def live_area():
    """Three lines, at every width, whatever the window does meanwhile; and nothing of them stays."""
    folder = folder_with(LONG)
    for reflows in True, False:
        run = Terminal(folder, 'run', 'r.yaml', width=100, reflows=reflows)
        run.until('gate 2')
        run.rest(1.2)
        for width in 100, 60, 80, 200, 30, 61, 100:
            run.resize(width)
            run.rest(0.35)
            lines = area(run)
            name = f'{width} columns, {"reflowed" if reflows else "cut"}'
            check(f'{name}: three lines', len(lines) == 3, '\n'.join(lines))
            check(f'{name}: none is too wide', all(len(line) + line.count('日') + line.count('本') + line.count('語') < width for line in lines), '\n'.join(lines))
            check(f'{name}: the time is there, and the name is cut', re.match('. 2 The conso?.*[…語] .* ?\\ds( of 30m(, usually 5s)?)?$', lines[0]), lines[0])
            if width >= 60:
                check(f'{name}: the limit as well', ' of 30m' in lines[0], lines[0])
                check(f'{name}: the whole', re.match('  1 of 3 steps  ✓ 1 .* Ctrl-C stops$', lines[2]), lines[2])
            if width >= 60 and not reflows:
                check(f'{name}: what it usually takes, from the run before', 'usually 5s' in lines[0] and 'to go' in lines[2], '\n'.join(lines))
            check(f'{name}: what it said last', re.match('  │ gate \\d+ ', lines[1]), lines[1])
        check('the area: a run that passes', run.end() == 0, run.text())
        shown = run.text()
        check('the area: nothing of it stays', 'Ctrl-C' not in shown and 'gate' not in shown.replace('release gate', '') and
              not re.search('[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]', shown), shown)
        check('the area: lines are wrapped again', run.seen.count(b'\x1b[?7l') == run.seen.count(b'\x1b[?7h') > 0)
    run = Terminal(folder, 'run', 'r.yaml', height=5)
    run.until('release gate')
    run.rest(0.5)
    check('a low window: one line', len(area(run)) == 1, run.screen.bottom())
    run.type('\x03')
    run.end()
    run = Terminal(folder, 'run', 'r.yaml', TERM='dumb')
    run.until('Quick')
    run.rest(1)
    run.type('\x03')
    run.end()
    check('a dumb terminal: nothing is drawn anew', b'\x1b' not in run.seen and '⠋'.encode() not in run.seen, repr(run.seen))


def usual():
    """Only journals that are intact, of whole runs of this very runbook, tell what is usual."""
    text = HEAD + 'name: one\nsteps:\n  - { name: It takes a while, id: long, shell: "sleep 1.6" }\n  - { name: And more, id: more, wait: 1s }\n'
    folder = folder_with(text)
    with open(folder + '/other.yaml', 'w', encoding='utf-8') as file:
        file.write(text.replace('name: one', 'name: two'))
    silent = dict(cwd=folder, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL, check=False)

    def is_known():
        run = Terminal(folder, 'run', 'r.yaml')
        run.until('It takes a while')
        run.rest(1.3)
        found = 'usually 1s' in area(run)[0]
        run.type('\x03')
        run.end()
        shutil.rmtree(folder + '/.runbook/runs/' + sorted(os.listdir(folder + '/.runbook/runs'))[-1])
        return found

    subprocess.run([BIN, 'run', 'other.yaml'], **silent)
    subprocess.run([BIN, 'run', 'r.yaml', '--only', 'long'], **silent)
    check('usual: not of another one, nor of a narrowed run', not is_known())
    subprocess.run([BIN, 'run', 'r.yaml'], **silent)
    check('usual: of a whole run', is_known())
    newest = sorted(os.listdir(folder + '/.runbook/runs'))[-1]
    journal = f'{folder}/.runbook/runs/{newest}/journal.jsonl'
    with open(journal, encoding='utf-8') as file:
        lines = file.read()
    with open(journal, 'w', encoding='utf-8') as file:
        file.write(lines.replace('"name":"And more"', '"name":"And less"', 1))
    check('usual: not of one that was altered', not is_known())


def polled():
    folder = folder_with(HEAD + '''steps:
  - name: It is ready
    id: ready
    shell: \'echo "{\\\\"status\\\\": \\\\"ok\\\\"}"\'
    effect: read
    poll: { until: json.status == 'ready', for: 4s, every: 2s }
'''.replace('\\\\"', '\\"'))
    run = Terminal(folder, 'run', 'r.yaml')
    run.until('again in')
    run.rest(0.2)
    lines = area(run)
    check('a poll: what it reads and waits for', len(lines) == 3 and re.match(
        r'  │ attempt 1 of 2: json\.status = "ok", awaited: == \'ready\'; again in [12]s$', lines[1]), '\n'.join(lines))
    run.end()
    check('a poll: and in the transcript', 'attempt 1: json.status = "ok", awaited: == \'ready\'; again in 2s' in run.text(), run.text())
    check('a poll: and in the journal', of_kind(folder, 'attempt_ended')[0]['saw'] == 'json.status = "ok", awaited: == \'ready\'')


def area_where(run, pattern, seconds=10):
    """The same, once its first line is so, or after that time."""
    end = time.monotonic() + seconds
    while True:
        run.rest(0.1)
        lines = area(run)
        if re.match(pattern, lines[0]) or time.monotonic() > end:
            return lines


def several_at_once():
    """Of a loop each item is counted; what runs has its time from the first second, and the limit that will end it."""
    folder = folder_with(HEAD + '''steps:
  - name: Hosts
    id: hosts
    for_each: { host: "['a', 'b', 'c']" }
    parallel: 2
    timeout: 40s
    steps:
      - { name: "${host} answers", id: answers, shell: sleep 2, effect: read }
      - { name: "${host} is warm", id: warm, shell: sleep 2, effect: read, timeout: 5s }
  - { name: Never, id: never, when: run.by == '', for_each: { n: '[1, 2, 3]' }, exec: ['true'], effect: read }
finally:
  - { name: And this, id: this, exec: ['true'] }
''')
    run = Terminal(folder, 'run', 'r.yaml')
    first = '. 1.[12].1 [ab] answers  and 1 more +[01]s of 40s$'  # whichever of the two began first
    lines = area_where(run, first)
    check('at once: the time from the first second, and the limit of the whole loop', re.match(first, lines[0]), lines[0])
    check('at once: items that are not there yet', lines[-1].startswith('  0 of 8 or more steps '), lines[-1])
    warm = '. 1.[12].2 [ab] is warm  and 1 more +[01]s of 5s$'
    lines = area_where(run, warm)
    check('at once: its own limit where that is shorter', re.match(warm, lines[0]), lines[0])
    rest = '. 1.3.1 c answers +[01]s of 3[567]s$'
    lines = area_where(run, rest)
    check('at once: what is left of the loop', re.match(rest, lines[0]), lines[0])
    check('at once: what is done', lines[-1].startswith('  4 of 8 or more steps  ✓ 4 '), lines[-1])
    check('at once: a run that passes', run.end() == 0, run.text())
    run = Terminal(folder, 'run', 'r.yaml')
    run.until('c is warm')
    run.rest(0.3)
    check('at once: from an earlier run', area(run)[-1].startswith('  5 of 10 steps  ✓ 5 '), run.screen.bottom())
    run.type('\x03')
    run.end()


def told():
    """Where nothing is drawn it is said of what takes long, a line each."""
    folder = folder_with(HEAD + '''steps:
  - { name: "The consolidated release gate passes, and so do all of the others that belong to it", id: slow, timeout: 30m, shell: sleep 12 }
''')
    line = '… 1 The consolidated release gate passes, and so d…  began 10s ago, may take 30m'
    for options, wanted in ([], 1), (['-q'], 0):
        run = subprocess.run([BIN, 'run', 'r.yaml', *options], cwd=folder, capture_output=True, text=True)
        check(f'in a pipe {options}: what takes long', run.stdout.split('\n').count(line) == wanted and run.stdout.count('…') == 2 * wanted, run.stdout)
        check(f'in a pipe {options}: no control characters', not re.search(r'[\x00-\x09\x0b-\x1f]', run.stdout), repr(run.stdout))
    run = subprocess.run([BIN, 'run', 'r.yaml'], cwd=folder, capture_output=True, text=True)
    check('in a pipe: and what it usually takes', 'began 10s ago, may take 30m, usually takes 12s\n' in run.stdout, run.stdout)


def question():
    folder = folder_with(ASK)
    run = Terminal(folder, 'run', 'r.yaml')
    check('ask: the question is seen', run.until(ASKED), run.text())
    check('ask: what to look at is seen', b'Look at /admin/ops.' in run.seen)
    run.type('perhaps\n')
    check('ask: why it is asked again', run.until("'perhaps' is none of: yes (y), no (n)"), run.text())
    time.sleep(0.3)
    run.type('Y, seen it\n')
    check('ask: yes is a GO', run.end() == 0, run.text())
    answer = of_kind(folder, 'answered')[0]
    check('ask: the record', (answer['answer'], answer['passes'], answer['terminal'], answer['note']) ==
          ('yes', True, True, 'seen it'), str(answer))


def no_answer():
    folder = folder_with(ASK)
    run = Terminal(folder, 'run', 'r.yaml')
    run.until(ASKED)
    run.type('\x04')
    check('ask: the end of input is undecided', run.end() == 4, run.text())
    run = Terminal(folder, 'run', 'r.yaml')
    run.until(ASKED)
    run.type('no\n')
    check('ask: no is a NO-GO', run.end() == 1, run.text())
    run = Terminal(folder, 'run', 'r.yaml', CI='true')
    check('ask: nobody is asked where CI is set', run.end() == 4 and ASKED.encode() not in run.seen, run.text())


def before_it_acts():
    folder = folder_with(HEAD + '''steps:
  - { name: It is touched, id: touched, ask_first: Touch it?, exec: [touch, touched] }
''')
    for word, status in (('no', 4), ('yes', 0)):
        run = Terminal(folder, 'run', 'r.yaml')
        run.until(ASKED)
        check('ask first: what the answers mean', '   y yes  → the step acts\n   n no   → it is left out\n' in run.text(), run.text())
        run.type(word + '\n')
        check(f'ask first: {word}', run.end() == status, run.text())
        check(f'ask first: {word} is obeyed', os.path.exists(os.path.join(folder, 'touched')) == (word == 'yes'))


def expired():
    folder = folder_with(ASK + '      expires: 1s\n')
    run = Terminal(folder, 'run', 'r.yaml')
    started = time.monotonic()
    check('ask: an expired question is undecided', run.end() == 4, run.text())
    check('ask: it expires in time', time.monotonic() - started < 5)


def modes(run):
    return termios.tcgetattr(run.fd)[3] & (termios.ECHO | termios.ICANON)


ALL = termios.ECHO | termios.ICANON


def typed_ahead():
    folder = folder_with(HEAD + '''steps:
  - { name: First something else, id: first, shell: "sleep 1.5" }
''' + ASK.split('steps:\n')[1])
    run = Terminal(folder, 'run', 'r.yaml')
    run.until('First something else')
    run.rest(0.3)
    check('while a step runs nothing is echoed', modes(run) == 0, str(modes(run)))
    run.type('yes\n')
    run.rest(0.4)
    run.type('yes, all of it\n\x1b[A')
    run.until(ASKED)
    run.rest(0.5)
    check('ask: what was typed before the question is no answer', not of_kind(folder, 'answered'), run.text())
    check('typed ahead: it is said, once', run.text().count('(typed ahead: dropped)') == 1, run.text())
    check('typed ahead: it is nowhere on the screen', 'all of it' not in run.text() and '\nyes' not in run.text(), run.text())
    run.type('no\n')
    check('ask: the answer afterwards counts', run.end() == 1, run.text())
    # Without a question it is dropped as well, and does not become a command of the shell.
    folder = folder_with(HEAD + 'steps:\n  - { name: Only this, id: only, shell: "sleep 1" }\n')
    run = PseudoTerminal(['/bin/sh', '-c', f'{BIN} run r.yaml; stty -a; read -r left; echo "left: $left."'], folder,
                         {k: v for k, v in dict(os.environ, TERM='xterm').items() if k not in ('CI', 'COLUMNS')})
    run.until('Only this')
    run.rest(0.3)
    run.keys('rm -rf it\n')
    run.until('isig')
    run.rest(0.3)
    shown = run.screen.text()
    check('typed ahead: the terminal is as it was', ' icanon' in shown and ' echo ' in shown and '-echo ' not in shown.replace('-echoprt', ''), shown)
    run.keys('mine\n')
    check('typed ahead: nothing is left for the shell', run.until('left: mine.'), run.screen.text())
    run.ended()


def long_show(rows):
    return HEAD + '''steps:
  - name: The rows are reviewed
    id: rows
    description: Whoever is on call looks at them.
    confirm:
      ask: Replay these?
      show: |
''' + ''.join(f'        run_{i:03}  int_acme_crm_of_the_first_region  failed 17:52 after 5 attempts: upstream answered 503\n' for i in range(1, rows + 1)) + '''
      answers:
        proceed: { is: pass, means: replay them }
        leave: { is: pass, means: none needs a replay }
        stop: { is: fail, means: something is wrong }
'''


def pages():
    folder = folder_with(long_show(40))
    run = Terminal(folder, 'run', 'r.yaml', height=24)
    run.until(ASKED)
    shown = run.screen.bottom()
    check('pages: rule, rows and the question fit the screen', shown.startswith(' ── 1 The rows are reviewed ─'), shown)
    check('pages: the question stands below what is shown', shown.endswith('''
    │ run_007  int_acme_crm_of_the_first_region  failed 17:52 after 5 attempts:
    │                                            upstream answered 503
    │ run_008  int_acme_crm_of_the_first_region  failed 17:52 after 5 attempts:
    ┆ 1–15 of 80 rows; p shows the next
 ? Replay these?
   pr proceed  replay them          → the step passes
   l  leave    none needs a replay  → the step passes
   s  stop     something is wrong   → the step fails
   a note goes after a comma: proceed, ticket 42   p pages   ? explains
   Ctrl-C stops
 >'''), shown)
    run.type('p\n')
    run.until('16–30 of 80')
    run.rest(0.3)
    check('pages: p is no answer, though one begins with it', not of_kind(folder, 'answered'))
    shown = run.screen.bottom()
    check('pages: the next page', '│ run_015  int' in shown and 'run_007' not in shown and shown.endswith('\n >'), shown)
    for _ in range(5):
        run.type('p\n')
        run.rest(0.3)
    check('pages: after the last the first', '┆ 76–80 of 80 rows; p shows the first again' in run.text() and
          '┆ 1–15 of 80 rows' in run.screen.bottom(), run.text())
    run.type('?\n')
    check('?: who asks', run.until('1 The rows are reviewed asks, in r.yaml:4:5.'), run.text())
    run.rest(0.3)
    check('?: what it is about', 'Whoever is on call looks at them.' in run.text(), run.text())
    run.type('\n')
    check('Enter alone is asked again', run.until('Enter alone is no answer: proceed (pr), leave (l), stop (s)'), run.text())
    run.type('leave ticket 42\n')
    check('a note without a comma is asked again', run.until("'leave ticket 42' is none of: proceed (pr), leave (l), stop (s); a note goes\r\n   after a comma"), run.text())
    run.rest(0.2)
    run.type('leave, ticket 42\n')
    check('leave passes', run.end() == 0, run.text())
    answer = of_kind(folder, 'answered')[0]
    check('what it means is recorded', (answer['answer'], answer['means'], answer['note']) ==
          ('leave', 'none needs a replay', 'ticket 42'), str(answer))
    check('what it means is told', "'leave' (none needs a replay) at the terminal" in run.text(), run.text())
    check('and in the choices', of_kind(folder, 'asked')[0]['choices'][1] ==
          {'word': 'leave', 'passes': True, 'means': 'none needs a replay'})


def narrow_question():
    folder = folder_with(long_show(1))
    for width in 24, 40, 60, 200:
        run = Terminal(folder, 'run', 'r.yaml', width=width)
        run.until(ASKED)
        run.rest(0.2)
        check(f'{width} columns: the gutter holds', all(row.startswith('    │ ') for row in run.text().split('\n')
                                                       if 'failed' in row or 'attempts' in row or '503' in row), run.text())
        if width >= 60:
            check(f'{width} columns: nothing is wider', all(len(row) < width for row in run.text().split('\n')[4:]), run.text())
            check(f'{width} columns: no row is wrapped by the terminal', not [row for row in run.screen.goes_on if row > 4], run.text())
        run.type('\x03')
        run.end()


def edited():
    """An arrow, or any other key, is no part of an answer or a note."""
    for term in 'xterm-256color', 'dumb':
        folder = folder_with(ASK)
        run = Terminal(folder, 'run', 'r.yaml', TERM=term)
        run.until(ASKED)
        run.rest(0.2)
        run.type('yes, ticket 4\x1b[A\x1b[15~\x1bOP\x1b[1;5A2\x1b')
        run.rest(0.3)
        if term != 'dumb':
            run.type('\x1b[D\x1b[D\x1b[D\x1b[3~t\x1b[H\x1b[C\x1b[F!')
            run.rest(0.3)
        run.type('\n')
        check(f'{term}: an edited answer', run.end() == 0, run.text())
        note = of_kind(folder, 'answered')[0]['note']
        check(f'{term}: no key is in the note', note == ('ticket 42' if term == 'dumb' else 'tickett42!'), note)


def resized():
    """A line that is being typed is there once, at every width, and so is a prompt after Ctrl-C has said what it does."""
    folder = folder_with(ASK)
    run = Terminal(folder, 'run', 'r.yaml')
    run.until(ASKED)
    run.rest(0.2)
    run.type('yes, the ticket is the one with the number 42')
    run.rest(0.3)
    for width in 60, 40, 30, 100, 80:
        run.resize(width)
        run.rest(0.6)
        shown = run.text().replace('\n', '')
        check(f'{width} columns: the line is there once', shown.count('> yes, the ticket') == 1 and
              shown.replace(' ', '').endswith('>yes,theticketistheonewiththenumber42'), run.text())
    run.type('\n')
    check('resized: the answer', run.end() == 0 and of_kind(folder, 'answered')[0]['note'].endswith('number 42'), run.text())
    folder = folder_with(HEAD + 'steps:\n  - { name: One, exec: ["true"] }\nfinally:\n  - { name: Asked, id: asked, confirm: { ask: Is it away? } }\n')
    run = Terminal(folder, 'run', 'r.yaml')
    run.until(ASKED)
    run.rest(0.2)
    run.type('ye')
    run.rest(0.2)
    run.type('\x03')
    run.until('stopped by SIGINT')
    run.rest(0.6)
    check('Ctrl-C at a question of finally: the prompt is there again', run.text().endswith('\n > ye'), run.text())
    run.type('s\n')
    check('Ctrl-C at a question of finally: it is answered', run.end() == 5 and of_kind(folder, 'answered')[0]['answer'] == 'yes', run.text())


def demanded():
    folder = folder_with(ASK + '      note: required\n')
    run = Terminal(folder, 'run', 'r.yaml')
    run.until(ASKED)
    run.rest(0.2)
    run.type('yes\n')
    check('a note that is demanded', run.until('a note is required, after a comma: yes, ticket 42\r\n'), run.text())
    run.rest(0.2)
    run.type('yes, ticket 42\n')
    check('and given', run.end() == 0 and of_kind(folder, 'answered')[0]['note'] == 'ticket 42', run.text())
    for answer, status, words in (('yes', 2, "'yes' counts only with a note, which is required"),
                                  ('yes, ticket 7', 0, 'note: ticket 7')):
        ahead = subprocess.run([BIN, 'run', 'r.yaml', '--answer', f'green={answer}', '--as', 'ops-1'], cwd=folder, capture_output=True, text=True)
        check(f'ahead: {answer}', ahead.returncode == status and words in ahead.stdout + ahead.stderr, ahead.stdout + ahead.stderr)


def called():
    """The bell, and a title that is given back; only where a terminal knows them."""
    folder = folder_with(ASK)
    run = Terminal(folder, 'run', 'r.yaml')
    run.screen.title = 'mine'
    run.until(ASKED)
    run.rest(0.2)
    check('a question rings', run.screen.bells == 1 and run.screen.title == '? Is the dashboard green?', run.screen.title)
    run.type('yes\n')
    run.end()
    check('and the title is given back', run.screen.title == 'mine' and not run.screen.titles, run.screen.title)
    check('the screen knows every sequence', run.screen.unknown == [], str(run.screen.unknown))
    for term in 'dumb', 'linux', 'vt100':
        run = Terminal(folder, 'run', 'r.yaml', TERM=term)
        run.until(ASKED)
        run.rest(0.2)
        run.type('yes\n')
        run.end()
        check(f'{term}: neither', b'\x1b]' not in run.seen and b'\x07' not in run.seen, repr(run.seen))


def stopped_for_a_while():
    """Ctrl-Z and fg, and what ends it at once: the terminal is as it was."""
    folder = folder_with(HEAD + 'steps:\n  - { name: It goes on, id: on, wait: 60s }\n')
    for send in 'kill -TERM', 'kill -INT', 'kill -QUIT', 'kill -ABRT', 'kill -SEGV':
        run = PseudoTerminal(['/bin/bash', '--norc', '-i'], folder, {k: v for k, v in dict(os.environ, TERM='xterm', PS1='$ ').items() if k not in ('CI', 'COLUMNS')})
        run.until('$ ')
        run.keys(f'{BIN} run r.yaml\n')
        run.until('It goes on')
        run.rest(0.3)
        check('hushed', modes(run) == 0)
        if send == 'kill -TERM':
            run.keys('\x1a')
            check('Ctrl-Z: the shell has its terminal', run.until('Stopped'), run.screen.text())
            run.rest(0.3)
            check('Ctrl-Z: nothing of the live area is left', '⠋' not in run.screen.text() and 'It goes on' not in run.screen.text(), run.screen.text())
            run.keys('stty -a | tr ";" "\\n" | grep -c " echo\\b\\|icanon"; fg\n')
            run.rest(0.6)
            check('fg: hushed again', modes(run) == 0, run.screen.text())
            check('fg: and drawn again', 'It goes on' in run.screen.bottom(), run.screen.text())
        os.system(f'{send} $(pgrep -P {run.pid} -f "run r.yaml")')
        run.until('$ ', 20, behind=len(run.seen))
        run.rest(0.2)
        run.keys('stty -a > modes; echo o"ve"r\n')
        run.until('over\r\n', 10)
        shown = open(folder + '/modes').read().split() if os.path.exists(folder + '/modes') else []
        check(f'{send}: nothing that was drawn stays', not re.search('[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]', run.screen.text()), run.screen.text())
        check(f'{send}: the terminal is as it was', 'icanon' in shown and 'echo' in shown, run.screen.text())
        run.keys('exit\n')
        run.ended()


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
    run.until(ASKED)
    check('ask: what is shown cannot act', b'\x1b[2J' not in run.seen and b'\\x1b[2Jowned' in run.seen, run.text())
    run.type('no\n')
    run.end()


def interrupted():
    text = ASK + '''finally:
  - { name: It is put away, id: away, exec: ['true'] }
'''
    folder = folder_with(text)
    run = Terminal(folder, 'run', 'r.yaml')
    run.until(ASKED)
    started = time.monotonic()
    run.type('\x03')
    check('Ctrl-C: a question is cancelled at once, status 5', run.end() == 5, run.text())
    check('Ctrl-C: at once', time.monotonic() - started < 5)
    for line in ('      asks: Is the dashboard green?\n      answers: yes, no\n', '\n    it asks 1 again; whoever may write to the folder of this run can answer\n',
                 ' --go-on --answer green=… --as …\n'):
        check(f'Ctrl-C: what waits, and who can answer: {line.strip()}', run.text().count(line) == 1, run.text())
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


def begun(folder):
    """The steps that have begun, of a journal that is being written."""
    names = glob.glob(folder + '/.runbook/runs/*/journal.jsonl')
    lines = open(names[0], encoding='utf-8').read().split('\n')[:-1] if names else []
    return [event['address'] for event in map(json.loads, lines) if event['event'] == 'step_started']


def left():
    """The third Ctrl-C leaves at once: nothing that was drawn stays, and the terminal is as it was."""
    folder = folder_with(HEAD + '''steps:
  - { name: It takes for ever, id: ever, shell: "sleep 60" }
finally:
  - { name: This too, id: too, shell: "sleep 60" }
  - { name: And this, id: this, shell: "sleep 60" }
''')
    run = Terminal(folder, 'run', 'r.yaml')
    for step in 'ever', 'too', 'this':
        end = time.monotonic() + 20
        while time.monotonic() < end and run.read(0.1) and step not in begun(folder):
            pass
        run.rest(0.4)
        run.type('\x03')
    run.until('without a verdict')
    held = modes(run)
    check('left: status 5', run.end() == 5, run.text())
    shown = run.text()
    check('left: nothing that was drawn stays', not re.search('[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]', shown) and 'Ctrl-C stops' not in shown, shown)
    check('left: the terminal is as it was', held == ALL, str(held))


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
    time.sleep(3)
    run.type('yes\n')
    run.end()
    check('how long it was thought about is no part of the run', events(folder)[-1]['elapsed'] < 2_000_000_000, run.text())
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


def secret_in_a_question():
    folder = folder_with(HEAD + '''secrets:
  token: { env: TOKEN }
steps:
  - name: Asked
    confirm: { ask: "Is ${secrets.token} right?", show: "look at ${secrets.token}" }
''')
    run = Terminal(folder, 'run', 'r.yaml', TOKEN='correct-horse-battery')
    run.until(ASKED)
    run.rest(0.2)
    check('a question: no secret is shown', b'correct-horse' not in run.seen and '│ look at «token»\n ? Is «token» right?' in run.text(), run.text())
    check('a question: nor in the title', run.screen.title == '? Is «token» right?', run.screen.title)
    run.type('\x03')
    run.end()


INPUTS = HEAD + '''inputs:
  order: { type: int, min: 1, max: 99, env: ORDER_OF, description: The number of the order }
  currency: { type: string, choices: [EUR, USD] }
  token: { type: string, secret: true, min: 8 }
  note: { type: string, default: none }
steps:
  - name: They are used
    id: used
    exec: [sh, -c, 'echo "$O $C $T" > used']
    env: { O: "${inputs.order}", C: "${inputs.currency}", T: "${inputs.token}" }
'''


def inputs():
    folder = folder_with(INPUTS)
    run = Terminal(folder, 'run', 'r.yaml')
    check('inputs: it is asked for', run.until(' order > '), run.text())
    check('inputs: with what it is', ''' ? The number of the order
   a whole number, at least 1, at most 99
   without asking: --input order=…, or ORDER_OF; Ctrl-D: nothing is run
 order >''' in run.text(), run.text())
    for text, why in (('abc', '"abc" is not a whole number'), ('100', '100 is above the max of 99'), ('', 'Enter alone is no value, and there is no default')):
        run.rest(0.2)
        run.type(text + '\n')
        check(f'inputs: {text!r} will not do', run.until('   ' + why), run.text())
    run.rest(0.2)
    run.type('7x\x1b[D\x1b[3~\n')
    check('inputs: the next one', run.until(' currency > ') and '   text, one of: EUR, USD\n' in run.text(), run.text())
    run.rest(0.2)
    run.type('DM\n')
    check('inputs: none of the choices', run.until('"DM" is not one of EUR or USD'), run.text())
    run.rest(0.2)
    run.type('U\t\n')
    check('inputs: Tab completes a choice', run.until(' token > ') and ' currency > USD' in run.text(), run.text())
    run.rest(0.2)
    run.type('correct-horse\n')
    check('inputs: a run that passes', run.end() == 0, run.text())
    check('inputs: a secret one is not shown', b'correct-horse' not in run.seen, run.text())
    check('inputs: they are used', open(folder + '/used').read() == '7 USD correct-horse\n')
    check('inputs: and recorded', [(each['name'], each['from']) for each in of_kind(folder, 'run_started')[0]['inputs']] ==
          [('order', 'the terminal'), ('currency', 'the terminal'), ('token', 'the terminal'), ('note', 'default')])
    run = Terminal(folder, 'run', 'r.yaml', '--input', 'order=7')
    run.until(' currency > ')
    run.rest(0.2)
    run.type('\x04')
    check('inputs: none given, nothing run', run.end() == 3 and "input 'currency' has no value" in run.text() and
          "input 'token' has no value" in run.text() and 'nothing was run' in run.text(), run.text())
    run = Terminal(folder, 'run', 'r.yaml', '--input', 'order=700')
    check('inputs: nothing is asked for where another one is wrong', run.end() == 3 and b'currency > ' not in run.seen, run.text())
    run = Terminal(folder, 'run', 'r.yaml', CI='true')
    check('inputs: nobody is asked in CI', run.end() == 3 and b' > ' not in run.seen and "input 'order' has no value" in run.text(), run.text())
    run = Terminal(folder, 'plan', 'r.yaml')
    check('inputs: nor by plan', run.end() == 3 and b'order > ' not in run.seen, run.text())


def narrow():
    """What is said on standard error is wrapped at a terminal, and there alone; commands stay whole."""
    folder = folder_with(HEAD + 'steps:\n  - { name: One, id: one, shell: date, effect: read, if: run.by }\n')
    for command, wanted in ((['show', 'latest'], "runbook: nothing was run yet: there is nothing beneath\n  .runbook/runs; name the run's folder, or the project by\n  --root"),
                            (['lint', 'r.yaml'], 'runbook: there is no command \'lint\'; here it is\n  `runbook check`: it reports all mistakes at once; nothing\n  is run'),
                            (['check', 'r.yaml'], "r.yaml:4:54: error[unknown-key]: a step has no key 'if';\n  here it is called 'when'\n    4 | …")):
        run = Terminal(folder, *command, width=60)
        run.end()
        check(f'narrow: {command}', wanted in run.text(), run.text())
        check(f'narrow: {command}: none is wider', all(len(line) <= 60 for line in re.sub(r'\x1b\[[0-9;]*m', '', run.seen.decode()).split('\r\n')), run.text())
        piped = subprocess.run([BIN, *command], cwd=folder, capture_output=True, text=True, env=dict(os.environ, COLUMNS='60'))
        check(f'narrow: {command}: in a pipe a line is a line', wanted.split(';')[0].replace('\n  ', ' ') in piped.stderr, piped.stderr)
    run = Terminal(folder, 'help', width=60, height=80)
    run.end()
    check('narrow: help', run.seen and all(len(line) <= 60 for line in re.sub(r'\x1b\[[0-9;]*m', '', run.seen.decode()).split('\r\n')), run.text())


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


CASES = (live_line, live_area, usual, polled, several_at_once, told, question, no_answer, before_it_acts, expired, typed_ahead, pages, narrow_question,
         edited, resized, demanded, called, stopped_for_a_while, hostile_question, interrupted, taken_up, left, secret, secret_in_a_question, inputs,
         narrow, reader_gone)


def outcome(name):
    """In a process of its own, beside others: most of the time is spent waiting."""
    began = time.monotonic()
    globals()[name]()
    return failures, name, time.monotonic() - began


def main():
    chosen = [case.__name__ for case in CASES if not ONLY or case.__name__ in ONLY]
    count = 0
    with multiprocessing.Pool(3, maxtasksperchild=1) as pool:
        for failed, name, seconds in pool.imap_unordered(outcome, chosen, chunksize=1):
            count += len(failed)
            if failed or seconds > 30:
                print(f'{name}: {len(failed)} failures in {seconds:.0f} s')
    shutil.rmtree(place)
    print(f'terminal: {count} failures')
    sys.exit(1 if count else 0)


if __name__ == '__main__':
    main()
