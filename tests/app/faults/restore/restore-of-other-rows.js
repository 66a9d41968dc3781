'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'restore-of-other-rows',
  applies: 'server',
  summary: 'A restore brings one row of one table back twice and leaves one of another out: as many as there should be.',
  ...changeAnswer({
    route: 'GET /api/dashboard/ops/restores/:restoreId',
    async change(json, { db }, memory) {
      if (memory.done) return;
      memory.done = true;
      const { run_id: id, ...run } = await db.one('SELECT * FROM integration_runs ORDER BY run_id LIMIT 1');
      await db.insert('integration_runs', { run_id: `${id}_again`, ...run });
      await db.run('DELETE FROM data_gaps WHERE id = (SELECT min(id) FROM data_gaps)');
    },
  }),
};
