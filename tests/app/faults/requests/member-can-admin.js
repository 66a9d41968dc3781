'use strict';

module.exports = {
  name: 'member-can-admin',
  applies: 'server',
  argument: '[METHOD:]PATH[#N] of one endpoint, else every guarded endpoint',
  summary: 'A member is let in where only support or an admin may go.',
};
