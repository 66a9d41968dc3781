'use strict';

const { answer, changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'pii-export-let-in',
  applies: 'server',
  summary: 'An export without an approval is answered as made, though a dry run is refused.',
  ...changeAnswer({
    route: 'POST /api/dashboard/governance/pii-exports',
    refusals: true,
    change: (json, { query }) => (query.dry_run === 'true' ? json : answer({ status: 202, json: { pii_export: { status: 'finished' } } })),
  }),
};
