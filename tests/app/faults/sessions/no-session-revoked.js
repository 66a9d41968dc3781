'use strict';

const { removeRows } = require('../lib/data');

module.exports = {
  name: 'no-session-revoked',
  applies: 'server',
  summary: 'No session was ever revoked.',
  ...removeRows({ table: 'sessions', where: "status = 'revoked'" }),
};
