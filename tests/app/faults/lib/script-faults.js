// Faults of the scripts: they come from APP_FAULTS, else from the file "faults" in the app's var folder.
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { loadFault, parseFaults } = require('./names');
const { variableDir } = require('../../config');

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

module.exports = { activeScriptFaults, scriptFault };
