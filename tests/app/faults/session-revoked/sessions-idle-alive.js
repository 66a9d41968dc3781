'use strict';

const { changeRows } = require('../lib/data');

module.exports = {
  name: 'sessions-idle-alive',
  applies: 'server',
  summary: 'Sessions that nobody has used for hours are active, though the policy ends them after 30 idle minutes.',
  ...changeRows({
    table: 'sessions', key: 'id', where: "status = 'active'",
    set: () => ({ created_at: new Date(Date.now() - 6 * 3600000).toISOString(), last_seen_at: new Date(Date.now() - 5 * 3600000).toISOString(), expires_at: new Date(Date.now() + 5 * 3600000).toISOString() }),
  }),
};
