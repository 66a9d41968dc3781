'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'audit-time-wrong',
  applies: 'server',
  summary: 'The audit log has what is done now with a time of two days ago.',
  ...changeAnswer({
    route: 'POST *',
    refusals: true,
    change: (json, request) => request.db.run('UPDATE audit_log SET at = ? WHERE at >= ?', [new Date(request.now - 172800000).toISOString(), request.now.toISOString()]).then(() => undefined),
  }),
};
