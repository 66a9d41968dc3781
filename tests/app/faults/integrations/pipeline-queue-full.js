'use strict';

const { changeRows } = require('../lib/data');

module.exports = {
  name: 'pipeline-queue-full',
  applies: 'server',
  summary: 'The deliver pipeline is called running, though work piles up before it.',
  ...changeRows({ table: 'pipelines', key: 'id', where: "id = 'deliver'", set: { queued: 250000 } }),
};
