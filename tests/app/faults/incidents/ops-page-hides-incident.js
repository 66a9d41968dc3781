'use strict';

module.exports = {
  name: 'ops-page-hides-incident',
  applies: 'server',
  summary: 'The ops diagnostics page leaves open incidents out.',
};
