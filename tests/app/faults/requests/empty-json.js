'use strict';

module.exports = {
  name: 'empty-json',
  applies: 'server',
  argument: '[METHOD:]PATH[#N] of one endpoint, else every request',
  summary: 'Requests are answered with 200 and an empty JSON object.',
};
