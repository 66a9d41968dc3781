'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'revoke-answers-other',
  applies: 'server',
  summary: 'Revoking a session is answered with another session.',
  ...changeAnswer({
    route: 'POST /api/dashboard/security/sessions/:sessionId/revoke',
    change(json) {
      json.session.user_id = 'usr_acme_owner';
    },
  }),
};
