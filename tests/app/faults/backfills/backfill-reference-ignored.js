'use strict';

const { changeRequest } = require('../lib/answers');

module.exports = {
  name: 'backfill-reference-ignored',
  applies: 'server',
  summary: 'The list of backfills does not heed by which reference it is asked for.',
  ...changeRequest({
    route: 'GET /api/integrations/ops/backfills',
    change(request) {
      delete request.query.reference;
    },
  }),
};
