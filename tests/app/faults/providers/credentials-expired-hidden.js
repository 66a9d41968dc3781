'use strict';

const { changeRows, daysFromNow } = require('../lib/data');
const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'credentials-expired-hidden',
  applies: 'server',
  summary: 'The credentials of a provider have expired, and the list calls them valid.',
  ...changeRows({ table: 'providers', key: 'id', where: "id = 'crm'", set: () => ({ credentials_status: 'expired', credentials_expires_at: daysFromNow(-2) }) }),
  ...changeAnswer({
    route: 'GET /api/integrations/ops/providers/credentials',
    change(json) {
      for (const one of json.credentials) Object.assign(one, { status: 'valid', expires_at: daysFromNow(60) });
    },
  }),
};
