// Reads the part of YAML that the matrix is written in: nested maps by indentation, lists in brackets, plain and quoted
// scalars (all of them stay text), comments. What it does not know it refuses, with the line.
'use strict';

function refuse(number, line, why) {
  throw new Error(`matrix line ${number}: ${why}: ${line.trim()}`);
}

function unquote(text) {
  const quoted = /^(["'])(.*)\1$/.exec(text);
  return quoted ? quoted[2] : text;
}

function scalar(text) {
  const list = /^\[(.*)\]$/.exec(text);
  return list ? list[1].split(',').map((part) => unquote(part.trim())).filter(Boolean) : unquote(text);
}

// A comment begins with # at the line's start or after a space, outside of quotes.
const withoutComment = (line) => line.replace(/^((?:[^"'#]|(?<=\S)#|"[^"]*"|'[^']*')*?)(?:^|\s)#.*$/, '$1');

// A key ends at the first ": " or ":" at the end; quoted where it holds one itself.
function entry(text) {
  const quoted = /^(["'])(.*?)\1:(?:\s+(.*))?$/.exec(text);
  if (quoted) return [quoted[2], quoted[3] || ''];
  const plain = /^(.+?):(?:\s+(.*))?$/.exec(text);
  return plain ? [plain[1], plain[2] || ''] : null;
}

function readTable(source) {
  const root = {};
  const open = [{ indent: -1, map: root }];
  source.split('\n').forEach((raw, i) => {
    const line = withoutComment(raw).trimEnd();
    if (line.trim() === '') return;
    const indent = line.length - line.trimStart().length;
    const found = entry(line.trim());
    if (!found) refuse(i + 1, raw, 'neither a key nor a comment');
    while (open[open.length - 1].indent >= indent) open.pop();
    const parent = open[open.length - 1];
    if (!parent.map) refuse(i + 1, raw, 'deeper than what has a value already');
    const [key, value] = found;
    if (Object.hasOwn(parent.map, key)) refuse(i + 1, raw, 'the key is there twice');
    parent.map[key] = value === '' ? {} : value === '{}' ? {} : scalar(value);
    open.push({ indent, map: value === '' ? parent.map[key] : null });
  });
  return root;
}

module.exports = { readTable };
