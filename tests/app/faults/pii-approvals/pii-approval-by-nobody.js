'use strict';

const { changeRows } = require('../lib/data');

module.exports = {
  name: 'pii-approval-by-nobody',
  applies: 'server',
  summary: 'An export of personal data was approved by somebody who does not belong to the tenant.',
  ...changeRows({ table: 'pii_export_approvals', key: 'id', set: { approved_by: 'usr_gone' } }),
};
