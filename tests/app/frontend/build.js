// npm --prefix frontend run build: copies src into dist, names every asset by its content, and writes a manifest.
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const vm = require('node:vm');
const { createHash } = require('node:crypto');
const { main, say, fail } = require('../scripts/lib/report');
const { scriptFault } = require('../faults/lib/script-faults');

const SRC = path.join(__dirname, 'src');
const DIST = path.join(__dirname, 'dist');

const hashOf = (data) => createHash('sha256').update(data).digest('hex');

// Comments and indentation of a style sheet go.
const shortenCss = (text) => text.replace(/\/\*[^]*?\*\//g, '').replace(/^\s+/gm, '').replace(/\n+/g, '\n');

function prepare(name) {
  const text = fs.readFileSync(path.join(SRC, name), 'utf8');
  if (name.endsWith('.css')) return shortenCss(text);
  try {
    new vm.Script(text, { filename: name });
  } catch (error) {
    fail(`${name} does not parse: ${error.message}`);
  }
  return text;
}

function build() {
  const assets = {};
  const write = [];
  for (const name of fs.readdirSync(SRC).filter((file) => /\.(js|css)$/.test(file)).sort()) {
    const text = prepare(name);
    const hash = hashOf(text);
    const hashed = name.replace(/\.(\w+)$/, `.${hash.slice(0, 10)}.$1`);
    assets[name] = { file: `assets/${hashed}`, sha256: hash };
    write.push([`assets/${hashed}`, text]);
  }
  let html = fs.readFileSync(path.join(SRC, 'index.html'), 'utf8');
  if (scriptFault('frontend-build-fails')) html += '{{missing.js}}';
  html = html.replace(/\{\{([\w.-]+)\}\}/g, (whole, name) => {
    if (!assets[name]) fail(`index.html refers to "${name}", which is not in src`);
    return `/${assets[name].file}`;
  });
  write.push(['index.html', html]);
  const manifest = { version: require('./package.json').version, index_sha256: hashOf(html), assets };
  write.push(['manifest.json', `${JSON.stringify(manifest, null, 2)}\n`]);
  return write;
}

main('frontend build', () => {
  const write = build();
  fs.rmSync(DIST, { recursive: true, force: true });
  fs.mkdirSync(path.join(DIST, 'assets'), { recursive: true });
  for (const [name, text] of write) fs.writeFileSync(path.join(DIST, name), text);
  say(`frontend build: ${write.length} files in dist`);
});
