'use strict';

module.exports = {
  name: 'anonymous-can-admin',
  applies: 'server',
  argument: '[METHOD:]PATH[#N] of one endpoint, else every guarded endpoint',
  summary: 'Nobody needs to sign in where only support or an admin may go.',
};
