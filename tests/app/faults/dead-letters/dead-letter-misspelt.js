'use strict';

const { changeRows } = require('../lib/data');

module.exports = {
  name: 'dead-letter-misspelt',
  applies: 'server',
  summary: 'A dead run of each tenant has a status that the queue does not know, so that it is not listed.',
  ...changeRows({ table: 'integration_runs', key: 'run_id', where: "run_id LIKE 'run_%_0003'", set: { status: 'DEAD', error: 'upstream answered 500' } }),
};
