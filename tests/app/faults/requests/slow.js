'use strict';

module.exports = {
  name: 'slow',
  applies: 'server',
  argument: '[METHOD:]PATH[#N] of one endpoint, else every request',
  summary: 'Answers come late, after APP_SLOW_MS milliseconds.',
};
