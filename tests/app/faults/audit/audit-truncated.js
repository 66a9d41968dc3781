'use strict';

const { removeRows, daysFromNow } = require('../lib/data');

module.exports = {
  name: 'audit-truncated',
  applies: 'server',
  summary: 'Audit events older than 30 days are gone, though they should be kept.',
  ...removeRows({ table: 'audit_log', where: () => `at < '${daysFromNow(-30)}'` }),
};
