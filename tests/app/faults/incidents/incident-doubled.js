'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'incident-doubled',
  applies: 'server',
  summary: 'An incident is opened twice.',
  ...changeAnswer({
    route: 'POST /api/dashboard/ops/incidents',
    async change(json, { db }) {
      const row = await db.one('SELECT * FROM incidents WHERE id = ?', [json.incident.id]);
      await db.insert('incidents', { ...row, id: `${row.id}_2` });
    },
  }),
};
