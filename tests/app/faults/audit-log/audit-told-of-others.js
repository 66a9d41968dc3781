'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'audit-told-of-others',
  applies: 'server',
  summary: 'Every event of the audit log is told as one of another tenant.',
  ...changeAnswer({
    route: 'GET /api/dashboard/audit-log',
    change: (json) => ({ ...json, events: json.events.map((one) => ({ ...one, organization_id: 'initech' })) }),
  }),
};
