'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'incident-update-doubled',
  applies: 'server',
  summary: 'An update is kept twice.',
  ...changeAnswer({
    route: 'POST /api/dashboard/ops/incidents/:incidentId/updates',
    async change(json, { db }) {
      const row = await db.one('SELECT * FROM incident_updates WHERE incident_id = ? ORDER BY posted_at DESC LIMIT 1', [json.incident.id]);
      await db.insert('incident_updates', { ...row, id: `${row.id}_2` });
    },
  }),
};
