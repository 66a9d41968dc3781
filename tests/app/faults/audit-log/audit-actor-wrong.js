'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'audit-actor-wrong',
  applies: 'server',
  summary: 'The audit log has another actor than the one who did it.',
  ...changeAnswer({
    route: 'POST *',
    refusals: true,
    change: (json, request) => request.db.run("UPDATE audit_log SET actor_id = 'usr_member' WHERE at >= ?", [request.now.toISOString()]).then(() => undefined),
  }),
};
