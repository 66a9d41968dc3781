'use strict';

const { changeRows } = require('../lib/data');

module.exports = {
  name: 'allowlist-invalid',
  applies: 'server',
  summary: 'The IP allow-list has an entry that is not a network; the others, loopback among them, are right.',
  ...changeRows({
    table: 'security_policies', key: 'organization_id', set: { ip_allowlist: JSON.stringify(['127.0.0.0/8', '::1/128', '10.20.0.0/33']) },
  }),
};
