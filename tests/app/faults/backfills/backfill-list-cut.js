'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'backfill-list-cut',
  applies: 'server',
  summary: 'The list of backfills ends after one.',
  ...changeAnswer({
    route: 'GET /api/integrations/ops/backfills',
    change(json) {
      json.backfills = json.backfills.slice(0, 1);
    },
  }),
};
