// What is said where a run cannot even begin: each mistake is a file or a command line that is wrong close to a secret's value.
'use strict';

const path = require('node:path');
const { run, put, environment } = require('./look');

const SECRET = 'Can4ryBird-x91-nest';
const RUNBOOK = `runbook: 1
title: A canary
secrets: { other: { env: OTHER, optional: true } }
inputs:
  s: { type: string, secret: true, required: false }
  n: { type: int, secret: true, required: false }
  l: { type: list, items: int, secret: true, required: false }
  shown: { type: int, default: 1 }
steps:
  - name: It runs
    exec: [echo, hi]
    effect: read
`;

// Files of inputs that are wrong, with SECRET where the value is.
const PROFILES = {
  'a misspelled name': 's2: SECRET\n',
  'a misspelled name, quoted': '"sx": "SECRET"\n',
  'not a whole number': 'n: SECRET\n',
  'a list for a text': 's: [SECRET]\n',
  'a map for a text': 's: { a: SECRET }\n',
  'an item of the wrong type': 'l: [1, SECRET]\n',
  'a quote that is not closed': 's: "SECRET\n',
  'a single quote that is not closed': "s: 'SECRET\nshown: 1\n",
  'an alias': 's: *SECRET\n',
  'an anchor': 's: &SECRET x\n',
  'a tag': 's: !SECRET x\n',
  'a directive': 's: %SECRET\n',
  'a colon within': 's: SECRET: x\n',
  'a comment within': 's: SECRET #x\nzz: 1\n',
  'a bracket within': 's: [SECRET\n',
  'a brace within': '{s: SECRET, zz: {\n',
  'no colon': 's SECRET\n',
  'an equal sign for the colon': 's=SECRET\n',
  'no blank behind the colon': 's:SECRET\n',
  'twice': 's: SECRET\ns: SECRET-2\n',
  'a block': 's: |\n  SECRET\n zz: 1\n',
  'a folded block': 's: >\n  SECRET\nzz: [\n',
  'a block that is not indented': 's: |\nSECRET\n',
  'a list at the top': '- SECRET\n- s: SECRET\n',
  'only a text': 'SECRET\n',
  'JSON with two commas': '{"s": "SECRET",,}\n',
  'JSON that is cut': '{"s": "SECRET',
  'a tab': '\ts: SECRET\n',
  'two documents': 's: SECRET\n---\ns: SECRET\n',
  'a bad byte': 's: SECRET\u0000\n',
  'a wrong input beside it': 's: SECRET\nshown: abc\n',
  'a wrong input on its line': '{ s: SECRET, shown: abc }\n',
  'a tail behind its quotes': "s: 'SECRET' x\n",
  'a merge key': '<<: { s: SECRET }\n',
};

// What is given on the command line.
const WORDS = {
  'no equal sign': ['--input', 's:SECRET'],
  'only the value': ['--input', 'SECRET'],
  'nothing before the equal sign': ['--input', '=SECRET'],
  'a misspelled name': ['--input', 's2=SECRET'],
  'not a whole number': ['--input', 'n=SECRET'],
  'no list': ['--input', 'l=SECRET'],
  'a list of texts': ['--input', 'l=["SECRET"]'],
  'JSON that is cut': ['--input', 'l=["SECRET"'],
  'a blank behind the equal sign': ['--input', 's=', 'SECRET'],
  'a misspelled option': ['--inputt=s=SECRET'],
  'an address of no known kind': ['--input', 'shown=oracle://u:SECRET@h/x'],
  'a long address': ['--input', `shown=postgres://ann:SECRET@database.example.test/${'a-long-name/'.repeat(9)}`],
  'an address with a password in its query': ['--input', 'shown=postgres://h/x?password=SECRET'],
};

