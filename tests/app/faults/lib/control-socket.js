// The control socket: faults of a running server by line, "on NAME[=ARGUMENT]", "off NAME", "list", "reset".
'use strict';

const fs = require('node:fs');
const net = require('node:net');
const readline = require('node:readline');
const { faultNames, loadFault, parseFaults } = require('./names');

async function obey(registry, line) {
  const [verb, ...rest] = line.trim().split(/\s+/);
  const argument = rest.join(' ');
  if (verb === 'on') {
    for (const fault of parseFaults(argument)) await registry.switchOn(fault.name, fault.argument);
    return `ok on ${argument}`;
  }
  if (verb === 'off') {
    await registry.switchOff(argument);
    return `ok off ${argument}`;
  }
  if (verb === 'reset') {
    await registry.reset();
    return 'ok reset';
  }
  if (verb === 'list') {
    const lines = faultNames().map((name) => `${name} ${registry.isOn(name) ? 'on' : 'off'} ${loadFault(name).summary}`);
    return [...lines, 'ok list'].join('\n');
  }
  throw new Error(`the words are on, off, list and reset, not "${verb}"`);
}

async function listen(file, registry) {
  fs.rmSync(file, { force: true });
  const sockets = new Set();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
    let turn = Promise.resolve();
    readline.createInterface({ input: socket }).on('line', (line) => {
      turn = turn
        .then(() => obey(registry, line))
        .catch((error) => `error ${error.message}`)
        .then((answer) => socket.write(`${answer}\n`));
    });
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(file, resolve);
  });
  fs.chmodSync(file, 0o600);
  return {
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
      fs.rmSync(file, { force: true });
    },
  };
}

module.exports = { listen };
