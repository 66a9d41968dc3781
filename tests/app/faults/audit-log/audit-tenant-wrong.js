'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'audit-tenant-wrong',
  applies: 'server',
  summary: 'The audit log has what is done with another tenant.',
  ...changeAnswer({
    route: 'POST *',
    refusals: true,
    change: (json, request) => request.db.run("UPDATE audit_log SET organization_id = 'initech' WHERE at >= ?", [request.now.toISOString()]).then(() => undefined),
  }),
};
