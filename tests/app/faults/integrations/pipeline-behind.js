'use strict';

const { changeRows } = require('../lib/data');

module.exports = {
  name: 'pipeline-behind',
  applies: 'server',
  summary: 'The deliver pipeline is called running, though it is far behind.',
  ...changeRows({ table: 'pipelines', key: 'id', where: "id = 'deliver'", set: { lag_seconds: 90000 } }),
};
