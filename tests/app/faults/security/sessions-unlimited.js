'use strict';

const { changeRows } = require('../lib/data');

module.exports = {
  name: 'sessions-unlimited',
  applies: 'server',
  summary: 'A user may have any number of sessions at once.',
  ...changeRows({ table: 'security_policies', key: 'organization_id', set: { max_concurrent_sessions: 100000 } }),
};
