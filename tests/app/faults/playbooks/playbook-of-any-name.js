'use strict';

const { answer, changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'playbook-of-any-name',
  applies: 'server',
  summary: 'An account gets a playbook that there is not.',
  ...changeAnswer({
    route: 'POST /api/dashboard/customer-success/accounts/:accountId/playbook',
    refusals: true,
    async change(json, request) {
      if (request.status !== 422) return undefined;
      const row = {
        id: 'pba_fault', organization_id: 'acme', account_id: request.params.accountId, playbook: request.body.playbook, status: 'active',
        assigned_by: request.identity.actorId, assigned_at: request.now.toISOString(),
      };
      await request.db.run("DELETE FROM playbook_assignments WHERE id = 'pba_fault'");
      await request.db.insert('playbook_assignments', row);
      return answer({ status: 201, json: { assignment: row } });
    },
  }),
};
