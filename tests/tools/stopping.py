"""Stops runs by signals while something goes on, and holds how soon they end, what is said, done and recorded."""
import json, os, shutil, signal, subprocess, sys, tempfile, threading, time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pseudo_terminal import PseudoTerminal

BIN = os.path.abspath(sys.argv[1])
ONLY = sys.argv[2:]
with open(BIN, 'rb') as program:
    SLOWER = 4 if b'__asan_init' in program.read() else 1
SOON = 1.5  # of a run that is ended at once; what takes the grace of 2 s is told apart
failures = []
place = tempfile.mkdtemp()

HEAD = 'runbook: 1\ntitle: It is stopped\n'
STUBBORN = '''
    shell: |
      trap '' TERM
      echo begun > %s
      sleep 60
      sleep 60
'''
FINALLY = '''finally:
  - {name: Clean up, id: clean, exec: [touch, cleaned]}
  - {name: The lock is given back, id: back, exec: [touch, back]}
'''


def check(name, held, shown=''):
    if held:
        return
    failures.append(name)
    print(f'not so: {name}\n{shown}', file=sys.stderr)


class Run:
    """One run; signals are sent once a file is there, or an event."""

    def __init__(self, text, **files):
        self.folder = tempfile.mkdtemp(dir=place)
        os.mkdir(os.path.join(self.folder, '.runbook'))
        for name, content in {'r.yaml': HEAD + text, **files}.items():
            with open(os.path.join(self.folder, name), 'w', encoding='utf-8') as file:
                file.write(content.replace('/FOLDER', self.folder))
        self.out = open(os.path.join(self.folder, 'out'), 'w+', encoding='utf-8')
        self.process = subprocess.Popen([BIN, 'run', 'r.yaml', '--run-dir', 'run'], cwd=self.folder,
                                        stdout=self.out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
        self.sent = time.monotonic()

    def there(self, name):
        return os.path.exists(os.path.join(self.folder, name))

    def until(self, held, seconds=20):
        end = time.monotonic() + seconds
        while not held() and self.process.poll() is None and time.monotonic() < end:
            time.sleep(0.01)
        return self

    def begun(self, name):
        return self.until(lambda: self.there(name))

    def told(self, kind, **fields):
        def is_told():
            return any(each['event'] == kind and all(each.get(k) == v for k, v in fields.items())
                       for each in self.events())
        return self.until(is_told)

    def send(self, *names, pause=0.1):
        for name in names:
            if self.process.poll() is None:
                self.process.send_signal(getattr(signal, 'SIG' + name))
            self.sent = time.monotonic()
            time.sleep(pause)
        return self

    def end(self, seconds=30):
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.took = time.monotonic() - self.sent
        self.out.seek(0)
        self.text = self.out.read()
        self.shown = ' '.join(self.text.split())
        return self

    def events(self):
        try:
            with open(os.path.join(self.folder, 'run', 'journal.jsonl'), encoding='utf-8') as journal:
                return [json.loads(line) for line in journal if line.endswith('\n')]
        except OSError:
            return []

    def verdicts(self):
        return {each['number']: (each['verdict'], each['cause']) for each in self.events()
                if each['event'] == 'step_ended'}

    def says(self, name, *texts):
        for text in texts:
            check(f'{name}: says: {text}', text in self.shown, self.text)

    def ends(self, name, status, soon=SOON, sealed=True):
        check(f'{name}: status {status}, not {self.process.returncode}', self.process.returncode == status, self.text)
        check(f'{name}: {self.took:.2f} s', self.took < soon * (SLOWER if soon <= 0.5 else 1), self.text)
        last = self.events()[-1]['event'] if self.events() else ''
        check(f'{name}: the last event is {last}', (last == 'run_ended') == sealed, self.text)
        verified = subprocess.run([BIN, 'verify', 'run'], cwd=self.folder, capture_output=True, text=True)
        check(f'{name}: the chain holds', 'is not' not in verified.stdout.splitlines()[0] if verified.stdout else True,
              verified.stdout + verified.stderr)


# ── what the first one says, and does ──

def once():
    name = 'once'
    run = Run("steps:\n  - {name: Slow, id: slow, shell: 'touch begun; sleep 60'}\n  - {name: Next, id: next, exec: ['true']}\n" +
              FINALLY).begun('begun').send('INT').end()
    run.ends(name, 6)
    run.says(name, '! stopped by SIGINT: 3 Clean up and 4 The lock is given back still run; press Ctrl-C again to end what '
                   'still runs at once')
    check(f'{name}: finally', run.there('cleaned') and run.there('back'))
    check(f'{name}: what follows is not begun', run.verdicts()['2'] == ('skipped', 'not_reached'), run.text)


def without_finally():
    run = Run("steps:\n  - {name: Slow, id: slow, wait: 60s}\n  - {name: Next, id: next, exec: ['true']}\n").told(
        'step_started', number='1').send('INT').end()
    run.ends('without finally', 5)
    run.says('without finally', '! stopped by SIGINT: nothing more begins; press Ctrl-C again to end what still runs at once')


def many_names():
    steps = ''.join(f"  - {{name: Put {i}, id: put{i}, exec: ['true']}}\n" for i in range(6))
    run = Run('steps:\n  - {name: Slow, id: slow, wait: 60s}\nfinally:\n' + steps).told('step_started', number='1').send(
        'INT').end()
    run.ends('many names', 5)
    run.says('many names', 'stopped by SIGINT: 2 Put 0, 3 Put 1, 4 Put 2 and 3 more still run;')


def by_a_supervisor():
    run = Run('steps:\n  - {name: Slow, id: slow, wait: 60s}\n' + FINALLY).told('step_started', number='1').send('TERM').end()
    run.ends('TERM', 5)
    run.says('TERM', '! stopped by SIGTERM: 2 Clean up and 3 The lock is given back still run; another SIGTERM would end what '
                     'still runs at once')
    run = Run('steps:\n  - {name: Slow, id: slow, wait: 60s}\n' + FINALLY).told('step_started', number='1').send('HUP').end()
    run.ends('HUP', 5)
    check('HUP: finally', run.there('back'))
    # What closes a terminal tells it more than once.
    run = Run('steps:\n  - {name: Slow, id: slow, wait: 60s}\nfinally:\n  - {name: Away, id: away, shell: "sleep 0.7; touch away"}\n'
              ).told('step_started', number='1').send('HUP', 'HUP', 'HUP').end()
    run.ends('HUP three times', 5, soon=3)
    check('HUP three times: finally', run.there('away'), run.text)
    run = Run('steps:\n  - {name: Slow, id: slow, wait: 60s}\nfinally:\n  - {name: Away, id: away, shell: "sleep 0.7; touch away"}\n'
              ).told('step_started', number='1').send('TERM', 'HUP').end()
    run.ends('TERM, then HUP', 5, soon=3)
    check('TERM, then HUP: finally', run.there('away'), run.text)


# ── what it stops ──

WAITS = {
    'a pause': ('  - {name: S, id: s, wait: 60s}', 5),
    'a retry': ("  - {name: S, id: s, effect: read, exec: ['false'], retry: {attempts: 9, every: 60s}}", 5),
    'a poll': ("  - {name: S, id: s, effect: read, exec: ['false'], any_status: true, "
               "poll: {until: exit_code == 0, every: 60s, for: 10m}}", 5),
    'a read': ("  - {name: S, id: s, effect: read, shell: 'sleep 60'}", 5),
    'a read in a group': ("  - name: G\n    steps:\n      - {name: S, id: s, effect: read, shell: 'sleep 60'}", 5),
    'an iteration': ("  - {name: S, id: s, for_each: {x: [1, 2, 3]}, effect: read, shell: 'sleep 60'}", 5),
    'parallel steps': ("  - name: G\n    parallel: 3\n    steps:\n      - {name: S, id: s, effect: read, shell: 'sleep 60'}\n"
                       "      - {name: W, id: w, wait: 60s}\n      - {name: X, id: x, effect: read, exec: [sleep, '60']}", 5),
    'a change': ("  - {name: S, id: s, shell: 'sleep 60'}", 6),
    'a question': ('  - {name: S, id: s, confirm: {ask: Is it so?}}', 4),
}


def what_is_stopped():
    for name, (steps, status) in WAITS.items():
        run = Run(f'steps:\n{steps}\n{FINALLY}')
        if status == 4:  # nobody is there to ask: nothing is to be stopped
            run.end()
            continue
        run.told('step_started').until(lambda: False, 0.3).send('TERM').end()
        run.ends(name, status)
        check(f'{name}: finally', run.there('cleaned') and run.there('back'), run.text)


# ── the second ──

def twice_in_the_grace():
    name = 'twice in the grace'
    run = Run('steps:\n  - name: Stubborn\n    id: stubborn' + STUBBORN % 'begun' + FINALLY).begun('begun').send('INT', pause=0.3)
    check(f'{name}: the first gives it time', run.process.poll() is None)
    run.send('INT').end()
    run.ends(name, 6, soon=1)
    run.says(name, '! stopped again by SIGINT: what runs is ended at once; 2 Clean up and 3 The lock is given back still run; '
                   'press Ctrl-C once more to leave at once, for `runbook resume` to go on')
    check(f'{name}: finally', run.there('cleaned') and run.there('back'), run.text)


def twice_in_finally():
    name = 'twice in finally'
    run = Run('steps:\n  - {name: Slow, id: slow, wait: 60s}\nfinally:\n  - name: Stubborn\n    id: stubborn' + STUBBORN % 'begun' +
              '  - {name: The lock is given back, id: back, exec: [touch, back]}\n').told('step_started', number='1').send(
        'TERM').begun('begun').send('TERM').end()
    run.ends(name, 6, soon=1)
    run.says(name, '! stopped by SIGTERM: 2 Stubborn and 3 The lock is given back still run; another SIGTERM would end what still',
             '! stopped again by SIGTERM: what runs is ended at once; 3 The lock is given back still runs; a third SIGTERM '
             'would leave at once, for `runbook resume` to go on')
    check(f'{name}: the rest of finally', run.there('back'), run.text)


def in_finally_alone():
    name = 'in finally alone'
    run = Run("steps:\n  - {name: Fine, id: fine, exec: ['true']}\nfinally:\n  - {name: Away, id: away, shell: 'touch begun; sleep 0.6; "
              "touch away'}\n" + FINALLY[9:]).begun('begun').send('INT').end()
    run.ends(name, 5)
    run.says(name, '! stopped by SIGINT: 2 Away, 3 Clean up and 4 The lock is given back still run;')
    check(f'{name}: it goes on', run.there('away') and run.there('back'), run.text)


def in_includes():
    inner = HEAD + ("steps:\n  - {name: Slow, id: slow, effect: read, shell: 'touch begun; sleep 60'}\n"
                    "finally:\n  - {name: Inner away, id: inner_away, exec: [touch, inner_away]}\n")
    run = Run("steps:\n  - {name: First, id: first, exec: ['true']}\n  - {name: Inner, id: inner, include: inner.yaml}\n"
              "finally:\n  - {name: Outer away, id: outer_away, exec: [touch, outer_away]}\n", **{'inner.yaml': inner})
    run.begun('begun').send('INT').end()
    run.ends('in an include', 5)
    run.says('in an include', '! stopped by SIGINT: 2.2 Inner away and 3 Outer away still run;')
    check('in an include: both', run.there('inner_away') and run.there('outer_away'), run.text)


# ── what is evaluated ──

ITEMS = json.dumps({'items': [{'id': i, 'n': f'{i:05d}'} for i in range(3000)]})
MANY = json.dumps({'items': [{'id': i} for i in range(50000)]}, separators=(',', ':'))
TEXTS = json.dumps({'texts': ['a' * 14 + '!' for _ in range(3000)]})
PAGE = '<html><body>' + ''.join(f'<div><p>t{i}<span>x</span></p></div>' for i in range(6000)) + '</body></html>'
SCHEMA = json.dumps({'type': 'object', 'properties': {'items': {'type': 'array', 'items': {'anyOf': [
    {'properties': {'n': {'pattern': '^([0-9]+)+x$'}}, 'required': ['n', 'id']} for _ in range(60)]}}}})
LOOPS = 'json.items.all(x, json.items.all(y, x.id + y.id >= 0))'
HEAVY = {  # what it reads, and an expression that takes half a second and more
    'loops in loops': (ITEMS, LOOPS),
    'a filter of 50,000 items': (MANY, 'json.items.filter(x, json.items.exists(y, y.id == 10 + x.id % 150)).size() > 1'),
    'regular expressions': (TEXTS, "json.texts.exists(t, matches(t, '(a|aa|aaa)+$'))"),
    'one regular expression': (TEXTS, "matches(stdout, '(.*?,){9}[0-9]x')"),
    'a query': (ITEMS, "jsonpath(json, '$..[?@.id > 2]').all(x, jsonpath(json, '$..id').size() > 5)"),
    'an XPath': (PAGE, "size(xpath(stdout, '//div/p/span')) > 0"),
    'a schema': (ITEMS, "json.items.exists(i, matchesSchema(json, 'schema.json'))"),
    'a sorted list': (MANY, 'json.items.all(x, json.items.sortBy(i, -i.id)[0].id > 9)'),
    'texts': (MANY, "json.items.all(x, stdout.replace('i', 'm').size() > 5)"),
    'rows': (MANY, 'json.items.all(x, !sameRows(json.items, [x]))'),
}


def heavy_run(what, step):
    run = Run(f'steps:\n  - name: Heavy\n    id: heavy\n    effect: read\n    shell: cat what; touch read\n{step}{FINALLY}',
              what=what, **{'schema.json': SCHEMA})
    return run.begun('read').until(lambda: False, 0.3)


def heavy_end(name, run, verdict):
    check(f'{name}: it is still evaluated', run.process.poll() is None, name)
    run.send('TERM', pause=0).end()
    run.ends(name, 5, soon=0.5)
    check(f'{name}: {run.verdicts().get("1")}', run.verdicts().get('1') == verdict, run.text)
    check(f'{name}: finally', run.there('back'), run.text)


def heavy():
    for name, (what, expression) in HEAVY.items():
        step = '    expect:\n' + ''.join(f'      - "{expression} && {i} >= 0"\n' for i in range(40))
        heavy_end(name, heavy_run(what, step), ('undecided', 'cancelled'))


def heavy_beside():
    """Not only expectations: captures, conditions, parameters, names, messages, outputs."""
    loops = LOOPS.replace('>= 0', '>= %d')
    secrets = ''.join(f"      c{i}: {{value: \"{loops % i} ? 'long-enough-{i}' : ''\", secret: true}}\n" for i in range(40 if SLOWER > 1 else 300))
    cases = {
        'captures': '    expect: exit_code == 0\n    capture:\n' + ''.join(f'      c{i}: "{LOOPS} ? {i} : 0"\n' for i in range(40)),
        'secret captures': '    expect: exit_code == 0\n    capture:\n' + secrets,
        'until': f'    poll: {{every: 10ms, for: 10m, until: "{LOOPS} && json.items.size() == 1"}}\n',
        'no_answer': f'    no_answer: "{LOOPS} && json.items.size() == 1"\n    retry: {{attempts: 500, every: 10ms}}\n'
                     '    expect: json.items.size() == 1\n',
        'messages': '    expect:\n' + ''.join(
            f'      - {{that: json.items.size() < {2900 + i}, message: "${{{LOOPS}}}"}}\n' for i in range(40)),
    }
    for name, step in cases.items():
        run = heavy_run(ITEMS, step)
        check(f'{name}: it is still evaluated', run.process.poll() is None, run.end().text if run.process.poll() is not None else '')
        run.send('TERM', pause=0).end()
        check(f'{name}: {run.took:.2f} s', run.took < 0.6 * SLOWER, run.text)
        check(f'{name}: finally', run.there('back'), run.text)
        verdict = run.verdicts().get('1', ('', ''))
        check(f'{name}: {verdict}', verdict in (('undecided', 'cancelled'), ('failed', 'expectation')), run.text)
        journal = open(os.path.join(run.folder, 'run', 'journal.jsonl'), encoding='utf-8').read()
        check(f'{name}: nothing of what a secret would be taken from', name != 'secret captures' or '"00017"' not in journal)


def heavy_change():
    """A change that was answered is not in doubt: it was not judged."""
    step = '    expect:\n' + ''.join(f'      - "{LOOPS} && {i} >= 0"\n' for i in range(40))
    run = Run(f'steps:\n  - name: Heavy\n    id: heavy\n    shell: cat what; touch acted\n{step}{FINALLY}', what=ITEMS)
    run.begun('acted').until(lambda: False, 0.3)
    heavy_end('a change', run, ('undecided', 'cancelled'))


def heavy_finally():
    step = ''.join(f'      - "{LOOPS} && {i} >= 0"\n' for i in range(40))
    run = Run("steps:\n  - {name: Fine, id: fine, exec: ['true']}\nfinally:\n  - name: Heavy\n    id: heavy\n    exec: [cat, what]\n"
              f'    expect:\n{step}{FINALLY[9:]}', what=ITEMS)
    run.told('step_started', number='2').until(lambda: False, 1).send('TERM', pause=0.5)
    check('heavy in finally: the first leaves it', run.process.poll() is None)
    run.send('TERM', pause=0).end()
    run.ends('heavy in finally', 5, soon=0.5)
    check('heavy in finally: the rest of it', run.there('back'), run.text)


# ── a run that stood still ──

class Slow(BaseHTTPRequestHandler):
    """Answers after a second and a half."""
    protocol_version = 'HTTP/1.1'

    def do_GET(self):
        open(self.path, 'w', encoding='utf-8').close()
        time.sleep(1.5)
        try:
            self.send_response(200)
            self.send_header('Content-Length', '2')
            self.end_headers()
            self.wfile.write(b'ok')
        except OSError:
            pass

    do_POST = do_GET

    def log_message(self, *_):
        pass


def stood_still():
    """What was answered after the deadline, while the runner was stopped, is no answer in time."""
    server = ThreadingHTTPServer(('127.0.0.1', 0), Slow)
    server.handle_error = lambda *_: None  # who asked is gone
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f'http://127.0.0.1:{server.server_port}'
    cases = {  # a step, and the status, verdict and cause of a run that was stopped for longer than its time
        'an answer to a read': ('http: GET %s, expect: [status == 200]' % (url + '/FOLDER/begun'), 4, ('undecided', 'no_answer')),
        'an answer to a change': ('http: POST %s, expect: [status == 200]' % (url + '/FOLDER/begun'), 6, ('in_doubt', 'no_answer')),
        'a command that reads': ("effect: read, shell: 'touch begun; sleep 1.5; echo fine'", 4, ('undecided', 'no_answer')),
        'a command that changes': ("shell: 'touch begun; sleep 1.5; touch done'", 4, ('undecided', 'no_answer')),
        'a command that failed': ("shell: 'touch begun; sleep 1.5; exit 3'", 1, ('failed', 'expectation')),
        'a change with a probe': ("shell: 'touch begun; sleep 1.5; touch done', probe: {effect: read, exec: [test, -e, done], "
                                  'any_status: true, done: exit_code == 0, not_done: exit_code == 1}', 4, ('undecided', 'no_answer')),
    }
    for name, (step, status, verdict) in cases.items():
        run = Run(f'steps:\n  - {{name: Late, id: late, timeout: 1s, {step}}}\n' + FINALLY)
        run.begun('begun').until(lambda: False, 0.2)
        run.process.send_signal(signal.SIGSTOP)
        time.sleep(4.5)
        run.send('CONT', pause=0).end()
        run.ends(name, status, soon=5)
        check(f'{name}: {run.verdicts().get("1")}', run.verdicts().get('1') == verdict, run.text)
        check(f'{name}: it is said', 'this process stood still for about' in run.shown, run.text)
        check(f'{name}: finally', run.there('back'), run.text)
    server.shutdown()


# ── a rollback ──

ROLLBACK = '''on_failure: rollback
steps:
  - {name: One, id: one, shell: 'touch one', undo: [{name: One back, id: b, shell: 'rm one; touch one_back'}]}
  - {name: Two, id: two, shell: 'touch two', undo: [{name: Two back, id: b2, shell: 'touch begun; sleep 0.8; rm two; sleep %s'}]}
  - {name: Bad, id: bad, exec: ['false']}
'''


def rollback_once():
    run = Run(ROLLBACK % '0' + FINALLY).begun('begun').send('INT').end()
    run.ends('a rollback, once', 5, soon=3)
    run.says('a rollback, once', '! stopped by SIGINT: the rollback is done to its end, then 4 Clean up and 5 The lock is given '
             'back still run; press Ctrl-C again to end what still runs at once')
    check('a rollback, once: it is done to its end', run.there('one_back') and not run.there('two') and run.there('back'), run.text)


def rollback_twice():
    run = Run(ROLLBACK % '60' + FINALLY).begun('begun').send('INT', 'INT').end()
    run.ends('a rollback, twice', 6)
    check('a rollback, twice: the rest of it is not begun', run.there('one') and not run.there('one_back'), run.text)
    check('a rollback, twice: finally', run.there('back'), run.text)


# ── a probe ──

def probe_twice():
    probe = "probe: {effect: read, shell: 'touch probing; sleep 60', done: exit_code == 0, not_done: exit_code == 1}"
    text = f"steps:\n  - {{name: Change, id: change, shell: 'touch begun; sleep 60', {probe}}}\n{FINALLY}"
    run = Run(text).begun('begun').send('INT').begun('probing')
    check('a probe: the first leaves it', run.process.poll() is None and run.there('probing'))
    run.send('INT').end()
    run.ends('a probe, twice', 6)
    check('a probe, twice: finally', run.there('back'), run.text)


# ── the third ──

def three_times():
    name = 'three times'
    run = Run('steps:\n  - name: Stubborn\n    id: stubborn' + STUBBORN % 'begun' + 'finally:\n  - name: Stubborn too\n    id: too' +
              STUBBORN % 'begun2' + FINALLY[9:]).begun('begun').send('INT', 'INT').begun('begun2').send('INT').end()
    run.ends(name, 5, soon=1, sealed=False)
    check(f'{name}: nothing more of finally', not run.there('cleaned') and not run.there('back'))
    run.says(name, '! left by SIGINT: nothing more is done or told', '‽ 2 Stubborn too in doubt: it began to change something')
    check(f'{name}: the last line', run.text.strip().endswith(
        'runbook: left by SIGINT, without a verdict; go on: runbook resume run'), run.text)
    alive = subprocess.run(['pgrep', '-f', run.folder], capture_output=True, text=True).stdout
    check(f'{name}: nothing is left of its commands', not alive, alive)


def three_at_once():
    run = Run('steps:\n  - name: Stubborn\n    id: stubborn' + STUBBORN % 'begun' + 'finally:\n  - name: Stubborn too\n'
              '    id: too' + STUBBORN % 'begun2').begun('begun').send('INT', 'TERM', 'INT', 'TERM', pause=0.02).end()
    run.ends('three at once', 5, soon=1, sealed=False)


def three_of_parallel():
    many = ''.join(f'      - name: Stubborn {i}\n        id: s{i}' + (STUBBORN % f'begun{i}').replace('\n', '\n    ').rstrip(' ')
                   for i in range(8))
    run = Run(f'steps:\n  - name: G\n    parallel: 8\n    steps:\n{many}').begun('begun7').send('INT', 'INT', 'INT', pause=0.1).end()
    run.ends('three times, eight at once', 6 if run.events()[-1]['event'] == 'run_ended' else 5, soon=1,
             sealed=run.events()[-1]['event'] == 'run_ended')


# ── before the first event ──

def before_it_begins():
    run = Run("subject:\n  version: [sh, -c, 'touch begun; sleep 60']\nsteps:\n  - {name: One, id: one, exec: ['true']}\n" +
              FINALLY).begun('begun').send('INT').end()
    run.ends('while the subject is looked at', 5)
    first = [each['event'] for each in run.events()[:2]]
    check('while the subject is looked at: told behind the first event', first == ['run_started', 'stopped'], str(first))


# ── a question at a terminal ──

def at_a_question():
    folder = tempfile.mkdtemp(dir=place)
    os.mkdir(os.path.join(folder, '.runbook'))
    with open(os.path.join(folder, 'r.yaml'), 'w', encoding='utf-8') as file:
        file.write(HEAD + "steps:\n  - {name: Asked, id: asked, confirm: {ask: Is it so?}}\nfinally:\n"
                          "  - {name: Asked too, id: too, confirm: {ask: Is it away?}}\n"
                          "  - {name: Back, id: back, exec: [touch, back]}\n")
    env = {k: v for k, v in os.environ.items() if k not in ('CI', 'NO_COLOR', 'COLUMNS')}
    run = PseudoTerminal([BIN, 'run', 'r.yaml'], folder, dict(env, TERM='xterm-256color'))
    run.until('\n > ')
    run.keys('\x03')
    check('a question: said', run.until('stopped by SIGINT'), run.seen.decode())
    check('a question: finally asks', run.until('Is it away?'), run.seen.decode())
    time.sleep(0.3)
    run.keys('\x03')
    # Said at once, although the question is still there until it is ended.
    check('a question: said again', run.until('stopped again by SIGINT'), run.seen.decode())
    check('a question: status 5', run.ended() == 5, run.seen.decode())
    check('a question: the rest of finally', os.path.exists(os.path.join(folder, 'back')))


def question_of_finally():
    folder = tempfile.mkdtemp(dir=place)
    os.mkdir(os.path.join(folder, '.runbook'))
    with open(os.path.join(folder, 'r.yaml'), 'w', encoding='utf-8') as file:
        file.write(HEAD + "steps:\n  - {name: Fine, id: fine, exec: ['true']}\nfinally:\n"
                          "  - {name: Asked, id: too, confirm: {ask: Is it away?}}\n")
    env = {k: v for k, v in os.environ.items() if k not in ('CI', 'NO_COLOR', 'COLUMNS')}
    run = PseudoTerminal([BIN, 'run', 'r.yaml'], folder, dict(env, TERM='xterm-256color'))
    run.until('\n > ')
    run.keys('\x03')
    check('a question of finally: said while it waits', run.until('stopped by SIGINT: 2 Asked still runs', 5), run.seen.decode())
    run.keys('yes\n')
    check('a question of finally: it can be answered', run.ended() == 5, run.seen.decode())


def terminal_gone():
    folder = tempfile.mkdtemp(dir=place)
    os.mkdir(os.path.join(folder, '.runbook'))
    with open(os.path.join(folder, 'r.yaml'), 'w', encoding='utf-8') as file:
        file.write(HEAD + "steps:\n  - {name: Slow, id: slow, wait: 60s}\n" + FINALLY)
    run = PseudoTerminal([BIN, 'run', 'r.yaml'], folder, dict(os.environ, TERM='xterm-256color'))
    run.until('Slow')
    os.close(run.fd)
    end = time.monotonic() + 10
    pid = 0
    while not pid and time.monotonic() < end:
        pid, status = os.waitpid(run.pid, os.WNOHANG)
        time.sleep(0.01)
    check('a terminal that is gone: status 5', pid and os.waitstatus_to_exitcode(status) == 5, str(pid and os.waitstatus_to_exitcode(status)))
    check('a terminal that is gone: finally', os.path.exists(os.path.join(folder, 'back')))
    if not pid:
        os.kill(run.pid, signal.SIGKILL)


CASES = (once, without_finally, many_names, by_a_supervisor, what_is_stopped, twice_in_the_grace, twice_in_finally, in_finally_alone,
         in_includes, rollback_once, rollback_twice, probe_twice, three_times, three_at_once, three_of_parallel, before_it_begins,
         at_a_question, question_of_finally, terminal_gone, heavy, heavy_beside, heavy_change, heavy_finally, stood_still)
for case in CASES:
    if not ONLY or case.__name__ in ONLY:
        case()
shutil.rmtree(place)
print(f'stopping: {len(failures)} failures')
sys.exit(1 if failures else 0)
