"""A terminal's screen: bytes are fed to it, and it says what a person sees. A window of another width breaks long lines anew, as most
terminals do, or cuts them, as xterm does."""
import re, unicodedata

SEQUENCE = re.compile(rb'\x1b(?:\[([?0-9;]*)([A-Za-z@`])|\](\d+);([^\x07\x1b]*)(?:\x07|\x1b\\)|[=>78c])')


class Screen:
    def __init__(self, width=80, height=40, reflows=True):
        self.width, self.height, self.reflows = width, height, reflows
        self.rows, self.row, self.column = [[]], 0, 0
        self.goes_on = {}  # rows that are continued on the next one
        self.wraps = True
        self.title, self.titles, self.bells = '', [], 0
        self.unknown = []
        self.rest = b''

    # ── what is seen ──

    def text(self):
        return '\n'.join(''.join(row).rstrip() for row in self.rows).rstrip('\n')

    def bottom(self):
        """What the window shows now, without what has left it at the top."""
        return '\n'.join(self.text().split('\n')[-self.height:])

    # ── writing ──

    def feed(self, data):
        data = self.rest + data
        self.rest = b''
        at = 0
        while at < len(data):
            if data[at] == 0x1b:
                found = SEQUENCE.match(data, at)
                if not found:
                    if len(data) - at < 200:
                        self.rest = data[at:]
                        return
                    self.unknown.append(data[at:at + 10])
                    at += 1
                    continue
                self.obey(found)
                at = found.end()
                continue
            length = 1 if data[at] < 0xC0 else 2 if data[at] < 0xE0 else 3 if data[at] < 0xF0 else 4
            if at + length > len(data):
                self.rest = data[at:]
                return
            self.put(data[at:at + length].decode(errors='replace'))
            at += length

    def obey(self, found):
        numbers, letter, kind, words = found.groups()
        if kind is not None:
            self.title = words.decode() if kind in (b'0', b'2') else self.title
            return
        if letter is None:
            return
        first = int(re.sub(rb'\D.*', b'', numbers) or 0) if numbers and numbers[:1] != b'?' else 0
        count = max(first, 1)
        here = self.rows[self.row]
        if letter == b'A':
            self.row = max(self.row - count, self.top())
        elif letter == b'B':
            self.row = min(self.row + count, self.top() + self.height - 1, len(self.rows) - 1)
        elif letter == b'C':
            self.column = min(self.column + count, self.width - 1)
        elif letter == b'D':
            self.column = max(self.column - count, 0)
        elif letter in b'G`':
            self.column = min(count, self.width) - 1
        elif letter == b'K' and first == 0:
            del here[self.column:]
            self.goes_on.pop(self.row, None)
        elif letter == b'J' and first == 0:
            del here[self.column:]
            del self.rows[self.row + 1:]
            self.goes_on = {row: 1 for row in self.goes_on if row < self.row}
        elif letter == b'P':
            del here[self.column:self.column + count]
        elif letter == b'@':
            here[self.column:self.column] = [' '] * count
        elif letter == b't' and numbers.startswith(b'22'):
            self.titles.append(self.title)
        elif letter == b't' and numbers.startswith(b'23'):
            self.title = self.titles.pop() if self.titles else ''
        elif letter in b'hl' and numbers == b'?7':
            self.wraps = letter == b'h'
        elif letter not in b'mhl':
            self.unknown.append(found.group())

    def top(self):
        return max(0, len(self.rows) - self.height)

    def down(self):
        self.row += 1
        if self.row == len(self.rows):
            self.rows.append([])

    def put(self, c):
        if c == '\r':
            self.column = 0
        elif c == '\n':
            self.goes_on.pop(self.row, None)
            self.down()
        elif c == '\b':
            self.column = max(min(self.column, self.width - 1) - 1, 0)
        elif c == '\a':
            self.bells += 1
        elif c >= ' ' and not unicodedata.combining(c):
            wide = 2 if unicodedata.east_asian_width(c) in 'WF' else 1
            if self.column + wide > self.width:
                if self.wraps:
                    self.goes_on[self.row] = 1
                    self.down()
                    self.column = 0
                else:
                    self.column = self.width - wide
            row = self.rows[self.row]
            row += [' '] * (self.column - len(row))
            row[self.column:self.column + wide] = [c] + [''] * (wide - 1)
            self.column += wide

    # ── another size ──

    def resize(self, width, height):
        self.height = height
        old, self.width = self.width, width
        if width == old:
            return
        if not self.reflows:
            self.rows = [row[:width] for row in self.rows]
            self.goes_on = {}
            self.column = min(self.column, width - 1)
            return
        lines, cursor = [], None
        whole = []
        for at, row in enumerate(self.rows):
            if at == self.row:
                cursor = (len(lines), len(whole) + self.column)
            whole += row
            if at in self.goes_on:
                continue
            lines.append(whole)
            whole = []
        self.rows, self.goes_on = [], {}
        for number, line in enumerate(lines):
            parts = [line[i:i + width] for i in range(0, len(line), width)] or [[]]
            if number == cursor[0]:
                self.row = len(self.rows) + min(cursor[1] // width, len(parts) - 1)
                self.column = min(cursor[1] - (self.row - len(self.rows)) * width, width - 1)
            for part in parts[:-1]:
                self.goes_on[len(self.rows)] = 1
                self.rows.append(part)
            self.rows.append(parts[-1])
