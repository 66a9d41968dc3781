'use strict';

module.exports = {
  name: '500',
  applies: 'server',
  argument: '[METHOD:]PATH[#N] of one endpoint, else every request',
  summary: 'Requests are answered with 500.',
};
