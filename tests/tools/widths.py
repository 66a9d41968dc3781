"""What the commands print, at terminals of several widths: no line is wider than the terminal, but for a command or a path that stands alone on
its line and is copied; and what is told is the same at each of them. widths.py PROGRAM [part of a command's name …] [--show]"""
import json, os, re, shutil, subprocess, sys, tempfile
from pseudo_terminal import PseudoTerminal

BIN = os.path.abspath(sys.argv[1])
SHOW = '--show' in sys.argv
ONLY = [word for word in sys.argv[2:] if word != '--show']
WIDTHS = 60, 80, 100, 200
failures = []

# Long names, long reasons, rows, wide letters, deep groups: what makes lines long.
BOOKS = {
    'go.yaml': '''runbook: 1
title: A release of the ledger and of all the services that lean on it, with 会計 in front
description: |
  Whether it may go out. Each service of the ledger is looked at, then somebody says so, and afterwards the figures are held against those of
  the day before.
inputs:
  tenant: { type: string, default: acme-international-holdings-of-the-north, description: whose ledger it is }
steps:
  - name: Every service of the ledger answers
    id: services
    for_each: { service: [ledger-core-of-the-north, ledger-reports-of-the-south, archive] }
    steps:
      - name: "${service} answers, and is of the version that was built for ${inputs.tenant}"
        exec: [echo, "ok ${service}"]
        effect: read
        expect: text.contains('ok')
  - name: The figures are those of the day before, and nobody has written to them since
    exec: [echo, '{"total": 12, "currency": "CHF"}']
    effect: read
    expect:
      - json.total == 12
      - json.currency == 'CHF'
''',
    'no-go.yaml': '''runbook: 1
title: Gates that do not open
on_failure: continue
subject: { version: [echo, 2026.11.30-release-candidate-of-the-north] }
steps:
  - name: The consolidated release gate of the ledger and of all that leans on it passes
    id: gate
    shell: |
      echo "checking the configuration of the consolidated release gate, and of all that it consists of, before anything else is looked at"
      echo "gate: FAILED: parsing /srv/ledger/configuration/gates/consolidated.yaml: yaml: line 12: mapping values are not allowed in this context"
      exit 3
    effect: read
  - name: No row of the ledger is unbalanced
    exec: [cat, rows.json]
    effect: read
    expect:
      - that: json.all(row, row.balance == 0 && row.currency == 'CHF' && row.reviewed_by_somebody_of_the_office)
        message: "balance the rows by the page https://intranet.example.org/ledger/operations/how-to-balance-a-row-that-is-not, then write to the office"
  - name: The text is the one that was agreed on with everybody
    exec: [echo, "the text that stands in the file now, which is another one than what was agreed on, as can be seen further along"]
    effect: read
    expect: "text.trim() == 'the text that stands in the file now, which is another one than what was agreed on, as can be read further along'"
  - name: Several steps of a group cannot reach the server of the archive
    steps:
      - { name: /health of the archive answers, http: GET http://127.0.0.1:9/health }
      - { name: /ready of the archive answers, http: GET http://127.0.0.1:9/ready }
      - { name: /version of the archive is the one that was released, http: GET http://127.0.0.1:9/version-of-the-archive }
  - name: A switch is set which stays
    id: switch
    exec: ['true']
    undo:
      - { name: The switch is set back, exec: ['true'] }
  - name: A change of which nobody knows whether it happened
    id: doubt
    exec: [sleep, "5"]
    timeout: 50ms
''',
    'undecided.yaml': '''runbook: 1
title: Somebody must say so
steps:
  - name: Somebody has looked at the dashboard of the ledger and at that of everything which leans on it
    id: looked
    confirm:
      ask: Are all the lamps on the dashboard of the ledger green, and have they been so for the whole of the last hour?
      show: "The dashboard stands at https://intranet.example.org/ledger/operations/dashboard?from=now-1h&to=now&panel=lamps-of-the-ledger"
      answers:
        green: { is: pass, means: all of them are green and have been so for the last hour }
        red: { is: fail, means: "at least one is red or was so within the last hour, which must be looked into first" }
  - name: It is released
    id: released
    exec: ['true']
''',
    'doubt.yaml': '''runbook: 1
title: A change in doubt
steps:
  - name: The row is written into the table of the archive, which takes longer than it may
    id: row
    exec: [sleep, "5"]
    timeout: 50ms
''',
    'partial.yaml': '''runbook: 1
title: Only a part of it
steps:
  - { name: The first part of it is there, id: first, exec: ['true'], effect: read }
  - { name: The second part of it is there too, id: second, exec: ['true'], effect: read }
''',
    'wrong.yaml': '''runbook: 1
title: Mistakes
steps:
  - name: A step with a condition that another tool would have called by that name, and many other words besides
    if: inputs.tenant == 'acme-international-holdings-of-the-north'
    http: GET ${base}/a/very/long/path/that/goes/on/for/quite/a/while/until/it/is/longer/than/a/line?with=a&query=too
    expect: yes
  - name: No effect
    shell: rm -rf /srv/ledger/archive/of/the/north/which/is/long && echo "the archive is gone, and everything that was in it" | tee log
    wait: 5 seconds
  - name: Order
    check: steps.later.total == 1 and steps.later.currency == "CHF" and steps.later.reviewed_by_somebody_of_the_office
''',
}
TOPICS = '''http exec shell sql check confirm wait for_each when expect capture retry poll probe undo effect secrets inputs allow connections subject
 startsWith size all json.path status stdout exit_code GO NO-GO UNDECIDED statuses unknown-key no-effect if curl assert loop --only --park resume
 verdict journal lock steps.count regex matches duration timestamp limits http.status'''.split()


