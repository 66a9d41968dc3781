'use strict';

module.exports = {
  name: 'dead-letters-hidden',
  applies: 'server',
  summary: 'The dead-letter queue is listed as empty, while the database has dead runs.',
};
