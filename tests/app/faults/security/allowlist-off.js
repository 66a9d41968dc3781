'use strict';

const { changeRows } = require('../lib/data');

module.exports = {
  name: 'allowlist-off',
  applies: 'server',
  summary: 'The IP allow-list is off for every tenant.',
  ...changeRows({ table: 'security_policies', key: 'organization_id', set: { ip_allowlist_enabled: 0 } }),
};
