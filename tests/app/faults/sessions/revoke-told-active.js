'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'revoke-told-active',
  applies: 'server',
  summary: 'The answer to revoking a session has it as active.',
  ...changeAnswer({
    route: 'POST /api/dashboard/security/sessions/:sessionId/revoke',
    change: (json) => ({ session: { ...json.session, status: 'active' } }),
  }),
};
