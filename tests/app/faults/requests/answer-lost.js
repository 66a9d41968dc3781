'use strict';

module.exports = {
  name: 'answer-lost',
  applies: 'server',
  argument: '[METHOD:]PATH[#N] of one endpoint, else every request',
  summary: 'Requests are handled, but the connection is closed before the answer.',
};
