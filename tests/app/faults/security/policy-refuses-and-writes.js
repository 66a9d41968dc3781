'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'policy-refuses-and-writes',
  applies: 'server',
  summary: 'A security policy that is refused is kept all the same.',
  ...changeAnswer({
    route: 'PUT /api/dashboard/security/policy',
    refusals: true,
    async change(json, { db, status, body, organization }) {
      const entries = body.ip_allowlist && body.ip_allowlist.entries;
      if (status === 422 && entries) await db.run('UPDATE security_policies SET ip_allowlist = ? WHERE organization_id = ?', [JSON.stringify(entries), organization]);
    },
  }),
};
