'use strict';

const { addRow, daysFromNow } = require('../lib/data');

module.exports = {
  name: 'gap-closed-unfilled',
  applies: 'server',
  summary: 'A gap is closed, though no backfill filled it.',
  ...addRow({
    table: 'data_gaps', key: 'id',
    row: () => ({
      id: 'gap_closed_unfilled', integration_id: 'int_acme_billing', organization_id: 'acme', range_start: daysFromNow(-9), range_end: daysFromNow(-8), missing_records: 12,
      status: 'backfilled', detected_at: daysFromNow(-7), backfill_id: null,
    }),
  }),
};
