'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'incident-update-moves',
  applies: 'server',
  summary: 'An update moves the incident to another tenant and hides it.',
  ...changeAnswer({
    route: 'POST /api/dashboard/ops/incidents/:incidentId/updates',
    change: (json, { db }) => db.run("UPDATE incidents SET organization_id = 'globex', is_public = 0 WHERE id = ?", [json.incident.id]),
  }),
};
