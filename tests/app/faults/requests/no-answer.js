'use strict';

module.exports = {
  name: 'no-answer',
  applies: 'server',
  argument: '[METHOD:]PATH[#N] of one endpoint, else every request',
  summary: 'The connection is closed without an answer.',
};
