'use strict';

module.exports = {
  name: 'dead-letter-stuck',
  applies: 'server',
  summary: 'A replay of a dead letter never ends.',
};
