'use strict';

module.exports = {
  name: 'cs-health-empty',
  applies: 'server',
  summary: 'The customer health lists no accounts.',
};
