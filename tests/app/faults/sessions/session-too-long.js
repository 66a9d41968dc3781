'use strict';

const { changeRows, daysFromNow } = require('../lib/data');

module.exports = {
  name: 'session-too-long',
  applies: 'server',
  summary: 'Sessions that are active live 30 days, longer than the policy of their tenant allows.',
  ...changeRows({ table: 'sessions', key: 'id', where: "status = 'active'", set: () => ({ expires_at: daysFromNow(30) }) }),
};