def strip(text):
    return re.sub(r'\x1b(?:\[[?0-9;]*[A-Za-z@`]|\]\d+;[^\x07\x1b]*(?:\x07|\x1b\\\\)|[=>78c])', '', text)


def world():
    place = tempfile.mkdtemp()
    for name, text in BOOKS.items():
        with open(os.path.join(place, name), 'w', encoding='utf-8') as file:
            file.write(text)
    rows = [{'id': i, 'account': f'4711-{i:04}', 'holder': f'Holder {i} of the north', 'balance': i % 2, 'currency': 'CHF',
             'reviewed_by_somebody_of_the_office': True, 'written': '2026-11-30T12:00:00Z', 'note': 'a note that takes some room of its own',
             **{f'field_{k}': k for k in range(9)}} for i in range(12)]
    with open(os.path.join(place, 'rows.json'), 'w', encoding='utf-8') as file:
        json.dump(rows, file)
    os.makedirs(os.path.join(place, '.runbook'))
    return place


def quiet(place, *arguments):
    return subprocess.run([BIN, *arguments], cwd=place, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)


def commands():
    yield from (['run', name, *more] for name, more in (
        ('go.yaml', []), ('go.yaml', ['-v']), ('go.yaml', ['--input', 'tenant=another-tenant-of-the-south-east-and-west']), ('no-go.yaml', []),
        ('no-go.yaml', ['-v']), ('no-go.yaml', ['-q']), ('undecided.yaml', ['--answer', 'looked=red', '--as', 'ops-1']), ('doubt.yaml', []),
        ('partial.yaml', ['--only', 'first']), ('undecided.yaml', ['--park']), ('wrong.yaml', []), ('go.yaml', ['--only', 'nothing']),
        ('go.yml', []), ('go.yaml', ['--input', 'tennant=acme'])))
    yield ['run', 'go.yaml', 'partial.yaml', 'doubt.yaml']
    yield ['run']
    for run in 'GO', 'NO', 'PARKED', 'DOUBT', 'UNDO', 'RESUMED':
        yield ['show', run]
        yield ['show', run, '-v']
    yield from (['show', 'NO', step] for step in ('gate', '2', '3', '4.3', 'doubt', 'switch', '9'))
    yield from (['show', 'GO', 'services'], ['show', 'PARKED', 'looked'], ['show', 'nothing'])
    yield from (['runs'], ['runs', '--failed'], ['runs', 'no-go'], ['diff', 'GO', 'NO'], ['diff', 'NO', 'RESUMED'], ['diff', 'latest:go'])
    yield from (['again', 'NO', 'gate'], ['again', 'NO', '--failed'], ['again', 'NO', 'switch'], ['again', 'NO', 'nothing'])
    yield from (['resume', 'NO'], ['resume', 'PARKED'], ['resume', 'DOUBT'], ['resume', 'GO'], ['undo', 'UNDO'], ['undo', 'NO'], ['abandon', 'PARKED'],
                ['abandon', 'GO'])
    yield from ([command, name] for command in ('plan', 'check') for name in BOOKS if command == 'check' or name != 'wrong.yaml')
    yield from (['plan', '--tree', name] for name in BOOKS if name != 'wrong.yaml')
    yield from (['verify', run] for run in ('GO', 'NO', 'PARKED'))
    yield from (['explain', topic] for topic in TOPICS)
    yield ['explain']
    yield ['help']
    yield from (['help', command] for command in subprocess.run([BIN, 'help'], capture_output=True, text=True).stdout.split('Commands:')[1]
                .split('`runbook help')[0].split() if command in HELPED)
    yield from (['eval', expression] for expression in ("[1, 2, 3].all(x, x < 3)", "'a' + 1", 'nothing.at.all'))
    yield from (['lint', 'go.yaml'], ['run', 'go.yaml', '--nothing'], ['history'], ['validate', 'go.yaml'], ['run', 'go.yaml', '--dry-run'])


