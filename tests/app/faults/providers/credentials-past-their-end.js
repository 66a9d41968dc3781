'use strict';

const { changeRows, daysFromNow } = require('../lib/data');

module.exports = {
  name: 'credentials-past-their-end',
  applies: 'server',
  summary: 'The credentials of a provider are called valid past their end.',
  ...changeRows({ table: 'providers', key: 'id', where: "id = 'crm'", set: () => ({ credentials_expires_at: daysFromNow(-2) }) }),
};
