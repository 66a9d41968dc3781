'use strict';

module.exports = {
  name: 'revoke-too-many',
  applies: 'server',
  summary: 'Revoking one session revokes every other session of the tenant too (seed sessions excepted).',
};
