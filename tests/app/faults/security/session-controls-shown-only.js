'use strict';

const { changeAnswer } = require('../lib/answers');
const { changeRows } = require('../lib/data');

module.exports = {
  name: 'session-controls-shown-only',
  applies: 'server',
  summary: 'The security policy is shown with an idle timeout of 30 minutes, and has one of 24 hours.',
  ...changeRows({ table: 'security_policies', key: 'organization_id', set: { idle_timeout_minutes: 1440 } }),
  ...changeAnswer({
    route: 'GET /api/dashboard/security/policy',
    change(json) {
      json.session_controls.idle_timeout_minutes = 30;
    },
  }),
};
