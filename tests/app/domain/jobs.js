// Work that takes a moment: replays, backfills and restores start as running and settle a little later.
'use strict';

const KINDS = [require('./replays'), require('./backfills'), require('./restores')];

function createJobs({ db, faults, options }) {
  const timers = new Set();
  let working = Promise.resolve();
  let stopped = false;

  // Finishes whatever is due. Safe to call at any time; every kind looks only at its own rows.
  function settle() {
    working = working.then(async () => {
      for (const kind of KINDS) await kind.settle({ db, faults, options, at: new Date().toISOString() });
    }).catch((error) => process.stderr.write(`jobs: ${error.message}\n`));
    return working;
  }

  return {
    settle,
    // When work started now will be done; a timer then sees to it even if nobody asks.
    startNow() {
      const timer = setTimeout(() => {
        timers.delete(timer);
        if (!stopped) settle();
      }, options.jobMs + 20);
      timers.add(timer);
      return new Date(Date.now() + options.jobMs).toISOString();
    },
    async stop() {
      stopped = true;
      for (const timer of timers) clearTimeout(timer);
      await working;
    },
  };
}

module.exports = { createJobs };
