'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'session-audited-early',
  applies: 'server',
  summary: 'The audit log has the opening of a session a day too early.',
  ...changeAnswer({
    route: 'POST /api/dashboard/security/sessions',
    async change(json, { db }) {
      await db.run("UPDATE audit_log SET at = ? WHERE action = 'session.opened' AND resource_id = ?", [new Date(Date.now() - 86400000).toISOString(), json.session.id]);
    },
  }),
};
