'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'incident-private',
  applies: 'server',
  summary: 'An incident is answered as public, but kept as one that is not.',
  ...changeAnswer({
    route: 'POST /api/dashboard/ops/incidents',
    change: (json, { db }) => db.run("UPDATE incidents SET is_public = 0 WHERE id = ?", [json.incident.id]),
  }),
};
