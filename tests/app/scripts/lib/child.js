// Runs another script of this project and waits for it. Its end comes with ours.
'use strict';

const path = require('node:path');
const { spawn } = require('node:child_process');
const { ROOT } = require('../../config');

// Resolves to the exit status; a signal counts as 1.
function runScript(file, args = [], env = {}) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [path.join(ROOT, file), ...args], { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...env } });
    const stop = (signal) => child.kill(signal);
    const onTerm = () => stop('SIGTERM');
    const onInt = () => stop('SIGINT');
    process.on('SIGTERM', onTerm);
    process.on('SIGINT', onInt);
    child.on('error', () => resolve(1));
    child.on('close', (code) => {
      process.off('SIGTERM', onTerm);
      process.off('SIGINT', onInt);
      resolve(code === null ? 1 : code);
    });
  });
}

module.exports = { runScript };
