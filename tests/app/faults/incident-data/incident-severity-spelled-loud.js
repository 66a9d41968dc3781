'use strict';

const { addRow, daysFromNow } = require('../lib/data');

module.exports = {
  name: 'incident-severity-spelled-loud',
  applies: 'server',
  summary: 'An open incident of old has its severity in capitals, and the application takes it for a mild one.',
  ...addRow({
    table: 'incidents', key: 'id',
    row: () => ({
      id: 'inc_acme_loud', organization_id: 'acme', title: 'Nothing works', severity: 'CRITICAL', status: 'monitoring', is_public: 1, reference: null,
      opened_by: 'usr_support', started_at: daysFromNow(-0.2), updated_at: daysFromNow(-0.2), closed_at: null,
    }),
  }),
};
