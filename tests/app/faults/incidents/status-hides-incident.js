'use strict';

module.exports = {
  name: 'status-hides-incident',
  applies: 'server',
  summary: 'The public incident API leaves open incidents out.',
};
