'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'sign-in-not-audited',
  applies: 'server',
  summary: 'Signing in leaves no event in the audit log.',
  ...changeAnswer({
    route: 'POST /api/auth/login',
    async change(json, { db }) {
      await db.run("DELETE FROM audit_log WHERE action = 'session.signed_in' AND resource_id = ?", [json.session.id]);
    },
  }),
};
