'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'audit-stops',
  applies: 'server',
  summary: 'What is done from now on is not in the audit log.',
  ...changeAnswer({
    route: 'POST *',
    refusals: true,
    change: (json, request) => request.db.run('DELETE FROM audit_log WHERE at >= ?', [request.now.toISOString()]).then(() => undefined),
  }),
};
