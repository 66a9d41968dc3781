// Switches faults of a running server: node faults/ctl.js SOCKET on NAME[=ARGUMENT] | off NAME | list | reset
// Without a server, node faults/ctl.js names prints every switch, and node faults/ctl.js page the page about them.
'use strict';

const net = require('node:net');
const readline = require('node:readline');
const { faultNames, loadFault } = require('./lib/names');
const { faultsPage } = require('./lib/page');

function names() {
  for (const name of faultNames()) {
    const { applies, summary } = loadFault(name);
    process.stdout.write(`${name}\t${applies}\t${summary}\n`);
  }
}

function send(socketFile, words) {
  const socket = net.connect(socketFile);
  const giveUp = (message) => {
    process.stderr.write(`faults: ${message}\n`);
    process.exitCode = 1;
    socket.destroy();
  };
  socket.setTimeout(10000, () => giveUp('the server did not answer'));
  socket.on('error', (error) => giveUp(error.message));
  socket.on('connect', () => socket.write(`${words.join(' ')}\n`));
  readline.createInterface({ input: socket }).on('line', (line) => {
    if (line.startsWith('error ')) return giveUp(line.slice('error '.length));
    process.stdout.write(`${line}\n`);
    if (line.startsWith('ok ')) socket.end();
  });
}

process.stdout.on('error', () => process.exit(0)); // whoever reads along may stop

const [first, ...rest] = process.argv.slice(2);
if (first === 'names') names();
else if (first === 'page') process.stdout.write(faultsPage());
else if (first && rest.length > 0) send(first, rest);
else {
  process.stderr.write('usage: node faults/ctl.js SOCKET on NAME[=ARGUMENT] | off NAME | list | reset\n       node faults/ctl.js names | page\n');
  process.exitCode = 2;
}
