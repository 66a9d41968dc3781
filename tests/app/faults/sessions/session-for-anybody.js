'use strict';

const { answer, changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'session-for-anybody',
  applies: 'server',
  summary: 'A session may be opened for somebody who is not a member of the tenant.',
  ...changeAnswer({
    route: 'POST /api/dashboard/security/sessions',
    refusals: true,
    change: (json, { status, body }) => (status === 422 && body.user_id ? answer({ status: 201, json: { session: { id: 'ses_probe' }, token: 'probe' } }) : undefined),
  }),
};
