'use strict';

module.exports = {
  name: 'not-json',
  applies: 'server',
  argument: '[METHOD:]PATH[#N] of one endpoint, else every request',
  summary: 'Requests are answered with 200 and an HTML page.',
};
