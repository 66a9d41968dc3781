'use strict';

const { daysFromNow } = require('../lib/data');

module.exports = {
  name: 'incident-open-already',
  applies: 'server',
  summary: 'An incident is open already.',
  async on(db) {
    const at = daysFromNow(-0.1);
    await db.insert('incidents', {
      id: 'inc_acme_open', organization_id: 'acme', title: 'Slow pages', severity: 'minor', status: 'investigating', is_public: 1, reference: null,
      opened_by: 'usr_support', started_at: at, updated_at: at, closed_at: null,
    });
    await db.insert('incident_updates', {
      id: 'iup_acme_open', incident_id: 'inc_acme_open', status: 'investigating', message: 'Pages are slow.', posted_by: 'usr_support', posted_at: at,
    });
  },
  async off(db) {
    await db.run("DELETE FROM incident_updates WHERE incident_id = 'inc_acme_open'");
    await db.run("DELETE FROM incidents WHERE id = 'inc_acme_open'");
  },
};
