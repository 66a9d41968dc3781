'use strict';

const { changeAnswer } = require('../lib/answers');
const { changeRows, daysFromNow } = require('../lib/data');

module.exports = {
  name: 'hold-released-untold',
  applies: 'server',
  summary: 'A legal hold was released in the database, and the API shows it as active.',
  ...changeRows({ table: 'legal_holds', key: 'id', set: () => ({ active: 0, released_at: daysFromNow(-1) }) }),
  ...changeAnswer({
    route: 'GET /api/dashboard/governance/legal-holds',
    change: (json) => {
      for (const hold of json.legal_holds) Object.assign(hold, { active: true, released_at: null });
    },
  }),
};
