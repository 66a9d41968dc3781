'use strict';

const { changeRows, daysFromNow } = require('../lib/data');

module.exports = {
  name: 'pii-approval-afterwards',
  applies: 'server',
  summary: 'An export of personal data was approved after it was made.',
  ...changeRows({ table: 'pii_export_approvals', key: 'id', set: () => ({ approved_at: daysFromNow(-0.1) }) }),
};
