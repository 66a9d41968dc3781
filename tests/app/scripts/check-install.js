// Runs before an install: is this Node new enough for what is about to be installed?
'use strict';

const { main, say, fail } = require('./lib/report');
const { scriptFault } = require('../faults/lib/script-faults');

const OLDEST = 18;

main('install check', () => {
  const part = process.argv[2] === 'frontend' ? 'frontend' : 'application';
  const refused = scriptFault(part === 'frontend' ? 'frontend-install-fails' : 'install-fails');
  const found = refused ? 0 : Number(process.versions.node.split('.')[0]);
  if (found < OLDEST) fail(`the ${part} needs Node ${OLDEST} or newer, found ${found}`);
  say(`install check: Node ${process.versions.node} will do for the ${part}`);
});
