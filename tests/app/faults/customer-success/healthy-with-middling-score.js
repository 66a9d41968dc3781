'use strict';

const { changeRows } = require('../lib/data');

module.exports = {
  name: 'healthy-with-middling-score',
  applies: 'server',
  summary: 'An account of each tenant whose score is middling is called healthy.',
  ...changeRows({ table: 'accounts', key: 'id', where: "id LIKE 'acc_%_0004'", set: { status: 'healthy' } }),
};
