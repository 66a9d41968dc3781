'use strict';

module.exports = {
  name: 'wrong-status',
  applies: 'server',
  argument: '[METHOD:]PATH[#N] of one endpoint, else every request',
  summary: 'Answers are as they should be, but their status is 500.',
};
