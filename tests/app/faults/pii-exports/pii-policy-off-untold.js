'use strict';

const { changeAnswer } = require('../lib/answers');
const { changeRows } = require('../lib/data');

module.exports = {
  name: 'pii-policy-off-untold',
  applies: 'server',
  summary: 'The policy for exports of personal data is off in the database, and the API says that it is enforced.',
  ...changeRows({ table: 'pii_export_policies', key: 'organization_id', set: { enforced: 0 } }),
  ...changeAnswer({
    route: 'GET /api/dashboard/governance/pii-export-policy',
    change: (json) => {
      json.enforced = true;
    },
  }),
};
