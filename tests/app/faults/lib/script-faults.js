// Faults of the scripts: they come from APP_FAULTS, else from the file "faults" in the app's var folder.
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { loadFault, parseFaults } = require('./names');
const { ROOT, variableDir } = require('../../config');

function faultText() {
  if (process.env.APP_FAULTS) return process.env.APP_FAULTS;
  try {
    return fs.readFileSync(path.join(variableDir(), 'faults'), 'utf8').trim().split(/\s+/).join(',');
  } catch {
    return '';
  }
}

function activeScriptFaults() {
  return parseFaults(faultText()).map((fault) => fault.name).filter((name) => loadFault(name).applies === 'script');
}

function scriptFault(name) {
  return activeScriptFaults().includes(name);
}

// ── faults that change one script from outside ──

// Each of { file: 'scripts/build.js', when(words), before(), instead(say, work), after(say), line(line), status(status) }, all but
// `file` as needed. `when` looks at the script's arguments; `before` may change process.env and process.argv; `instead` is done in
// place of the script's work; `line` gives back what is printed instead of a line, or null for nothing; `status` the exit status.
// They see what this script itself does: another one that it starts has its own. All may wait, except `line`.
const changeScript = (...entries) => ({ scripts: entries });

function changesOfThisScript() {
  const file = path.relative(ROOT, fs.realpathSync(process.argv[1] || '.')).split(path.sep).join('/');
  const words = process.argv.slice(2);
  return activeScriptFaults().flatMap((name) => loadFault(name).scripts || []).filter((entry) => entry.file === file && (!entry.when || entry.when(words)));
}

let changes = []; // those of the script that is running

const changedLine = (line) => changes.reduce((text, entry) => (text === null || !entry.line ? text : entry.line(text)), line);

// Does a script's work as the faults that are on would have it. `said` prints a line.
async function changedWork(work, said) {
  changes = changesOfThisScript();
  let inner = work;
  for (const entry of changes) {
    const own = inner;
    inner = async () => {
      if (entry.before) await entry.before();
      if (entry.instead) await entry.instead(said, own);
      else await own();
      if (entry.after) await entry.after(said);
    };
  }
  await inner();
}

const changedStatus = (status) => changes.reduce((now, entry) => (entry.status ? entry.status(now) : now), status);

module.exports = { activeScriptFaults, scriptFault, changeScript, changedLine, changedWork, changedStatus };
