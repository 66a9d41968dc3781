// The matrix as runs to make: for every runbook the healthy one, then one for each fault, with the verdicts that are expected.
'use strict';

const fs = require('node:fs');
const { readTable } = require('./table');

// What may be different in a run, by the first word of its name; anything else is a fault of the application.
const WORDS = {
  input: (run, rest) => assign(run.inputs, rest),
  answer: (run, rest) => assign(run.answers, rest),
  environment: (run, rest) => assign(run.environment, rest),
  database: (run, rest) => Object.assign(run.place, rest === 'other' ? { other: true } : { given: rest }),
  edited: (run, rest) => Object.assign(run.place, { edited: rest }),
  without: (run, rest) => Object.assign(run.place, { remove: rest }),
  script: (run, rest) => run.place.scripts.push(rest),
  blocked: (run, rest) => Object.assign(run, { blocked: rest }),
  journal: (run, rest) => Object.assign(run, { journal: rest }),
  commit: (run, rest) => Object.assign(run, { commit: rest }),
};

function assign(map, text) {
  const at = text.indexOf('=');
  map[text.slice(0, at)] = text.slice(at + 1);
}

// "mfa-off + answer review=no": everything that is different, apart by plus signs.
function differ(run, name) {
  for (const part of name.split(' + ')) {
    const [word, ...rest] = part.split(' ');
    if (WORDS[word] && rest.length > 0) WORDS[word](run, rest.join(' '));
    else run.faults.push(part);
  }
}

function placeOf({ migrated = 'full', writes = '', quick = '', after = '' }) {
  return { upto: migrated, writes: writes === 'true', quick: quick === 'true', after, scripts: [] };
}

function runsOf(name, entry) {
  const plain = () => ({
    group: name, runbook: entry.runbook || name, only: entry.only || [], inputs: { ...entry.inputs }, answers: { ...entry.answers }, environment: { ...entry.environment }, faults: [],
    place: placeOf(entry.place || {}),
    blocked: '', journal: '', commit: '', usual: entry.healthy || {}, turns: {},
  });
  const runs = [{ ...plain(), fault: '' }];
  for (const [fault, turns] of Object.entries(entry.faults || {})) {
    const run = { ...plain(), fault, turns: { ...turns } };
    differ(run, fault);
    runs.push(run);
  }
  return runs;
}

function readMatrix(file) {
  return Object.entries(readTable(fs.readFileSync(file, 'utf8'))).flatMap(([name, entry]) => runsOf(name, entry));
}

// ── what is expected ──

const escaped = (text) => text.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*');
const matches = (pattern, address) => new RegExp(`^${escaped(pattern)}$`).test(address);

function lookUp(table, address) {
  if (Object.hasOwn(table, address)) return table[address];
  const pattern = Object.keys(table).find((key) => key.includes('*') && matches(key, address));
  return pattern ? table[pattern] : '';
}

// What the table says of a step: its own line, else the first pattern that fits. `usual` is what the healthy run had.
function expectedOf(run, usual, step, after) {
  const named = lookUp(run.turns, step.address);
  if (named) return named;
  if (after && step.phase === 'steps' && run.turns.rest) return run.turns.rest;
  if (step.phase === 'undo') return 'no undo step';
  if (usual.size > 0 && !usual.has(step.address)) return 'no such step';
  return usual.get(step.address) || lookUp(run.usual, step.address) || 'passed';
}

// Everything in which the steps of a run differ from the table, one line each. `rest` is the verdict of all that comes after the
// last step that is named and was not skipped; what is not reached has no iterations.
function compare(run, steps, usual) {
  const problems = [];
  const last = steps.reduce((found, step, i) => (step.phase === 'steps' && step.verdict !== 'skipped' && lookUp(run.turns, step.address) ? i : found), -1);
  steps.forEach((step, i) => {
    const expected = expectedOf(run, usual, step, i > last);
    if (step.verdict !== expected) problems.push(`${step.address}: ${step.verdict}, expected ${expected}${step.reason ? ` (${step.reason})` : ''}`);
  });
  const seen = new Set(steps.map((step) => step.address));
  for (const address of usual.keys()) {
    if (seen.has(address) || lookUp(run.turns, address) === 'absent') continue;
    if (!run.turns.rest || !seen.has(address.replace(/\[.*$/, ''))) problems.push(`${address}: is not there`);
  }
  for (const key of Object.keys(run.turns)) {
    const there = [...seen, ...usual.keys()].some((address) => key === address || matches(key, address));
    if (key !== 'rest' && !there) problems.push(`${key}: there is no such step`);
  }
  return problems;
}

// By the precedence of exit statuses: in doubt, denied, NO-GO, undecided, PARTIAL.
function statusOf(run, steps) {
  const seen = new Set(steps.map((step) => step.verdict));
  if (seen.has('in_doubt')) return 6;
  if (seen.has('failed')) return 1;
  if (seen.has('undecided') || steps.some((step) => step.cause === 'declined' && step.phase !== 'undo')) return 4;
  return run.only.length > 0 ? 10 : 0;
}

module.exports = { readMatrix, compare, statusOf };
