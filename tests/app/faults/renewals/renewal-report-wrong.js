'use strict';

module.exports = {
  name: 'renewal-report-wrong',
  applies: 'server',
  summary: 'The total of the renewal value report is not the sum of its lines.',
};
