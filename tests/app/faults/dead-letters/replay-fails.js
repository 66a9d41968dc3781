'use strict';

module.exports = {
  name: 'replay-fails',
  applies: 'server',
  summary: 'A replay of a dead letter ends in the dead-letter queue again.',
};
