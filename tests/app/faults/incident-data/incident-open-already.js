'use strict';

const { addRow, daysFromNow } = require('../lib/data');

module.exports = {
  name: 'incident-open-already',
  applies: 'server',
  summary: 'An incident is open already.',
  ...addRow({
    table: 'incidents', key: 'id',
    row: () => ({
      id: 'inc_acme_open', organization_id: 'acme', title: 'Slow pages', severity: 'minor', status: 'investigating', is_public: 1, reference: null,
      opened_by: 'usr_support', started_at: daysFromNow(-0.1), updated_at: daysFromNow(-0.1), closed_at: null,
    }),
  }),
};
