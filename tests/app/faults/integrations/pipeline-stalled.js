'use strict';

const { changeRows } = require('../lib/data');

module.exports = {
  name: 'pipeline-stalled',
  applies: 'server',
  summary: 'The transform pipeline is stalled.',
  ...changeRows({ table: 'pipelines', key: 'id', where: "id = 'transform'", set: { status: 'stalled', queued: 900, lag_seconds: 7200 } }),
};
