'use strict';

const { changeRows } = require('../lib/data');

module.exports = {
  name: 'pii-export-unapproved',
  applies: 'server',
  summary: 'An export of personal data was made without an approval.',
  ...changeRows({ table: 'pii_exports', key: 'id', set: { approval_id: null, reason: 'Urgent' } }),
};
