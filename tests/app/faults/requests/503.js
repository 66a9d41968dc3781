'use strict';

module.exports = {
  name: '503',
  applies: 'server',
  argument: '[METHOD:]PATH[#N] of one endpoint, else every request',
  summary: 'Requests are answered with 503, as a gateway without a server behind it does.',
};
