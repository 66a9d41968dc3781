'use strict';

const { changeRows } = require('../lib/data');

module.exports = {
  name: 'allowlist-empty',
  applies: 'server',
  summary: 'The IP allow-list is on, and has no network.',
  ...changeRows({ table: 'security_policies', key: 'organization_id', set: { ip_allowlist: JSON.stringify([]) } }),
};
