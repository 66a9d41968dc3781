'use strict';

const { addRow, daysFromNow } = require('../lib/data');

module.exports = {
  name: 'gap-closed-in-part',
  applies: 'server',
  summary: 'A gap is closed by a backfill that loaded fewer records than it lacks.',
  ...addRow({
    table: 'data_gaps', key: 'id',
    row: () => ({
      id: 'gap_closed_in_part', integration_id: 'int_acme_billing', organization_id: 'acme', range_start: daysFromNow(-9), range_end: daysFromNow(-8), missing_records: 400,
      status: 'backfilled', detected_at: daysFromNow(-7), backfill_id: 'bf_acme_0001',
    }),
  }),
};
