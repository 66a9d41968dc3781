// The switches: one file each in a folder by subject, and how a list such as "mfa-off,500=/api/x" is read.
'use strict';

const fs = require('node:fs');
const path = require('node:path');

const FOLDER = path.join(__dirname, '..');

// Folder → the names in it. Names are unique whatever the folder.
function faultFolders() {
  const folders = fs.readdirSync(FOLDER, { withFileTypes: true }).filter((entry) => entry.isDirectory() && entry.name !== 'lib').map((entry) => entry.name).sort();
  return new Map(folders.map((folder) => [folder, fs.readdirSync(path.join(FOLDER, folder)).filter((file) => file.endsWith('.js')).map((file) => file.slice(0, -3)).sort()]));
}

function indexOf(folders) {
  const index = new Map(); // name → its file
  for (const [folder, names] of folders) {
    for (const name of names) {
      if (index.has(name)) throw new Error(`there are two faults "${name}", one of them in tests/app/faults/${folder}`);
      index.set(name, path.join(FOLDER, folder, `${name}.js`));
    }
  }
  return index;
}

const FILES = indexOf(faultFolders());

const faultNames = () => [...FILES.keys()].sort();

function loadFault(name) {
  if (!FILES.has(name)) throw new Error(`there is no fault "${name}"; see tests/app/faults`);
  return require(FILES.get(name));
}

// "a, b=x" → [{ name: 'a', argument: '' }, { name: 'b', argument: 'x' }]; unknown names are refused.
function parseFaults(text) {
  return text.split(',').map((part) => part.trim()).filter(Boolean).map((part) => {
    const [name, ...rest] = part.split('=');
    loadFault(name);
    return { name, argument: rest.join('=') };
  });
}

module.exports = { faultFolders, faultNames, loadFault, parseFaults };
