'use strict';

const { changeRows } = require('../lib/data');

module.exports = {
  name: 'impersonation-reason-blank',
  applies: 'server',
  summary: 'Somebody acts as another without having said why.',
  ...changeRows({ table: 'impersonations', key: 'id', where: "status = 'active'", set: { reason: ' ' } }),
};
