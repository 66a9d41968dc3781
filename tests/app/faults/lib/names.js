// The switches: one file each in the folder above, and how a list such as "mfa-off,500=/api/x" is read.
'use strict';

const fs = require('node:fs');
const path = require('node:path');

const FOLDER = path.join(__dirname, '..');
const NOT_SWITCHES = new Set(['ctl.js']);

function faultNames() {
  return fs.readdirSync(FOLDER)
    .filter((file) => file.endsWith('.js') && !NOT_SWITCHES.has(file))
    .map((file) => file.slice(0, -3))
    .sort();
}

function loadFault(name) {
  if (!faultNames().includes(name)) throw new Error(`there is no fault "${name}"; see tests/app/faults`);
  return require(path.join(FOLDER, `${name}.js`));
}

// "a, b=x" → [{ name: 'a', argument: '' }, { name: 'b', argument: 'x' }]; unknown names are refused.
function parseFaults(text) {
  return text.split(',').map((part) => part.trim()).filter(Boolean).map((part) => {
    const [name, ...rest] = part.split('=');
    loadFault(name);
    return { name, argument: rest.join('=') };
  });
}

module.exports = { faultNames, loadFault, parseFaults };
