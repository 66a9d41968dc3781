'use strict';

const { changeRows, daysFromNow } = require('../lib/data');

module.exports = {
  name: 'pii-approval-expired',
  applies: 'server',
  summary: 'An export of personal data was made with an approval that had expired.',
  ...changeRows({ table: 'pii_export_approvals', key: 'id', set: () => ({ approved_at: daysFromNow(-20), expires_at: daysFromNow(-6) }) }),
};
