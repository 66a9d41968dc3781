'use strict';

const { answer, changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'session-of-other-tenant',
  applies: 'server',
  summary: 'A session can be looked at from another tenant.',
  ...changeAnswer({
    route: 'GET /api/dashboard/security/sessions/:sessionId',
    refusals: true,
    async change(json, { db, params, status }) {
      const row = status === 404 && await db.one('SELECT id, organization_id, status FROM sessions WHERE id = ?', [params.sessionId]);
      return row ? answer({ status: 200, json: { session: row } }) : undefined;
    },
  }),
};
