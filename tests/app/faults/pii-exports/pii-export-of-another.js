'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'pii-export-of-another',
  applies: 'server',
  summary: 'An export of personal data is made for another tenant, with another approval and reason, in the name of somebody else.',
  ...changeAnswer({
    route: 'POST /api/dashboard/governance/pii-exports',
    change: (json) => {
      Object.assign(json.pii_export, { organization_id: 'elsewhere', approval_id: 'pea_other', requested_by: 'usr_member', reason: 'None' });
    },
  }),
};
