'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'session-audited-twice',
  applies: 'server',
  summary: 'The audit log has the opening of a session twice.',
  ...changeAnswer({
    route: 'POST /api/dashboard/security/sessions',
    async change(json, { db }) {
      const event = await db.one("SELECT * FROM audit_log WHERE action = 'session.opened' AND resource_id = ?", [json.session.id]);
      if (event) await db.insert('audit_log', { ...event, id: `${event.id}x${Date.now()}` });
    },
  }),
};
