'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'session-audited-as-denied',
  applies: 'server',
  summary: 'The audit log says that opening a session was denied.',
  ...changeAnswer({
    route: 'POST /api/dashboard/security/sessions',
    async change(json, { db }) {
      await db.run("UPDATE audit_log SET outcome = 'denied' WHERE action = 'session.opened' AND resource_id = ?", [json.session.id]);
    },
  }),
};
