// What README.md says about endpoints: [{ method, path, role, fields }]; fields are the top-level names of the answer.
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { ROOT } = require('../../config');

const README = fs.readFileSync(path.join(ROOT, 'README.md'), 'utf8');

function documentedEndpoints() {
  return README.split('\n').filter((line) => /^\| `(GET|POST|PUT)/.test(line)).flatMap((line) => {
    const [, first, role, answers] = line.split(/(?<!\\)\|/).map((cell) => cell.trim());
    return [...first.matchAll(/`(GET|POST|PUT) (\/[^` ]*)`/g)].map(([, method, address]) => ({
      method, path: address, role: role.split(',')[0], answers,
    }));
  });
}

// The names at the top level of the first {…} in the answer, or null where it shows none.
function topLevelNames(answers) {
  const from = answers.indexOf('`{');
  if (from < 0) return null;
  let depth = 1;
  let flat = '';
  for (const character of answers.slice(from + 2)) {
    if ('}]'.includes(character)) depth -= 1;
    if (depth === 0) break;
    if (depth === 1) flat += character;
    if ('{['.includes(character)) depth += 1;
  }
  return flat.split(',').map((part) => part.split(':')[0].trim()).filter((name) => /^[a-z_]+$/.test(name));
}

module.exports = { README, documentedEndpoints, topLevelNames };
