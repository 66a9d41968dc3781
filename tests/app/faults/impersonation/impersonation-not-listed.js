'use strict';

module.exports = {
  name: 'impersonation-not-listed',
  applies: 'server',
  summary: 'Impersonations started since the seed are missing from the list.',
};
