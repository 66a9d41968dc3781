// Ways in which programs write a text. tests/unit/mask_nested_test.c holds the masker against the same ways, each within each;
// here they go through the whole program.
'use strict';

const bytesOf = (text) => [...Buffer.from(text)];
const hexOf = (byte) => byte.toString(16).padStart(2, '0');
const base64 = (text) => Buffer.from(text).toString('base64');
const base64url = (text) => Buffer.from(text).toString('base64url');

const WAYS = {
  raw: (text) => text,
  twice: (text) => text + text,
  json: (text) => JSON.stringify(text),
  jsonAscii: (text) => JSON.stringify(text).replace(/[^ -~]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).replaceAll('/', '\\/'),
  xml: (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;'),
  xmlNumbers: (text) => [...text].map((c) => `&#${c.codePointAt(0)};`).join(''),
  percent: (text) => encodeURIComponent(text),
  form: (text) => new URLSearchParams({ v: text }).toString(),
  percentAll: (text) => bytesOf(text).map((b) => `%${hexOf(b)}`).join(''),
  sql: (text) => `'${text.replaceAll("'", "''")}'`,
  csv: (text) => `"${text.replaceAll('"', '""')}"`,
  shell: (text) => `'${text.replaceAll("'", "'\\''")}'`,
  shellOctal: (text) => `$'${bytesOf(text).map((b) => (b >= 0x7f || b < 0x20 ? `\\${b.toString(8).padStart(3, '0')}` : (b === 0x27 || b === 0x5c ? '\\' : '') + String.fromCharCode(b))).join('')}'`,
  lsOctal: (text) => `'${text.replaceAll("'", "'\\''").replace(/[^ -~\n\r]+/g, (c) => `'$'${bytesOf(c).map((b) => `\\${b.toString(8).padStart(3, '0')}`).join('')}''`)}'`,
  catV: (text) => text.replace(/[^ -~\n\r]/gu, (c) => bytesOf(c).map((b) => `${b >= 0x80 ? 'M-' : ''}${(b & 0x7f) < 0x20 || (b & 0x7f) === 0x7f ? `^${String.fromCharCode((b & 0x7f) ^ 0x40)}` : String.fromCharCode(b & 0x7f)}`).join('')),
  shellWords: (text) => text.replace(/[^0-9A-Za-z\u0080-\u{10ffff}]/gu, '\\$&'),
  escaped: (text) => bytesOf(text).map((b) => `\\x${hexOf(b)}`).join(''),
  braced: (text) => [...text].map((c) => `\\u{${c.codePointAt(0).toString(16)}}`).join(''),
  eightDigits: (text) => [...text].map((c) => `\\U${c.codePointAt(0).toString(16).padStart(8, '0')}`).join(''),
  percentUnits: (text) => [...text].map((c) => `%u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
  base64,
  basic: (text) => base64(`user:${text}`),
  base64url,
  base64Lines: (text) => base64(text).replace(/.{20}/g, '$&\n'),
  hex: (text) => Buffer.from(text).toString('hex'),
  HEX: (text) => Buffer.from(text).toString('hex').toUpperCase(),
  hexColons: (text) => bytesOf(text).map(hexOf).join(':'),
  hexArray: (text) => bytesOf(text).map((b) => `0x${hexOf(b)}`).join(', '),
  jwt: (text) => `eyJhbGciOiJIUzI1NiJ9.${base64url(JSON.stringify({ sub: text }))}.AAECAwQFBgc`,
};

// What no masker can know: shows that the search finds what is shown.
const UNKNOWN_WAYS = { turnedRound: (text) => [...text].reverse().join('') };

// One way within another, as they really meet.
const NESTED = [
  ['base64', 'json'], ['json', 'json'], ['xml', 'xml'], ['percent', 'percent'], ['json', 'xml'], ['base64', 'base64'], ['csv', 'json'], ['sql', 'json'],
  ['shell', 'json'], ['percent', 'base64'], ['json', 'base64'], ['base64url', 'form'], ['hex', 'json'], ['jsonAscii', 'shellOctal'], ['jwt', 'jwt'], ['xml', 'csv'],
];

// Everything that a secret is printed as: { name, text }.
function writings(secret, unknown = false) {
  const all = Object.entries(WAYS).map(([name, write]) => ({ name, text: write(secret) }));
  for (const [outer, inner] of NESTED) all.push({ name: `${outer} of ${inner}`, text: WAYS[outer](WAYS[inner](secret)) });
  if (unknown) for (const [name, write] of Object.entries(UNKNOWN_WAYS)) all.push({ name, text: write(secret) });
  return all;
}

const WINDOW = 10; // characters, or as many as stand for LETTERS of the secret's
const LETTERS = 5;

// What other texts of about that length are written as: in base64 it depends on the length what stands behind it.
function frames(length) {
  const others = ['~', '0', 'z', "'"].flatMap((c) => [...Array(8).keys()].map((more) => c.repeat(length + more)));
  return others.flatMap((text) => writings(text).map((each) => each.text));
}

// Pieces by which a secret would be known in an output: of each writing some from all over it, and where it is short all of it. What
// is the same for any other text is the frame, and no piece of the secret.
function needles(secret, unknown = false) {
  const found = new Map([[secret, 'raw']]);
  const frame = frames(Buffer.byteLength(secret)).join('\n');
  for (const { name, text } of writings(secret, unknown)) {
    const size = Math.min(text.length, Math.max(WINDOW, Math.ceil((LETTERS * text.length) / secret.length)));
    for (const part of [0, 0.25, 0.5, 0.7, 1]) {
      const at = Math.floor((text.length - size) * part), piece = text.slice(at, at + size);
      if (size >= Math.min(WINDOW, secret.length) && !frame.includes(piece) && !found.has(piece)) found.set(piece, name);
    }
  }
  return found;
}

module.exports = { WAYS, UNKNOWN_WAYS, writings, needles };