// Runbooks that are wrong where a secret stands in them.
const RUNBOOKS = {
  'a secret that is a text': 'secrets: { s: SECRET }\n',
  'a secret with a value': 'secrets:\n  s: { env: S, value: SECRET }\n',
  'a secret with a default': 'secrets:\n  s:\n    env: S\n    default: SECRET\n',
  'a secret in a list': 'secrets: [SECRET]\n',
  'a value for the name of a variable': 'secrets:\n  s: { env: "SECRET it is" }\n',
  'a default of the wrong type': 'inputs:\n  s: { type: int, secret: true, default: SECRET }\n',
  'a default that breaks the pattern': "inputs:\n  s:\n    type: string\n    secret: true\n    pattern: '[0-9]+'\n    default: SECRET\n",
  'a default that is no choice': 'inputs:\n  s: { type: string, secret: true, choices: [SECRET-1], default: SECRET }\n',
  'a misspelled default': 'inputs:\n  s: { type: string, secret: true, defalt: SECRET }\n',
  'a misspelled secret': 'inputs:\n  s: { type: int, secrte: true, default: SECRET }\n',
  'secret: yes': 'inputs:\n  s: { type: int, secret: yes, default: SECRET }\n',
  'a default whose quote is not closed': 'inputs:\n  s:\n    secret: true\n    default: "SECRET\n',
  'a default that is an alias': 'inputs:\n  s:\n    secret: true\n    default: *SECRET\n',
  'a comma in a default': 'inputs:\n  s: { secret: true, default: x,SECRET }\n',
  'an action with a default': 'actions:\n  do_it:\n    description: x\n    inputs:\n      s: { type: int, secret: true, default: SECRET }\n    exec: [echo]\n',
  'an address of no known kind': 'connections:\n  db: { sql: "oracle://u:SECRET@h/x" }\n',
  'an option that MariaDB has not': 'connections:\n  db: { sql: "mysql://u:SECRET@h/x?sslmode=require" }\n',
  'an address of MariaDB that is none': 'connections:\n  db: { sql: "mysql://u:SECRET@h:port/x" }\n',
  'an address with a key that is not known': 'connections:\n  db: { sql: "postgres://u:SECRET@h/x?a=b", passwrd: x }\n',
  'an address that is not one': 'connections:\n  db: { sql: "postgres:/u:SECRET@h" }\n',
  'an address of another scheme': 'connections:\n  web: { http: "ftp://u:SECRET@h" }\n',
  'an address in the other form': 'connections:\n  db: { sql: "host=h password=SECRET user=u" }\n',
  'a line with an address': 'steps:\n  - name: x\n    exce: [psql, "postgres://u:SECRET@h/x?sslpassword=SECRET"]\n',
  'a command that fails': 'secrets:\n  s: { command: [sh, -c, "cat secret.txt >&2; exit 3"] }\n',
  'a command that prints no text': 'secrets:\n  s: { command: [sh, -c, "cat secret.txt; printf \'\\\\377\'"] }\n',
  'a command that cannot be found': 'secrets:\n  s: { command: [/no/such/program, --token, SECRET] }\n',
  'a file that is too short': 'secrets:\n  s: { file: short.txt }\n',
};

const FILES = { 'secret.txt': SECRET, 'short.txt': 'Can4ry9', 'main.yaml': RUNBOOK };
const filled = (text) => text.replaceAll('SECRET', SECRET);

function runbookWith(text) {
  const steps = text.startsWith('steps:') ? '' : 'steps:\n  - name: It runs\n    exec: [echo, hi]\n    effect: read\n';
  return `runbook: 1\ntitle: A canary\n${filled(text)}${steps}`;
}

// Each mistake with all that is said of it: { name, secret, outputs }. All of them are refused.
function mistakes(work, options) {
  const found = [];
  let folder;
  const say = (name, secret, commands) => {
    if (!name.includes(options.only)) return;
    const outputs = {};
    for (const words of commands) {
      const done = run([...words, '--root', folder], folder, environment({}));
      if (done.status === 0 && words[0] === 'run') throw new Error(`'${name}' is no mistake`);
      outputs[words[0]] = done.text;
    }
    found.push({ name: `mistake: ${name}`, secret, outputs });
  };
  const at = (files) => {
    folder = path.join(work, `mistake${found.length}`);
    put(folder, { ...FILES, ...files });
  };
  for (const [name, text] of Object.entries(PROFILES)) {
    at({ 'profile.yaml': filled(text) });
    const profile = ['main.yaml', '--inputs', 'profile.yaml'];
    say(`profile, ${name}`, SECRET, [['run', ...profile], ['plan', ...profile]]);
  }
  for (const [name, words] of Object.entries(WORDS)) {
    at({});
    say(`command line, ${name}`, SECRET, [['run', 'main.yaml', ...words.map(filled)], ['plan', 'main.yaml', ...words.map(filled)]]);
  }
  for (const [name, text] of Object.entries(RUNBOOKS)) {
    at({ 'wrong.yaml': runbookWith(text) });
    const secret = name.includes('too short') ? FILES['short.txt'] : SECRET;
    say(`runbook, ${name}`, secret, [['check', 'wrong.yaml'], ['run', 'wrong.yaml'], ['plan', 'wrong.yaml'], ['doc', 'wrong.yaml']]);
  }
  return found;
}

module.exports = { mistakes };
