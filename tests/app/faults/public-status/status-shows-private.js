'use strict';

const { addRow, daysFromNow } = require('../lib/data');
const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'status-shows-private',
  applies: 'server',
  summary: 'The public list shows an incident that is not for the public.',
  ...addRow({
    table: 'incidents', key: 'id',
    row: () => ({
      id: 'inc_acme_private', organization_id: 'acme', title: 'Keys are rotated', severity: 'minor', status: 'monitoring', is_public: 0, reference: null,
      opened_by: 'usr_support', started_at: daysFromNow(-1), updated_at: daysFromNow(-1), closed_at: null,
    }),
  }),
  ...changeAnswer({
    route: 'GET /api/status/incidents',
    async change(json, { db }) {
      const hidden = await db.all("SELECT id, organization_id, title, severity, status, started_at, updated_at, closed_at FROM incidents WHERE is_public = 0");
      return { ...json, incidents: [...json.incidents, ...hidden.map((one) => ({ ...one, updates: [] }))] };
    },
  }),
};
