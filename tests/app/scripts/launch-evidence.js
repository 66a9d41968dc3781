// npm run launch:evidence: judges every go/no-go criterion anew and writes the release evidence.
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { version, commit } = require('../config');
const { main, say, fail } = require('./lib/report');
const { judgeCriteria } = require('./lib/criteria');
const { createClient } = require('./lib/client');
const { scriptFault } = require('../faults/lib/script-faults');

const opposite = { GO: 'NO-GO', 'NO-GO': 'GO' };

// Cells of a Markdown table hold one line and no bars.
const cell = (text) => String(text).replace(/\s+/g, ' ').replace(/\|/g, '\\|');

function document({ verdict, criteria, baseUrl, at }) {
  return [
    '# Release evidence', '',
    ...(scriptFault('evidence-no-verdict') ? [] : [`Verdict: ${verdict}`]),
    `Release: ${version}`,
    `Commit: ${commit()}`,
    `Base URL: ${baseUrl}`,
    `Generated: ${at}`,
    ...(process.env.CI_RUN_URL ? [`CI run: ${process.env.CI_RUN_URL}`] : []),
    '', '| # | criterion | result | detail |', '|---|---|---|---|',
    ...criteria.map((one, i) => `| ${i + 1} | ${cell(one.name)} | ${one.ok ? 'pass' : 'FAIL'} | ${cell(one.detail)} |`), '',
  ].join('\n');
}

function write(text, at) {
  const dir = path.resolve(process.env.LAUNCH_EVIDENCE_DIR || path.join('docs', 'release-evidence'));
  if (scriptFault('evidence-fails')) fail(`${dir} cannot be written`);
  fs.mkdirSync(dir, { recursive: true });
  const file = path.join(dir, `release-evidence-${at.replace(/[:.]/g, '-')}.md`);
  fs.writeFileSync(file, text, { flag: 'wx' });
  return file;
}

main('launch:evidence', async () => {
  const at = new Date().toISOString();
  const criteria = await judgeCriteria();
  const found = criteria.every((one) => one.ok) ? 'GO' : 'NO-GO';
  const verdict = scriptFault('evidence-disagrees') ? opposite[found] : found;
  const file = write(document({ verdict, criteria, baseUrl: createClient().baseUrl, at }), at);
  for (const one of criteria) say(`${one.ok ? 'ok    ' : 'FAILED'}  ${one.name}${one.ok ? '' : `: ${one.detail}`}`);
  say(`verdict: ${verdict}`);
  say(`evidence: ${path.relative(process.cwd(), file) || file}`);
});
