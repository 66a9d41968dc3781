'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'audit-outcome-wrong',
  applies: 'server',
  summary: 'The audit log has every outcome as a success.',
  ...changeAnswer({
    route: 'POST *',
    refusals: true,
    change: (json, request) => request.db.run("UPDATE audit_log SET outcome = 'success' WHERE at >= ?", [request.now.toISOString()]).then(() => undefined),
  }),
};
