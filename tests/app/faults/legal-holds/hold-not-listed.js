'use strict';

const { changeAnswer } = require('../lib/answers');
const { addRow, daysFromNow } = require('../lib/data');

module.exports = {
  name: 'hold-not-listed',
  applies: 'server',
  summary: 'A legal hold that is in force is missing from the list.',
  ...addRow({
    table: 'legal_holds', key: 'id',
    row: () => ({
      id: 'fault-hold-not-listed', organization_id: 'acme', subject: 'customer:acme-0042', reason: 'Inquiry of a supervisory authority', active: 1, enforced: 1,
      placed_by: 'usr_operator', placed_at: daysFromNow(-9), released_at: null,
    }),
  }),
  ...changeAnswer({
    route: 'GET /api/dashboard/governance/legal-holds',
    change: (json) => ({ ...json, legal_holds: json.legal_holds.filter((hold) => hold.id !== 'fault-hold-not-listed') }),
  }),
};
