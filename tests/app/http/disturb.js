// Faults that hit requests whatever they ask: 500, 503, slow, no-answer, not-json, empty-json. True when the answer was given.
'use strict';

const { send, sendJson, sendError } = require('./respond');

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function disturb(ctx, options) {
  const { faults, method, path, res } = ctx;
  if (faults.hits('slow', method, path)) await pause(options.slowMs);
  if (faults.hits('no-answer', method, path)) {
    res.destroy();
    return true;
  }
  if (faults.hits('500', method, path)) {
    await sendError(ctx, 500, 'internal', 'Something went wrong.');
    return true;
  }
  if (faults.hits('503', method, path)) {
    send(ctx, 503, 'text/plain; charset=utf-8', 'no server is available\n', { 'retry-after': '1' });
    return true;
  }
  if (faults.hits('not-json', method, path)) {
    send(ctx, 200, 'text/html; charset=utf-8', '<!doctype html><title>Please wait</title><p>Please wait.</p>\n');
    return true;
  }
  if (faults.hits('empty-json', method, path)) {
    await sendJson(ctx, 200, {});
    return true;
  }
  return false;
}

module.exports = { disturb };
