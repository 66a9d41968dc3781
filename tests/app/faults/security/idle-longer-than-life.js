'use strict';

const { changeRows } = require('../lib/data');

module.exports = {
  name: 'idle-longer-than-life',
  applies: 'server',
  summary: 'An idle session would live longer than sessions live at all.',
  ...changeRows({ table: 'security_policies', key: 'organization_id', set: { idle_timeout_minutes: 60, absolute_timeout_hours: 0 } }),
};
