'use strict';

module.exports = {
  name: 'support-not-audited',
  applies: 'server',
  summary: 'Impersonations leave no SUPPORT events in the audit log.',
};
