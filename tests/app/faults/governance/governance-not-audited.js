'use strict';

const { answer, changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'governance-not-audited',
  applies: 'server',
  summary: 'Approvals, rejections and exports leave no event in the audit log.',
  ...changeAnswer({
    route: 'POST /api/dashboard/governance/*',
    change: () => answer({ headers: { 'dry-run-audit': '' } }),
  }),
};
