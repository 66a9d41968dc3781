// What a run's journal says: the verdict of every step in the order of the runbook, every must expectation, and the end.
'use strict';

const fs = require('node:fs');

// Ids that the application makes up differ from run to run.
const stable = (address) => address.replace(/\b(ses|imp|inc|bf|rst|bak)_[0-9a-f]{16}\b/g, '$1_*');

// "3.10" comes after "3.9".
function byNumber(a, b) {
  const [left, right] = [a.number.split('.').map(Number), b.number.split('.').map(Number)];
  for (let i = 0; i < Math.min(left.length, right.length); i += 1) {
    if (left[i] !== right[i]) return left[i] - right[i];
  }
  return left.length - right.length;
}

function readJournal(file, root) {
  const events = fs.readFileSync(file, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));
  const steps = [];
  const expectations = new Map(); // where it stands → { where, text, turned }
  const phases = { steps: 0, finally: 0, undo: 1 };
  for (const event of events) {
    if (event.event === 'step_ended' && event.phase !== 'probe') {
      steps.push({ address: stable(event.address), number: event.number, verdict: event.verdict, reason: event.reason, phase: event.phase,
        cause: event.cause, began: event.attempts > 0 });
    }
    if (event.event === 'expectation' && event.level === 'must' && event.phase !== 'probe') {
      const where = `${event.place.path.replace(`${root}/`, '')}:${event.place.line}:${event.place.column}`;
      const key = `${where} ${event.text}`;
      const turned = event.verdict !== 'held';
      expectations.set(key, { where, text: event.text, turned: turned || Boolean((expectations.get(key) || {}).turned) });
    }
  }
  steps.sort((a, b) => phases[a.phase] - phases[b.phase] || byNumber(a, b));
  return { steps, expectations, end: events.find((event) => event.event === 'run_ended'), events };
}

module.exports = { readJournal };
