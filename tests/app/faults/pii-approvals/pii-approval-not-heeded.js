'use strict';

const { answer, changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'pii-approval-not-heeded',
  applies: 'server',
  summary: 'An export of personal data is refused, although it has its approval.',
  ...changeAnswer({
    route: 'POST /api/dashboard/governance/pii-exports',
    change: () => answer({ status: 403, json: { error: { code: 'approval_required', message: 'An export of personal data needs an approval by somebody else.' } } }),
  }),
};
