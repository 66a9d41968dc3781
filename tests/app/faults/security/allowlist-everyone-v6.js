'use strict';

const { changeRows } = require('../lib/data');

module.exports = {
  name: 'allowlist-everyone-v6',
  applies: 'server',
  summary: 'The IP allow-list has a network that holds every public address of IPv6.',
  ...changeRows({ table: 'security_policies', key: 'organization_id', set: { ip_allowlist: JSON.stringify(['127.0.0.0/8', '::1/128', '2000::/8']) } }),
};
