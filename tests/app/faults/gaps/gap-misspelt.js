'use strict';

const { addRow, daysFromNow } = require('../lib/data');

module.exports = {
  name: 'gap-misspelt',
  applies: 'server',
  summary: 'A gap has a status that the list does not know, so that nobody sees it.',
  ...addRow({
    table: 'data_gaps', key: 'id',
    row: () => ({
      id: 'gap_misspelt', integration_id: 'int_acme_billing', organization_id: 'acme', range_start: daysFromNow(-9), range_end: daysFromNow(-8), missing_records: 12,
      status: 'Open', detected_at: daysFromNow(-7), backfill_id: null,
    }),
  }),
};
