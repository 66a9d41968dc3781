'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'assigned-shown-of-others',
  applies: 'server',
  summary: 'The accounts at risk show every playbook that anybody has.',
  ...changeAnswer({
    route: 'GET /api/dashboard/customer-success/at-risk',
    async change(json, { db }) {
      const rows = await db.all('SELECT DISTINCT playbook FROM playbook_assignments ORDER BY playbook');
      return { ...json, accounts: json.accounts.map((one) => ({ ...one, assigned_playbooks: rows.map((row) => row.playbook) })) };
    },
  }),
};
