'use strict';

const { changeRows } = require('../lib/data');

module.exports = {
  name: 'allowlist-everyone',
  applies: 'server',
  summary: 'The IP allow-list is on and valid, but has a network that holds every address.',
  ...changeRows({ table: 'security_policies', key: 'organization_id', set: { ip_allowlist: JSON.stringify(['127.0.0.0/8', '0.0.0.0/0']) } }),
};
