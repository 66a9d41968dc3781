// The application's own source files and one digest over all of them.
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { createHash } = require('node:crypto');
const { ROOT } = require('../../config');

const PARTS = ['app.js', 'server.js', 'config.js', 'db', 'domain', 'faults', 'http', 'pages', 'routes', 'scripts'];

function walk(relative) {
  const full = path.join(ROOT, relative);
  if (fs.statSync(full).isFile()) return relative.endsWith('.js') ? [relative] : [];
  return fs.readdirSync(full).sort().flatMap((name) => walk(path.join(relative, name)));
}

function readSources() {
  return PARTS.filter((part) => fs.existsSync(path.join(ROOT, part))).flatMap(walk)
    .map((file) => ({ file, text: fs.readFileSync(path.join(ROOT, file), 'utf8') }));
}

function digestOf(sources) {
  const hash = createHash('sha256');
  for (const { file, text } of sources) hash.update(`${file}\0${text}\0`);
  return hash.digest('hex');
}

module.exports = { readSources, digestOf };
