'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'audit-resource-wrong',
  applies: 'server',
  summary: 'The audit log does not say to what something was done.',
  ...changeAnswer({
    route: 'POST *',
    refusals: true,
    change: (json, request) => request.db.run("UPDATE audit_log SET resource_id = '' WHERE at >= ?", [request.now.toISOString()]).then(() => undefined),
  }),
};
