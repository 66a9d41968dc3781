// What the scripts print: short lines for people, and a plain message with exit status 1 on failure.
'use strict';

const { activeScriptFaults, changedLine, changedWork, changedStatus } = require('../../faults/lib/script-faults');

class Failure extends Error {}

function say(line) {
  const text = changedLine(line);
  if (text !== null) process.stdout.write(`${text}\n`);
}

function fail(message) {
  throw new Failure(message);
}

// Runs a script's main function; an expected failure prints its message, anything else its stack.
function main(name, work) {
  for (const fault of activeScriptFaults()) process.stderr.write(`note: fault "${fault}" is switched on\n`);
  Promise.resolve()
    .then(() => changedWork(work, say))
    .catch((error) => {
      const text = error instanceof Failure ? error.message : (error && error.stack) || String(error);
      process.stderr.write(`${name}: ${text}\n`);
      process.exitCode = 1;
    })
    .finally(() => {
      process.exitCode = changedStatus(process.exitCode || 0);
    });
}

module.exports = { Failure, say, fail, main };
