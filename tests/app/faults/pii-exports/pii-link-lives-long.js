'use strict';

const { changeRows } = require('../lib/data');

module.exports = {
  name: 'pii-link-lives-long',
  applies: 'server',
  summary: 'The link to an export of personal data works for a year.',
  ...changeRows({ table: 'pii_export_policies', key: 'organization_id', set: { link_expires_hours: 8760 } }),
};
