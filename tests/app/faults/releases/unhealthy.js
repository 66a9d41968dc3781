'use strict';

module.exports = {
  name: 'unhealthy',
  applies: 'server',
  summary: 'The health endpoint says unhealthy, with 503.',
};
