'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'restore-audited-as-other',
  applies: 'server',
  summary: 'A restore is logged as started by somebody else.',
  ...changeAnswer({
    route: 'POST /api/dashboard/ops/restores',
    change: (json, { db }) => db.run("UPDATE audit_log SET actor_id = 'usr_support' WHERE resource_id = ?", [json.restore.id]),
  }),
};
