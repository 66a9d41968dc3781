'use strict';

const { changeRows } = require('../lib/data');

module.exports = {
  name: 'pii-approval-unknown',
  applies: 'server',
  summary: 'An export of personal data names an approval that does not exist.',
  ...changeRows({ table: 'pii_exports', key: 'id', set: { approval_id: 'pea_nowhere' } }),
};
