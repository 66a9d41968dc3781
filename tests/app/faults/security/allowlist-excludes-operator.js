'use strict';

const { changeRows } = require('../lib/data');

module.exports = {
  name: 'allowlist-excludes-operator',
  applies: 'server',
  summary: 'The IP allow-list holds valid networks, but none that holds the address of the operator.',
  ...changeRows({
    table: 'security_policies', key: 'organization_id', set: { ip_allowlist: JSON.stringify(['10.20.0.0/16', '203.0.113.0/24']) },
  }),
};
