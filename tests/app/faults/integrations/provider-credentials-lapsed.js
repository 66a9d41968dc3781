'use strict';

const { changeRows, daysFromNow } = require('../lib/data');

module.exports = {
  name: 'provider-credentials-lapsed',
  applies: 'server',
  summary: 'The credentials of a provider are called valid, though their time is over.',
  ...changeRows({ table: 'providers', key: 'id', where: "id = 'crm'", set: () => ({ credentials_expires_at: daysFromNow(-1) }) }),
};
