'use strict';

const { changeRows } = require('../lib/data');

module.exports = {
  name: 'pii-approval-own',
  applies: 'server',
  summary: 'An export of personal data was approved by the one who made it.',
  ...changeRows({ table: 'pii_export_approvals', key: 'id', set: { approved_by: 'usr_operator' } }),
};
