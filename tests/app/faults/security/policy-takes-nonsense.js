'use strict';

const { answer, changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'policy-takes-nonsense',
  applies: 'server',
  summary: 'A security policy with a network that is none is taken.',
  ...changeAnswer({
    route: 'PUT /api/dashboard/security/policy',
    refusals: true,
    async change(json, { db, status, body, organization }) {
      const entries = body.ip_allowlist && body.ip_allowlist.entries;
      if (status !== 422 || !entries) return undefined;
      await db.run('UPDATE security_policies SET ip_allowlist = ? WHERE organization_id = ?', [JSON.stringify(entries), organization]);
      return answer({ status: 200, json: {} });
    },
  }),
};
