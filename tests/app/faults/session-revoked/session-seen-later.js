'use strict';

const { changeRows, daysFromNow } = require('../lib/data');

module.exports = {
  name: 'session-seen-later',
  applies: 'server',
  summary: 'A session was last seen tomorrow.',
  ...changeRows({ table: 'sessions', key: 'id', where: "id = 'ses_acme_0001'", set: () => ({ last_seen_at: daysFromNow(1) }) }),
};
