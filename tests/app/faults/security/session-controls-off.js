'use strict';

const { changeRows } = require('../lib/data');

module.exports = {
  name: 'session-controls-off',
  applies: 'server',
  summary: 'Session controls are off for every tenant.',
  ...changeRows({ table: 'security_policies', key: 'organization_id', set: { session_controls_enabled: 0 } }),
};
