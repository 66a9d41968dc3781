// Every one-line change of the application's routes and domain that may be wrong: { file, number, before, after, what }. Those that do
// not parse are left out, and so is what belongs to the fault switches.
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const vm = require('node:vm');

const FOLDERS = ['routes', 'domain'];

// Each: what is changed, where it stands, and what is put in its place. A place that gives back null is left as it is.
const SWAPS = { '===': '!==', '!==': '===', ' < ': ' <= ', ' <= ': ' < ', ' > ': ' >= ', ' >= ': ' > ', ' && ': ' || ', ' || ': ' && ', ' + ': ' - ', ' - ': ' + ', true: 'false', false: 'true' };
const OPERATORS = [
  ['an operator', /===|!==| < | <= | > | >= | && | \|\| | \+ | - |\b(?:true|false)\b/g, (found) => SWAPS[found]],
  ['the other sense', /(?<=[(&|] ?)!(?=[\w(])/g, () => ''],
  ['a bound', /(?<![\w.'])\d+(?![\w.'])/g, (found) => (found === '0' ? '1' : String(Number(found) + 1))],
  ['less of it', /(?<![\w.'])\d{2,}(?![\w.'])/g, (found) => String(Math.floor(Number(found) / 2))],
  ['a text', /(?<!throw.*|role: )'[a-z][\w. -]*'(?!\))/g, (found) => `${found.slice(0, -1)}x'`],
  ['a condition that always holds', /\bif \(.*?\)(?= (?:\{$|throw|return|await|filters))/g, () => 'if (1)'],
  ['a condition that never holds', /\bif \(.*?\)(?= (?:\{$|throw|return|await|filters))/g, () => 'if (0)'],
  ['a part of WHERE', / AND [\w.]+ (?:= \?|= '\w+'|<> '\w+'|IS NOT NULL|IS NULL|[<>]=? \?)/g, () => ''],
  ['all of WHERE', /WHERE [\w.]+ = \?/g, () => 'WHERE (1 = 1 OR $&)'],
  ['the other way of NULL', /IS NOT NULL|IS NULL/g, (found) => (found === 'IS NULL' ? 'IS NOT NULL' : 'IS NULL')],
  ['the order', / ORDER BY [\w., ]+?(?=['"`]| LIMIT)/g, () => ''],
  ['the direction', / DESC\b/g, () => ''],
  ['a list that ends early', /ORDER BY [\w., ]+(?=['"`])/g, (found) => `${found} LIMIT 1`],
  ['another tenant', /\borganization\b(?=[,)\]])|\bctx\.organization\b(?!s)/g, () => "'globex'"],
  ['another actor', /identity\.(?:actorId|userId)/g, () => "'usr_support'"],
  ['another time', /\b(?:ctx\.)?now\.toISOString\(\)/g, () => 'new Date(0).toISOString()'],
  ['a field', /\b(row|body|query|account|session|identity)\.(\w+)(?=[ ,;)\]}])/g, (found) => `${found}_`],
  ['a role', /role: '(?:staff|admin)'/g, (found) => (found.includes('staff') ? "role: 'member'" : "role: 'staff'")],
  ['a line', /^\s+(?:await [^;]*;|filters\.[^;]*;|if \([^;]*;|[\w]+: [^;{}]*,)$/g, () => ''],
];

const parses = (text) => {
  try {
    new vm.Script(`(function () {${text}\n})`);
    return true;
  } catch {
    return false;
  }
};

// A switch asked for with more beside it is turned by the operator between them.
const ofSwitches = (line, at, length) => (/ (?:&&|\|\|) /.test(line.slice(at, at + length)) && line.includes('isOn(')) || [...line.matchAll(/!?(?:\w+\.)*faults\.isOn\('[\w-]+'\)/g)].some((one) => at < one.index + one[0].length && one.index < at + length);

function mutationsOfLine(line) {
  const found = [];
  for (const [what, pattern, change] of OPERATORS) {
    for (const match of line.matchAll(pattern)) {
      const replacement = change(match[0]).replace('$&', match[0].replace(/^WHERE /, ''));
      const after = line.slice(0, match.index) + replacement + line.slice(match.index + match[0].length);
      if (after !== line && !ofSwitches(line, match.index, match[0].length)) found.push({ what, after });
    }
  }
  return found;
}

function mutationsOf(app) {
  const files = FOLDERS.flatMap((folder) => fs.readdirSync(path.join(app, folder)).filter((name) => name.endsWith('.js')).sort().map((name) => `${folder}/${name}`));
  return files.flatMap((file) => {
    const lines = fs.readFileSync(path.join(app, file), 'utf8').split('\n');
    return lines.flatMap((line, i) => {
      if (/^\s*(\/\/|'use strict'|const .*require\(|module\.exports = \{)|&& (?:ctx\.)?faults\.isOn\('[\w-]+'\)\) return/.test(line)) return [];
      const seen = new Set();
      return mutationsOfLine(line).filter(({ after }) => !seen.has(after) && seen.add(after) && parses(lines.with ? lines.with(i, after).join('\n') : [...lines.slice(0, i), after, ...lines.slice(i + 1)].join('\n')))
        .map(({ what, after }) => ({ file, number: i + 1, before: line.trim(), after: after.trim(), what, text: [...lines.slice(0, i), after, ...lines.slice(i + 1)].join('\n') }));
    });
  });
}

// mulberry32: the same numbers for the same seed, wherever it runs.
function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

function choose(list, seed, count) {
  const random = randomFrom(seed);
  const rest = [...list];
  const chosen = [];
  while (chosen.length < count && rest.length > 0) chosen.push(...rest.splice(Math.floor(random() * rest.length), 1));
  return chosen;
}

module.exports = { mutationsOf, choose };
