'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'backfill-as-another',
  applies: 'server',
  summary: 'A backfill is started in the name of somebody else.',
  ...changeAnswer({
    route: 'POST /api/integrations/ops/backfills',
    async change(json, request) {
      json.backfill.requested_by = 'usr_support';
      await request.db.run("UPDATE backfills SET requested_by = 'usr_support' WHERE id = ?", [json.backfill.id]);
    },
  }),
};
