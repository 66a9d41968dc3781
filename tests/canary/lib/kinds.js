// Where a run's secrets come from: each kind makes the head of a runbook and what must be around it, so that the steps can read the
// secret by one expression.
'use strict';

const path = require('node:path');
const { WAYS } = require('./ways');

const quoted = (text) => JSON.stringify(text);

// { name, head, read: the expression, env, args, files, secret: what must not be seen, asks: what is typed at a prompt }
const KINDS = {
  env: (secret) => ({ head: 'secrets:\n  s: { env: CANARY }', read: 'secrets.s', env: { CANARY: secret }, secret }),
  weak: (secret) => ({ head: 'secrets:\n  s: { env: CANARY, weak: true }', read: 'secrets.s', env: { CANARY: secret }, secret }),
  file: (secret) => ({ head: 'secrets:\n  s: { file: secret.txt }', read: 'secrets.s', files: { 'secret.txt': `${secret}\n` }, secret }),
  command: (secret) => ({ head: 'secrets:\n  s: { command: [cat, secret.txt] }', read: 'secrets.s', files: { 'secret.txt': `${secret}\n` }, secret }),
  prompt: (secret) => ({ head: 'secrets:\n  s: { prompt: The secret }', read: 'secrets.s', asks: secret, secret }),
  input: (secret) => ({ head: 'inputs:\n  s: { type: string, secret: true, env: CANARY }', read: 'inputs.s', env: { CANARY: secret }, secret }),
  profile: (secret) => ({
    head: 'inputs:\n  s: { type: string, secret: true }', read: 'inputs.s', secret,
    files: { 'profile.yaml': `s: ${quoted(secret)}\n` }, args: ['--inputs', 'profile.yaml'],
  }),
  default: (secret) => ({ head: `inputs:\n  s: { type: string, secret: true, default: ${quoted(secret)} }`, read: 'inputs.s', secret }),
  list: (secret) => ({
    head: 'inputs:\n  l: { type: list, items: string, secret: true }', read: 'inputs.l[0]', secret,
    files: { 'profile.json': JSON.stringify({ l: [secret, `${secret}-2`] }) }, args: ['--inputs', 'profile.json'],
  }),
  captured: (secret) => captured(secret, JSON.stringify({ token: secret }), 'json.token'),
  capturedText: (secret) => captured(secret, secret, 'stdout'),
  capturedWhole: (secret) => captured(secret, JSON.stringify({ a: { b: [secret] } }), 'json', '.a.b[0]'),
};

// A step prints it, and takes it from there.
function captured(secret, printed, expression, within = '') {
  return {
    head: '', read: `steps.made.s${within}`, secret, files: { 'printed.txt': printed },
    before: `  - name: It makes a secret\n    id: made\n    exec: [cat, printed.txt]\n    effect: read\n    capture: { s: { value: ${expression}, secret: true } }`,
  };
}

// Numbers: the same digits as a text, a whole number, a double.
const NUMBERS = {
  number: (digits) => captured(digits, `{"otp": ${digits}}`, 'json.otp'),
  double: (digits) => captured(digits, `{"otp": ${digits}.0}`, 'json.otp'),
  numberText: (digits) => ({ head: 'secrets:\n  s: { env: CANARY }', read: 'secrets.s', env: { CANARY: digits }, secret: digits }),
  numberInput: (digits) => ({ head: 'inputs:\n  s: { type: int, secret: true, env: CANARY }', read: 'inputs.s', env: { CANARY: digits }, secret: digits }),
};

// Addresses with a password: PASSWORD stands for it, written in that way.
const ADDRESSES = {
  besideTheUser: ['postgres://ann:PASSWORD@127.0.0.1:1/db', WAYS.percent],
  anotherScheme: ['mysql://ann:PASSWORD@127.0.0.1:1/db', WAYS.percent],
  ofNoDriver: ['mongodb://ann:PASSWORD@127.0.0.1:1/db', WAYS.percent],
  everyByteEncoded: ['amqp://ann:PASSWORD@127.0.0.1:1/db', WAYS.percentAll],
  withoutUser: ['redis://:PASSWORD@127.0.0.1:1', WAYS.percent],
  inTheQuery: ['postgres://ann@127.0.0.1:1/db?password=PASSWORD&sslmode=disable', WAYS.percent],
  keyEncoded: ['postgres://ann@127.0.0.1:1/db?p%61ssword=PASSWORD', WAYS.percent],
  ofTheKey: ['postgres://ann@127.0.0.1:1/db?sslpassword=PASSWORD', WAYS.percent],
  libpq: ['host=127.0.0.1 port=1 user=ann password=PASSWORD', (text) => `'${text.replace(/[\\']/g, '\\$&')}'`],
  ofTheKeyLibpq: ['host=127.0.0.1 port=1 sslpassword = PASSWORD user=ann', (text) => `'${text.replace(/[\\']/g, '\\$&')}'`],
  jdbc: ['jdbc:sqlserver://h;user=ann;password=PASSWORD;x=y', WAYS.percent],
  token: ['https://127.0.0.1:1/x?access_token=PASSWORD&y=1', WAYS.percent],
};

function addressKind([form, write]) {
  return (secret) => {
    const address = form.replace('PASSWORD', () => write(secret));
    return { head: 'inputs:\n  db: { type: string, env: DATABASE_URL }', read: 'inputs.db', env: { DATABASE_URL: address }, secret, whole: address };
  };
}

// The same as a literal of the runbook.
function literalKind([form, write]) {
  return (secret) => {
    const address = form.replace('PASSWORD', () => write(secret));
    return { head: `vars:\n  db:\n    at: ${quoted(address)}`, read: 'vars.db.at', secret, whole: address };
  };
}

function allKinds() {
  const all = Object.entries(KINDS).map(([name, make]) => ({ name, make, of: 'text' }));
  for (const [name, make] of Object.entries(NUMBERS)) all.push({ name, make, of: 'number' });
  for (const [name, address] of Object.entries(ADDRESSES)) {
    all.push({ name: `address ${name}`, make: addressKind(address), of: 'password' });
    all.push({ name: `literal ${name}`, make: literalKind(address), of: 'password' });
  }
  return all;
}

module.exports = { allKinds, folderOf: (work, name) => path.join(work, name.replaceAll(' ', '-')) };
