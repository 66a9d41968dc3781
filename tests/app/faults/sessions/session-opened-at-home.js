'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'session-opened-at-home',
  applies: 'server',
  summary: 'A session that is opened in another tenant is told as one of acme.',
  ...changeAnswer({
    route: 'POST /api/dashboard/security/sessions',
    change: (json) => ({ ...json, session: { ...json.session, organization_id: 'acme' } }),
  }),
};
