'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'playbook-for-all',
  applies: 'server',
  summary: 'Assigning a playbook to one account assigns it to every account of the tenant.',
  ...changeAnswer({
    route: 'POST /api/dashboard/customer-success/accounts/:accountId/playbook',
    async change(json, request) {
      const accounts = await request.db.all('SELECT id FROM accounts WHERE organization_id = ?', [json.assignment.organization_id]);
      for (const { id } of accounts) {
        const row = { ...json.assignment, id: `pba_${id}_${json.assignment.playbook}`, account_id: id };
        const there = await request.db.one('SELECT id FROM playbook_assignments WHERE account_id = ? AND playbook = ?', [id, row.playbook]);
        if (!there) await request.db.insert('playbook_assignments', row);
      }
    },
  }),
};
