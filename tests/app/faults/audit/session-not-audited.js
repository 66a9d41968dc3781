'use strict';

module.exports = {
  name: 'session-not-audited',
  applies: 'server',
  summary: 'Opening and revoking a session leaves no SECURITY events in the audit log.',
};
