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

const PAGE = { lines: 50, columns: 100 };

// A run in which all is well fits one screen.
function tooLong(text) {
  const lines = text.trimEnd().split('\n').length;
  return lines > PAGE.lines ? [`all is well, and it takes ${lines} lines to say so`] : [];
}

module.exports = { PAGE, tooLong, readings, unknown, misread };
