'use strict';

const { changeAnswer } = require('../lib/answers');
const { addRow, daysFromNow } = require('../lib/data');

module.exports = {
  name: 'pii-export-not-listed',
  applies: 'server',
  summary: 'An export of personal data without an approval was made, and is missing from the list.',
  ...addRow({
    table: 'pii_exports', key: 'id',
    row: () => ({
      id: 'fault-pii-export-not-listed', organization_id: 'acme', dataset: 'customers', reason: 'Urgent', approval_id: null, status: 'finished',
      requested_by: 'usr_operator', requested_at: daysFromNow(-3),
    }),
  }),
  ...changeAnswer({
    route: 'GET /api/dashboard/governance/pii-exports',
    change: (json) => {
      json.pii_exports = json.pii_exports.filter((one) => one.approval_id);
      json.total = json.pii_exports.length;
    },
  }),
};
