'use strict';

const { changeAnswer } = require('../lib/answers');
const { addRow, daysFromNow } = require('../lib/data');

module.exports = {
  name: 'playbook-overlooked',
  applies: 'server',
  summary: 'The list of accounts at risk does not say that one of them has its playbook already.',
  ...addRow({
    table: 'playbook_assignments', key: 'id',
    row: () => ({
      id: 'pba_fault', organization_id: 'acme', account_id: 'acc_acme_0005', playbook: 'onboarding', status: 'active', assigned_by: 'usr_support',
      assigned_at: daysFromNow(-5),
    }),
  }),
  ...changeAnswer({
    route: 'GET /api/dashboard/customer-success/at-risk',
    change(json) {
      for (const account of json.accounts) account.assigned_playbooks = [];
    },
  }),
};
