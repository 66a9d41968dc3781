'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'incident-opened-by-nobody',
  applies: 'server',
  summary: 'An incident is kept as opened by nobody.',
  ...changeAnswer({
    route: 'POST /api/dashboard/ops/incidents',
    change: (json, { db }) => db.run("UPDATE incidents SET opened_by = 'anonymous' WHERE id = ?", [json.incident.id]),
  }),
};