HELPED = '''run show resume undo abandon again runs diff report verify evidence check plan doc import eval new explain schema reference man completion
 version help'''.split()


def make_runs(place):
    quiet(place, 'run', 'go.yaml', '--run-dir', 'runs/of-the-north/GO')
    quiet(place, 'run', 'no-go.yaml', '--run-dir', 'runs/of-the-north/NO')
    quiet(place, 'run', 'undecided.yaml', '--park', '--run-dir', 'runs/of-the-north/PARKED')
    quiet(place, 'run', 'doubt.yaml', '--run-dir', 'runs/of-the-north/DOUBT')
    quiet(place, 'run', 'no-go.yaml', '--run-dir', 'runs/of-the-north/UNDO')
    quiet(place, 'run', 'no-go.yaml', '--run-dir', 'runs/of-the-north/RESUMED')
    quiet(place, 'resume', 'runs/of-the-north/RESUMED', '--go-on', '--resolve', 'doubt=done', '--reason', 'it is there')
    for name in 'go', 'no-go', 'undecided', 'doubt', 'partial':
        quiet(place, 'run', f'{name}.yaml')
    quiet(place, 'run', 'undecided.yaml', '--park')
    quiet(place, 'run', 'go.yaml', '--input', 'tenant=another-tenant-of-the-south-east-and-west')


def at_terminal(place, arguments, width):
    named = [f'runs/of-the-north/{word}' if word.isupper() and os.path.isdir(f'{place}/runs/of-the-north/{word}') else word for word in arguments]
    env = {k: v for k, v in os.environ.items() if k not in ('CI', 'NO_COLOR', 'COLUMNS')}
    run = PseudoTerminal([BIN, *named], place, {**env, 'TERM': 'xterm-256color'}, width, 2000)
    if arguments[0] in ('resume', 'undo', 'abandon') or (arguments[0] == 'run' and 'undecided.yaml' in arguments):
        run.until(' > ', 5) or run.until('? ', 1)
        run.keys('\x04' if arguments[0] == 'run' else 'no\n')
    run.ended(30)
    return run


# Copied as it stands, so it is never broken: a command, a path, an address.
def may_be_wider(line, arguments):
    words = line.strip()
    if re.search(r'\brunbook \w|https?://|--\w+', words):
        return True
    if arguments[0] == 'explain' and re.match(r'(  \w+: | {4,10})\S', line):
        return True  # an example
    if arguments[0] in ('check', 'run') and re.match(r' {8}(?!or )\S', line):
        return True  # a mend
    return not re.search(r'\S\s+\S', re.sub(r'^(journal:|digest|│|→|▸|[✓✗?‽–!])\s*', '', words))


def lines_of(screen):
    """Each line as it was written, and whether it was wider than the terminal."""
    line, wider = '', False
    for at, row in enumerate(screen.rows):
        line += ''.join(row)
        if at in screen.goes_on:
            wider = True
            continue
        yield line.rstrip(), wider
        line, wider = '', False


def main():
    place = world()
    try:
        make_runs(place)
        tried = 0
        for arguments in commands():
            name = ' '.join(arguments)
            if ONLY and not any(part in name for part in ONLY):
                continue
            for width in (*WIDTHS, *((70,) if arguments[0] == 'runs' else ())):
                run = at_terminal(place, arguments, width)
                tried += 1
                if SHOW:
                    print(f'\n=== {name}, {width} columns\n{run.screen.text()}')
                wide = [line for line, wider in lines_of(run.screen) if wider and not may_be_wider(line, arguments)]
                if run.screen.unknown:
                    failures.append(f'{name}: unknown {run.screen.unknown}')
                if not run.screen.text().strip():
                    failures.append(f'{name}: nothing is printed')
                for line in wide:
                    failures.append(f'{name}: wider than {width}: {line}')
                for line, _ in lines_of(run.screen):
                    if line.endswith('…') and SHOW:
                        print(f'CUT {name} {width}: {line}')
        print('\n'.join(failures))
        print(f'{tried} printed, {len(failures)} failures')
        return 1 if failures or not tried else 0
    finally:
        shutil.rmtree(place)


sys.exit(main())
