// npm run build: parses every source file and writes dist/build-info.json with what was built.
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const vm = require('node:vm');
const { ROOT, version, commit } = require('../config');
const { readSources, digestOf } = require('./lib/sources');
const { main, say, fail } = require('./lib/report');
const { scriptFault } = require('../faults/lib/script-faults');

function parse({ file, text }) {
  try {
    new vm.Script(`(function (exports, require, module, __filename, __dirname) {${text}\n})`, { filename: file });
  } catch (error) {
    fail(`${file} does not parse: ${error.message}`);
  }
}

main('build', () => {
  const sources = readSources();
  if (scriptFault('build-fails')) sources.push({ file: 'routes/unfinished.js', text: 'module.exports = [ {' });
  sources.forEach(parse);
  const info = { version, commit: commit(), source_sha256: digestOf(sources), files: sources.length };
  fs.mkdirSync(path.join(ROOT, 'dist'), { recursive: true });
  fs.writeFileSync(path.join(ROOT, 'dist', 'build-info.json'), `${JSON.stringify(info, null, 2)}\n`);
  say(`build: ${info.files} files, version ${version}, sources ${info.source_sha256.slice(0, 12)}`);
});
