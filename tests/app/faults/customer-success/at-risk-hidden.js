'use strict';

module.exports = {
  name: 'at-risk-hidden',
  applies: 'server',
  summary: 'The list of accounts at risk leaves one out.',
};
