'use strict';

const { changeRows, daysFromNow } = require('../lib/data');

module.exports = {
  name: 'provider-credentials-expired',
  applies: 'server',
  summary: 'The credentials of a provider have expired; the provider is up.',
  ...changeRows({
    table: 'providers', key: 'id', where: "id = 'billing'", set: () => ({ credentials_status: 'expired', credentials_expires_at: daysFromNow(-2) }),
  }),
};
