'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'audit-category-wrong',
  applies: 'server',
  summary: 'The audit log has what is done as category OTHER.',
  ...changeAnswer({
    route: 'POST *',
    refusals: true,
    change: (json, request) => request.db.run("UPDATE audit_log SET category = 'OTHER' WHERE at >= ?", [request.now.toISOString()]).then(() => undefined),
  }),
};
