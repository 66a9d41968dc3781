'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'gap-understated',
  applies: 'server',
  summary: 'The list of gaps says that fewer records are missing than are.',
  ...changeAnswer({
    route: 'GET /api/integrations/ops/gaps',
    change(json) {
      for (const gap of json.gaps) gap.missing_records = 50;
    },
  }),
};
