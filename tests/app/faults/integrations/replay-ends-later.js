'use strict';

const { changeAnswer } = require('../lib/answers');
const { daysFromNow } = require('../lib/data');

module.exports = {
  name: 'replay-ends-later',
  applies: 'server',
  summary: 'A replay has succeeded at a time that is still to come.',
  ...changeAnswer({
    route: 'GET /api/integrations/ops/dead-letter/:runId',
    change(json) {
      if (json.run.status === 'succeeded') json.run.finished_at = daysFromNow(1);
    },
  }),
};
