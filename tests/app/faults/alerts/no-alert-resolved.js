'use strict';

const { removeRows } = require('../lib/data');

module.exports = {
  name: 'no-alert-resolved',
  applies: 'server',
  summary: 'No alert was ever resolved.',
  ...removeRows({ table: 'alerts', where: 'resolved_at IS NOT NULL' }),
};
