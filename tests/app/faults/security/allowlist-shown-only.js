'use strict';

const { changeAnswer } = require('../lib/answers');
const { changeRows } = require('../lib/data');

module.exports = {
  name: 'allowlist-shown-only',
  applies: 'server',
  summary: 'The security policy is shown with its IP allow-list on, and has it off.',
  ...changeRows({ table: 'security_policies', key: 'organization_id', set: { ip_allowlist_enabled: 0 } }),
  ...changeAnswer({
    route: 'GET /api/dashboard/security/policy',
    change(json) {
      json.ip_allowlist.enabled = true;
    },
  }),
};
