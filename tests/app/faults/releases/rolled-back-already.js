'use strict';

const swap = async (db) => {
  const rows = await db.all("SELECT version, status FROM releases WHERE status IN ('current', 'previous')");
  for (const { version, status } of rows) {
    await db.run('UPDATE releases SET status = ? WHERE version = ?', [status === 'current' ? 'previous' : 'current', version]);
  }
};

module.exports = {
  name: 'rolled-back-already',
  applies: 'server',
  summary: 'The release was rolled back before, so that the one before the current one is the newer.',
  on: swap,
  off: swap,
};
