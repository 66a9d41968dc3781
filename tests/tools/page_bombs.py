#!/usr/bin/env python3
"""page_bombs.py NAME BYTES: a hostile page of as many bytes, or a little less, on stdout. page_bombs.py --list: their names.
page_bombs.py --import PROGRAM BYTES [NAME …]: has the program import each, and fails where one takes too much memory or time, or ends
otherwise than with drafts (which the program itself loads again) or with a refusal that says why.

Each page says one thing as often as there is room for."""
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile

MOST_MEMORY = 200 << 20  # what is promised for a page of PAGE_BYTES
MOST_SECONDS = 12  # of a processor that others use too: the slowest takes two when nothing else runs
SAFETY = 4 << 30  # of addresses: what would take more ends before the machine suffers


def numbered(form):
    """The form with 0, 1, 2, … in it, for as long as there is room."""
    def make(size):
        parts, length, number = [], 0, 0
        while length < size:
            part = form.replace('#N', str(number))
            parts.append(part)
            length += len(part.encode())
            number += 1
        return ''.join(parts[:-1])
    return make


def within(before, form, after=''):
    """The form again and again behind a beginning, and an end behind all."""
    def make(size):
        return before + form * ((size - len(before) - len(after)) // len(form)) + after
    return make


def deeper(form, lines, indent='  '):
    """Lines, each a level deeper, again and again."""
    block = ''.join(indent * level + form for level in range(lines))
    return within('# T\n\n', block + '\n')


def square(cells):
    """A table as wide as it is high."""
    def make(size):
        side = max(2, int((size / (2 * len(cells))) ** 0.5))
        row = '|' + cells * side + '\n'
        return '# T\n\n' + row + '|' + '-|' * side + '\n' + row * ((size - len(row)) // len(row) - 2)
    return make


def growing(form):
    """Runs of 1, 2, 3, … of a character."""
    def make(size):
        parts, length, run = [], 0, 1
        while length + run + 1 < size:
            parts.append(form * run)
            length += run + 1
            run += 1
        return '# T\n\n- ' + 'x'.join(parts)
    return make


T = '# T\n\n'
BOMBS = {
    # what Markdown makes of marks
    'emphasis-open': within(T, '*a '),
    'emphasis-tight': within(T, '*a'),
    'emphasis-low': within(T, '_a '),
    'emphasis-low-tight': within(T, '_a'),
    'strong-open': within(T, '**a '),
    'strong-mixed': within(T, '**a *b _c '),
    'strong-and-low': within(T, '*_a '),
    'emphasis-nested': lambda size: T + '*a **b ' * (size // 14) + 'c' + ' b** a*' * (size // 14 - 1),
    'emphasis-closed': within(T, 'a** b* c_ '),
    'emphasis-many': within(T, '*a* **b** _c_ '),
    'emphasis-in-items': within(T, '- *a\n'),
    'emphasis-of-threes': within(T, 'a***'),
    'emphasis-alternating': within(T, '*a_ '),
    'struck-out': within(T, '- ~~a~~\n'),
    'stars': within(T, '*'),
    'lows': within(T, '_'),
    'stars-apart': within(T, '* '),
    'brackets': within(T, '['),
    'brackets-few': lambda size: (T + '[' * 9000 + 'a' * size)[:size],
    'brackets-both': within(T, '[]'),
    'brackets-closed': within(T, ']'),
    'links': within(T, '[a](b) '),
    'links-open': within(T, '[a]('),
    'links-nested': lambda size: (T + '[' * 5000 + 'a' + '](b)' * 5000 + 'x' * size)[:size],
    'images': within(T, '!['),
    'images-nested': lambda size: (T + '![' * 5000 + 'a' + '](b)' * 5000 + 'x' * size)[:size],
    'references': numbered('[a#N]: /u#N\n'),
    'references-same': within(T, '[a]: /u\n'),
    'references-used': lambda size: (T + '[a]: ' + 'u' * (size // 2) + '\n\n' + '[a] ' * (size // 8))[:size],
    'references-long': lambda size: (T + '[a]: /' + 'u' * (size // 2) + '\n\n' + '[a]\n' * 9000)[:size],
    'reference-title': within(T, '[a]: /u "x\n'),
    'autolinks': within(T, '<http://a.b/> '),
    'autolinks-open': within(T, '<http://a'),
    'ticks': within(T, '` '),
    'ticks-growing': growing('`'),
    'ticks-pairs': within(T, '`a` '),
    'ticks-pairs-items': within(T, '- `a`\n'),
    'ticks-one-item': within(T + '- ', '`npm run x` '),
    'ticks-words-one-item': within(T + '- ', '`TOKEN_A` is given '),
    'ticks-flags-one-item': within(T + '- `npm ci` ', '`--flag-a` '),
    'ticks-variables-one-item': numbered('`V_#N=1` '),
    'backslashes': within(T, '\\'),
    'backslashes-marks': within(T, '\\*'),
    'entities': within(T, '&amp;'),
    'entities-open': within(T, '&'),
    'entities-numbers': within(T, '&#120;'),
    'entities-controls': within(T, '&#1;'),
    'breaks': within(T, 'a  \n'),
    'rules': within(T, '---\n\n'),
    'underlines': within(T, 'a\n===\n'),
    'one-line': within(T, 'a'),
    'one-line-words': within(T, 'word '),
    'one-line-item': within(T + '- ', 'word '),
    'one-line-code': within(T + '- `npm run ', 'x', '`\n'),
    'one-line-heading': within('# ', 'word '),
    'line-ends': within(T, '\n'),
    'carriage-returns': within(T, 'a\r'),
    'blanks': within(T, ' '),
    'tabs': within(T, '\t'),
    'entities-blank': within(T, '&#32;'),
    'entities-blank-letter': within(T, '&#32;a) '),
    'returns-items': within(T, '- a\r'),
    'returns-headings': within('', '# a\r'),
    'letters-wide': within(T, '\u202e\u00e9'),
    # blocks
    'quotes-deep': lambda size: T + '> ' * (size // 2 - 10) + 'a\n',
    'quotes-tight': lambda size: T + '>' * (size - 20) + 'a\n',
    'quotes-lines': within(T, '> a\n'),
    'quotes-lines-deep': within(T, '> ' * 30 + 'a\n'),
    'quotes-lazy': lambda size: (T + '> ' * 1000 + 'a\n' + 'b\n' * size)[:size],
    'quotes-apart': within(T, '> a\n\n'),
    'lists-deep': lambda size: T + '- ' * (size // 2 - 10) + 'a\n',
    'lists-deep-numbers': lambda size: T + '1. ' * (size // 3 - 10) + 'a\n',
    'lists-deep-lines': deeper('- a\n', 30),
    'lists-deeper': lambda size: T + ''.join('  ' * level + '- a\n' for level in range(int(size ** 0.5) - 6)),
    'lists-deep-apart': lambda size: (T + '- ' * 1000 + 'a\n' + '\n' * size)[:size],
    'items': within(T, '- a\n'),
    'items-empty': within(T, '-\n'),
    'items-apart': within(T, '- a\n\n'),
    'items-numbered': numbered('#N. a\n'),
    'items-marks': within(T, '- a\n+ b\n'),
    'items-empty-marks': within(T, '-\n+\n'),
    'items-empty-numbers': within(T, '1.\n1)\n'),
    'items-thirty-deep': within(T, '- ' * 30 + 'a\n'),
    'items-thirty-deep-empty': within(T, '- ' * 31 + '\n'),
    'items-code': within(T, '- `a`b`c`\n'),
    'items-words': numbered('- word#N\n'),
    'items-remarks': within(T, '- `npm ci` `a <b`\n'),
    'items-many-variables': lambda size: T + '- ' + numbered('`run a` ')(size // 2) + numbered('`V_#N=1` ')(size // 2) + '\n',
    'items-boxes': within(T, '- [ ] a\n'),
    'items-commands': within(T, '- `a b`\n'),
    'items-commands-many': numbered('- `npm run x#N`\n'),
    'items-variables': numbered('- `npm ci` with `V#N=1`\n'),
    'items-variables-nested': lambda size: T + '- do `npm run a b`\n' + numbered('  - `V#N=1`\n')(size - 40),
    'items-if': numbered('- If x#N is so: `npm run a`\n'),
    'items-if-same': within(T, '- If so: `npm run a`\n'),
    'items-secrets': numbered('- `curl -H "Authorization: Bearer $TOKEN_#N" https://a.b/c`\n'),
    'items-secret-words': numbered('- `A_TOKEN_#N` is set\n'),
    'items-inputs': numbered('- `psql -h $HOST_#N -c x`\n'),
    'items-inputs-one': lambda size: T + '- `echo ' + numbered('$HOST_#N ')(size - 30) + '`\n',
    'items-placeholders': numbered('- `deploy --to <place-#N>`\n'),
    'items-requests': numbered('- `GET /a/#N`\n'),
    'items-request-parts': numbered('- `GET /a/<part-#N>`\n'),
    'items-request-long': lambda size: T + '- `GET /a?' + numbered('a#N=<x#N>&')(size - 30) + '`\n',
    'items-statements': numbered('- `SELECT #N`\n'),
    'items-lettered': within(T, '- do: a) b b) c c) d\n'),
    'lettered': within(T, 'do: a) b b) c c) d '),
    'lettered-lines': within(T, 'a) b\n'),
    'lettered-code': within(T + 'Do: ', '`a` a) '),
    'numbered-in-a-line': within(T, '1) a 2) b 3) c '),
    'warnings': within(T, '- Never do `npm ci`\n'),
    'words-above': within(T, 'a\n\n'),
    'words-above-many': numbered('para #N\n\n'),
    'words-between': within(T + '- a\n\n', 'a b\n\n'),
    'headings': within('', '# a\n'),
    'headings-no-steps': numbered('# a#N\n'),
    'headings-steps': within('', '# a\n- b\n'),
    'headings-steps-many': numbered('# a#N\n- b\n'),
    'headings-numbered': numbered('# a-2\n- b\n# a\n- b\n'),
    'headings-low': within(T, '### a\n'),
    'headings-low-steps': within(T, '### a\n- b\n'),
    'headings-stairs': within(T, '### a\n#### b\n##### c\n###### d\n- e\n'),
    'headings-falling': within(T, '###### a\n- b\n##### a\n- b\n#### a\n- b\n'),
    'html': within(T, '<div>\n'),
    'html-inline': within(T, '<b>a</b>'),
    'html-open': within(T, '<div '),
    'html-comments': within(T, '<!-- a -->\n\n'),
    'html-comments-open': within(T, '<!--'),
    'html-comments-apart': within(T, 'a <!-- \n\n'),
    'html-controls': within(T, '<?'),
    'html-declarations': within(T, '<!A'),
    'html-cdata': within(T, '<![CDATA['),
    'html-attributes': within(T + '<a', ' b'),
    'html-quotes': within(T, '<a b="'),
    # tables
    'bars': within(T, '|'),
    'table-wide': lambda size: T + '|' + 'a|' * (size // 8) + '\n|' + '-|' * (size // 8) + '\n|' + 'b|' * (size // 8) + '\n',
    'table-high': within(T + '|a|b|\n|-|-|\n', '|c|d|\n'),
    'table-high-code': within(T + '|a|b|\n|-|-|\n', '|c|`npm run d`|\n'),
    'table-square': square('a|'),
    'table-heads': within(T, '|a|\n'),
    'table-long-head': lambda size: T + '|a|' + 'h' * 40 + '|\n|-|-|\n' + '|c|d|\n' * ((size - 100) // 6),
    'tables': within(T, '|a|b|\n|-|-|\n|c|d|\n\n'),
    'table-columns-64': lambda size: T + ('|' + 'h' * 39) * 60 + '|\n' + '|-' * 60 + '|\n' + ('|x' * 60 + '|\n') * (size // 122 - 30),
    'front-matter': within('---\n', 'a: b\n'),
    # fences
    'fences': within(T, '```\na\n```\n'),
    'fences-open': within(T, '```\n'),
    'fences-sh': within(T, '```sh\nnpm run a\n```\n'),
    'fences-many': numbered('```sh\nnpm run a#N\n```\n'),
    'fences-curl': numbered('```sh\ncurl https://a.b/#N\n```\n'),
    'fences-sql': numbered('```sql\nSELECT #N;\n```\n'),
    'fences-http': numbered('```http\nGET /a#N\n```\n'),
    'fences-indented': within(T, '    a\n\nb\n\n'),
    'fence-lines': within(T + '```sh\n', 'npm run a\n'),
    'fence-lines-many': numbered('npm run a\n'),
    'fence-long-line': within(T + '```sh\necho ', 'a '),
    'fence-continued': within(T + '```sh\necho ', 'a \\\n'),
    'fence-curl': within(T + '```sh\n', 'curl https://a.b/c\n'),
    'fence-curl-headers': lambda size: T + '```sh\ncurl https://a.b/c ' + numbered('-H "A#N: b" ')(size - 50) + '\n```\n',
    'fence-curl-headers-same': within(T + '```sh\ncurl https://a.b/c ', "-H 'A: b' "),
    'fence-curl-form': lambda size: T + '```sh\ncurl https://a.b/c ' + numbered('-F a#N=b ')(size - 50) + '\n```\n',
    'fence-curl-data': within(T + '```sh\ncurl https://a.b/c ', '-d a=b '),
    'fence-curl-json': lambda size: T + "```sh\ncurl https://a.b/c -d '[" + '1,' * (size // 2 - 40) + "1]'\n```\n",
    'fence-curl-json-deep': lambda size: T + "```sh\ncurl https://a.b/c -d '" + '[' * 4000 + ']' * 4000 + "'\n```\n",
    'fence-curl-json-keys': lambda size: T + "```sh\ncurl https://a.b/c -d '{" + numbered('"a#N":1,')(size - 60) + "\"z\":1}'\n```\n",
    'fence-curl-json-tokens': lambda size: T + "```sh\ncurl https://a.b/c -d '{" + numbered('"a#N":"<x#N>",')(size - 60) + "\"z\":1}'\n```\n",
    'fence-curl-variables': lambda size: T + '```sh\n' + numbered('curl https://a.b/$A_#N\n')(size - 30) + '```\n',
    'fence-curl-secrets': lambda size: T + '```sh\n' + numbered('curl -H "Authorization: Bearer $T_TOKEN_#N" https://a.b/\n')(size - 30) + '```\n',
    'fence-curl-quotes': within(T + '```sh\ncurl ', "'"),
    'fence-assignments': lambda size: T + '```sh\n' + numbered('A_#N=b\n')(size - 40) + 'npm run $A_1\n```\n',
    'fence-exports': lambda size: T + '```sh\n' + numbered('export A_#N=b\n')(size - 40) + 'npm run a\n```\n',
    'fence-variables': lambda size: T + '```sh\necho ' + numbered('$V_#N ')(size - 40) + '\n```\n',
    'fence-variables-same': within(T + '```sh\necho ', '$V '),
    'fence-defaults': within(T + '```sh\necho ', '${V:-'),
    'fence-substitutions': within(T + '```sh\necho ', '$('),
    'fence-ticks': within(T + '~~~sh\necho ', '`a` '),
    'fence-ticks-tight': within(T + '~~~sh\necho ', '`a`'),
    'fence-substituted': within(T + '```sh\necho ', '$(a)'),
    'fence-substituted-deep': lambda size: T + '```sh\necho ' + '$(a ' * 200 + ')' * 200 + '\n```\n' + 'b\n\n' * (size // 4 - 300),
    'fence-processes': within(T + '```sh\ncat ', '<(a)'),
    'fence-tests': within(T + '```sh\n', '[[ a ]]\n'),
    'fence-functions': within(T + '```sh\n', 'f(){ a;}\n'),
    'fence-functions-called': lambda size: T + '```sh\n' + numbered('f#N(){ a;}\n')(size // 2) + numbered('f#N || x\n')(size // 2) + '```\n',
    'fence-groups': within(T + '```sh\n', '{ a;}\n'),
    'fence-cases': within(T + '```sh\ncase a in ', 'a) b;; '),
    'fence-letters': within(T + '```sh\n', 'a;'),
    'fence-negations': within(T + '```sh\n', '! a\n'),
    'fence-background': within(T + '```sh\n', 'a&'),
    'fence-excuses': within(T + '```sh\n', 'a||:\n'),
    'fence-pipes-grep': within(T + '```sh\na', '|grep a'),
    'fence-ifs-whole': within(T + '```sh\n', 'if a;then exit 1;fi\n'),
    'fence-inner': within(T + '```sh\n', "sh -c 'a;b'\n"),
    'fence-inner-long': lambda size: T + "```sh\nsh -c '" + 'a;' * (size // 2 - 20) + "'\n```\n",
    'fence-redirects': within(T + '```sh\na', ' >b'),
    'fence-braces': within(T + '~~~http\nGET /a\n\n', '{{'),
    'fence-angles': within(T + '```sh\necho ', '<'),
    'fence-addresses': within(T + '```sh\necho ', '://a'),
    'fence-users': within(T + '```sh\necho', ' -u a'),
    'fence-sql-braces': within(T + '```sql\nSELECT ', '{{'),
    'fence-sql-comment-lines': within(T + '```sql\n', '-- a\n', 'SELECT 1;\n'),
    'fence-plain': within(T + '```\n', 'a b c\n'),
    'fence-other': within(T + '```text\n', 'a\n'),
    'fence-parens': within(T + '```sh\n', '('),
    'fence-ifs': within(T + '```sh\n', 'if a; then\n'),
    'fence-heredocs': within(T + '```sh\n', 'cat <<E\na\nE\n'),
    'fence-heredocs-open': within(T + '```sh\n', 'cat <<E\n'),
    'fence-pipes': within(T + '```sh\na', ' | b'),
    'fence-ands': within(T + '```sh\na', ' && b'),
    'fence-comments': within(T + '```sh\n', '# a\n'),
    'fence-prompts': within(T + '```console\n', '$ npm run a\nsaid\n'),
    'fence-passwords': lambda size: T + '```sh\n' + numbered('login --password=hunter#N\n')(size - 30) + '```\n',
    'fence-passwords-one-line': within(T + '```sh\nlogin', ' --password=hunter2'),
    'fence-sql-statements': within(T + '```sql\n', 'SELECT 1;\n'),
    'fence-sql-begin': within(T + '```sql\n', 'BEGIN;\n'),
    'fence-sql-quotes': within(T + '```sql\nSELECT ', "'a"),
    'fence-sql-dollars': within(T + '```sql\nSELECT ', '$a$'),
    'fence-sql-dollars-many': lambda size: T + '```sql\nSELECT ' + numbered('$a#N$')(size - 30) + '\n```\n',
    'fence-sql-comments': within(T + '```sql\nSELECT ', '/*'),
    'fence-sql-places': lambda size: T + '```sql\nSELECT ' + numbered(':a#N, ')(size - 40) + ':z;\n```\n',
    'fence-sql-placeholders': lambda size: T + '```sql\nSELECT ' + numbered("'<a#N>', ")(size - 40) + '1;\n```\n',
    'fence-sql-semicolons': within(T + '```sql\n', ';'),
    'fence-sql-parens': within(T + '```sql\nSELECT ', '('),
    'fence-http-parts': within(T + '```http\n', 'GET /a\n###\n'),
    'fence-http-headers': lambda size: T + '```http\nGET /a\n' + numbered('H#N: a\n')(size - 30) + '```\n',
    'fence-http-body': within(T + '```http\nPOST /a\n\n', 'a\n'),
    'fence-http-json': lambda size: T + '```http\nPOST /a\nContent-Type: application/json\n\n[' + '[],' * (size // 3 - 40) + '1]\n```\n',
}


def page(name, size):
    text = BOMBS[name](size)
    if not text.startswith(('#', '---')):
        text = T + text
    return text.encode()[:size]


def limited():
    resource.setrlimit(resource.RLIMIT_AS, (SAFETY, SAFETY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS + 1))


def complaint(program, name, size, folder):
    """What is wrong with how the page is imported; empty if nothing is."""
    with open(f'{folder}/page.md', 'wb') as file:
        file.write(page(name, size))
    with open(f'{folder}/said', 'wb') as said:
        child = subprocess.Popen([program, 'import', f'{folder}/page.md', '--out', f'{folder}/drafts'], stdin=subprocess.DEVNULL,
                                 stdout=said, stderr=subprocess.STDOUT, preexec_fn=limited)
        _, status, used = os.wait4(child.pid, 0)
    status = os.waitstatus_to_exitcode(status)
    with open(f'{folder}/said', errors='replace') as said:
        words = said.read()
    first = words.split('\n', 1)[0][:200]
    memory, seconds = used.ru_maxrss << 10, used.ru_utime + used.ru_stime
    if seconds >= MOST_SECONDS:
        return f'takes over {MOST_SECONDS} seconds'
    if status not in (0, 3):
        return f'ends with {status}: {first}'
    if status == 3 and not re.search(r'^(\S+:\d+:\d+: )?error\[(over-limit|page-[a-z-]+)\]: .*\n(.*\n)*      = ', words):
        return f'is refused without a reason or a hint: {first}'
    if status == 0 and not re.search(r'\nwrote \d+ drafts? with \d+ steps? to ', words):
        return 'ends with 0 and wrote nothing'
    if memory >= MOST_MEMORY:
        return f'takes {memory >> 20} MB'
    return ''


def import_all(program, size, names):
    bad = 0
    for name in names:
        folder = tempfile.mkdtemp()
        wrong = complaint(program, name, size, folder)
        shutil.rmtree(folder)
        if wrong:
            bad += 1
            print(f'not so: {name}, {size} bytes: {wrong}', flush=True)
    print(f'{len(names)} hostile pages of {size >> 10} KiB, {bad} failures')
    return bad


def main():
    if sys.argv[1:] == ['--list']:
        print('\n'.join(BOMBS))
    elif sys.argv[1] == '--import':
        sys.exit(import_all(sys.argv[2], int(sys.argv[3]), sys.argv[4:] or list(BOMBS)) > 0)
    else:
        sys.stdout.buffer.write(page(sys.argv[1], int(sys.argv[2])))


main()
