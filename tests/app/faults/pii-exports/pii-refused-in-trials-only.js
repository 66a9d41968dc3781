'use strict';

const { answer, changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'pii-refused-in-trials-only',
  applies: 'server',
  summary: 'An export of personal data without an approval is refused as a dry run only.',
  ...changeAnswer({
    route: 'POST /api/dashboard/governance/pii-exports', refusals: true,
    change: (json, { query }) => (query.dry_run ? json : answer({ status: 202, json: { pii_export: { id: 'pex_let_in' } } })),
  }),
};
