'use strict';

module.exports = {
  name: 'status-page-hides-incident',
  applies: 'server',
  summary: 'The public status page leaves open incidents out.',
};
