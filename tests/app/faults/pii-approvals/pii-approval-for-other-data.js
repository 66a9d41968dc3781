'use strict';

const { changeRows } = require('../lib/data');

module.exports = {
  name: 'pii-approval-for-other-data',
  applies: 'server',
  summary: 'An export of personal data was made with an approval for other data.',
  ...changeRows({ table: 'pii_export_approvals', key: 'id', set: { dataset: 'newsletter' } }),
};
