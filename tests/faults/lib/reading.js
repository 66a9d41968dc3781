// How long it takes to know what is wrong: why, and what to type next, stand at the end of what a run prints.
'use strict';

const path = require('node:path');
const fs = require('node:fs');

const LINES = 20;
const TABLE = path.join(__dirname, '..', 'reading.tsv');

// "group/fault" → { cause, next }
function readings() {
  const rows = fs.readFileSync(TABLE, 'utf8').split('\n').filter((line) => line && !line.startsWith('#'));
  return new Map(rows.map((line) => line.split('\t')).map(([name, cause, next]) => [name, { cause, next }]));
}

// A fault that is not there would never be looked at.
function unknown(all) {
  const there = new Set(all.map((run) => `${run.group}/${run.fault}`));
  return [...readings().keys()].filter((name) => !there.has(name));
}

const words = (text) => text.split(/[\s│]+/).filter(Boolean).join(' ');

function misread(reading, text, folder) {
  const end = words(text.trimEnd().split('\n').slice(-LINES).join('\n').replaceAll(folder, 'RUN'));
  return [reading.cause, reading.next].filter((wanted) => !end.includes(wanted)).map((wanted) => `its last ${LINES} lines do not say: ${wanted}`);
}

module.exports = { readings, unknown, misread };
