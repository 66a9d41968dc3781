'use strict';

module.exports = {
  name: 'revoke-ignored',
  applies: 'server',
  summary: 'Revoking a session is answered as done, but the session lives on.',
};
