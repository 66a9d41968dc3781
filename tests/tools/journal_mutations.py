#!/usr/bin/env python3
"""journal_mutations.py PROGRAM STEP JOURNAL …: changes each journal in one place at a time, and has the program verify it: status 9 each time.
One byte of every STEP is changed, each line is left out, doubled, swapped with the next, cut, filled with another; ends are cut and added."""
import os
import re
import subprocess
import sys
import tempfile


def of_bytes(text, step):
    for at in range(0, len(text), step):
        for bit in (1, 2, 32):
            yield f'bit {bit} of byte {at}', text[:at] + bytes([text[at] ^ bit]) + text[at + 1:]
        yield f'byte {at} left out', text[:at] + text[at + 1:]
        yield f'a blank before byte {at}', text[:at] + b' ' + text[at:]


def of_lines(text, step):
    lines = text.splitlines(keepends=True)
    for at, line in enumerate(lines):
        before, behind = lines[:at], lines[at + 1:]
        yield f'line {at + 1} left out', b''.join(before + behind)
        yield f'line {at + 1} twice', b''.join(before + [line, line] + behind)
        yield f'a blank line before line {at + 1}', b''.join(before + [b'\n', line] + behind)
        if behind:
            yield f'line {at + 1} behind the next', b''.join(before + [behind[0], line] + behind[1:])
            yield f'the end from line {at + 2} on', b''.join(before + [line])
        for cut in range(1, len(line), step * 4):
            yield f'the end from byte {cut} of line {at + 1} on', b''.join(before) + line[:cut]
            yield f'line {at + 1} without its end from byte {cut} on', b''.join(before + [line[:cut] + b'\n'] + behind)
        for number in re.finditer(rb'(?<=[:,])[0-9]+(?=[,}])', line):
            other = str(int(number[0]) + 1).encode()
            yield f'{number[0]} is {other} in line {at + 1}', b''.join(before + [line[:number.start()] + other + line[number.end():]] + behind)


def of_ends(text, step):
    last = text.splitlines(keepends=True)[-1]
    for name, words in (('a line end', b'\n'), ('a blank', b' '), ('NUL', b'\0'), ('an event', b'{}\n'), ('the last line', last), ('the journal', text)):
        yield f'{name} behind it', text + words
        yield f'{name} in front of it', words + text
    yield 'nothing', b''
    yield 'CRLF', text.replace(b'\n', b'\r\n')
    yield 'a byte order mark', b'\xef\xbb\xbf' + text
    yield 'another verdict', text.replace(b'NO-GO', b'GO').replace(b'UNDECIDED', b'GO') if b'"GO"' not in text else text.replace(b'"GO"', b'"NO-GO"')


def main():
    program, step, journals = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
    bad = count = 0
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'journal.jsonl')
        for journal in journals:
            with open(journal, 'rb') as file:
                text = file.read()
            for kind in (of_lines, of_ends, of_bytes):
                for what, mutated in kind(text, step):
                    if mutated == text:
                        continue
                    with open(path, 'wb') as file:
                        file.write(mutated)
                    os.chmod(path, 0o600)
                    count += 1
                    done = subprocess.run([program, 'verify', folder], capture_output=True)
                    if done.returncode != 9:
                        bad += 1
                        print(f'not so: {journal}, {what}: verify ends with {done.returncode}')
    print(f'{count} changed journals, {bad} failures')
    sys.exit(bad > 0 or count == 0)


main()
