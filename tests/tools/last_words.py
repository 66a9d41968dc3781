"""Runs with files that may only grow to a certain size, for many sizes, and holds what is said and what resume does."""
import json, os, re, resource, shutil, signal, subprocess, sys, tempfile

BIN = os.path.abspath(sys.argv[1])
failures = []
place = tempfile.mkdtemp()
HEAD = 'runbook: 1\ntitle: The disk is full\n'
CHANGE = "  - {{name: Change {0}, id: c{0}, shell: 'echo once >> done{0}; head -c 3000 /dev/zero | tr \"\\0\" x'{1}}}\n"
PROBE = ", probe: {{effect: read, exec: [test, -e, done{0}], any_status: true, done: exit_code == 0, not_done: exit_code == 1}}"
STEPS = 'steps:\n' + ''.join(CHANGE.format(i, PROBE.format(i)) for i in (1, 2, 3)) + \
    "finally:\n  - {name: Cleanup, id: f, shell: 'touch cleaned'}\n"
PARALLEL = 'steps:\n  - name: At once\n    parallel: 3\n    steps:\n' + ''.join(
    '    ' + CHANGE.format(i, '') for i in (1, 2, 3))


def check(name, held, shown=''):
    if not held:
        failures.append(name)
        print(f'not so: {name}\n{shown}', file=sys.stderr)


def run(folder, size, *arguments):
    def limited():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    return subprocess.run([BIN, *arguments], cwd=folder, capture_output=True, text=True, stdin=subprocess.DEVNULL,
                          preexec_fn=limited if size else None)


def folder_with(text):
    folder = tempfile.mkdtemp(dir=place)
    os.mkdir(os.path.join(folder, '.runbook'))
    with open(os.path.join(folder, 'r.yaml'), 'w', encoding='utf-8') as file:
        file.write(HEAD + text)
    return folder


def recorded(folder):
    ended = set()
    with open(os.path.join(folder, 'run', 'journal.jsonl'), encoding='utf-8') as journal:
        for line in journal:
            if line.endswith('\n') and '"event":"step_ended"' in line:
                ended.add(json.loads(line)['address'])
    return ended


def acted(folder, i):
    path = os.path.join(folder, f'done{i}')
    return open(path, encoding='utf-8').read().count('once') if os.path.exists(path) else 0


def full(text, where, sizes, probes):
    told = 0
    for size in sizes:
        folder = folder_with(text)
        ran = run(folder, size, 'run', 'r.yaml', '--run-dir', 'run')
        name = f'{where}, {size} bytes'
        if ran.returncode != 9:
            check(f'{name}: status {ran.returncode}', ran.returncode == 0, ran.stdout + ran.stderr)
            continue
        if not os.path.exists(os.path.join(folder, 'run', 'journal.jsonl')):
            continue
        ended = recorded(folder)
        for i in (1, 2, 3):
            named = re.search(rf'^  [0-9.]+ Change {i}: in doubt: its end could not be recorded$', ran.stderr, re.M)
            lost = acted(folder, i) and f'c{i}' not in ended
            told += bool(lost)
            check(f'{name}: change {i} is named: {bool(lost)}', bool(named) == bool(lost), ran.stderr)
        check(f'{name}: no cleanup', not os.path.exists(os.path.join(folder, 'cleaned')))
        if 'resume run' not in ran.stderr or not probes:
            continue
        again = run(folder, 0, 'resume', 'run', '--go-on', '--as', 'ann')
        check(f'{name}: resume goes on, {again.returncode}', again.returncode == 0, again.stdout + again.stderr)
        check(f'{name}: each change once', [acted(folder, i) for i in (1, 2, 3)] == [1, 1, 1], again.stdout)
    check(f'{where}: some were lost', told > 0)


def removed():
    folder = folder_with("steps:\n  - {name: The switch is turned, id: s, shell: 'touch one; rm run/journal.jsonl'}\n")
    ran = run(folder, 0, 'run', 'r.yaml', '--run-dir', 'run')
    check('removed: status 9', ran.returncode == 9, ran.stderr)
    check('removed: said', '\n  1 The switch is turned: in doubt: its end could not be recorded\n    it was about to: touch one; rm '
          'run/journal.jsonl\n    it has ended: passed\n' in ran.stderr, ran.stderr)
    check('removed: no way on', 'resume' not in ran.stderr and 'look by hand' in ran.stderr, ran.stderr)


def nothing_lost():
    folder = folder_with("steps:\n  - {name: It is read, id: s, effect: read, shell: 'rm run/journal.jsonl'}\n")
    ran = run(folder, 0, 'run', 'r.yaml', '--run-dir', 'run')
    check('a read: no change is named', ran.returncode == 9 and 'in doubt' not in ran.stderr, ran.stderr)


full(STEPS, 'one by one', range(4200, 16000, 500), True)
full(PARALLEL, 'at once', range(4200, 14000, 900), False)
removed()
nothing_lost()
shutil.rmtree(place)
print(f'last words: {len(failures)} failures')
sys.exit(1 if failures else 0)
