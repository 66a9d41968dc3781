'use strict';

module.exports = {
  name: 'impersonation-revoke-ignored',
  applies: 'server',
  summary: 'Revoking an impersonation is answered as done, but it lives on.',
};
