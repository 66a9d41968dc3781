'use strict';

module.exports = {
  name: 'renewal-report-incomplete',
  applies: 'server',
  summary: 'The renewal value report leaves an account out; its totals are those of its lines.',
};
