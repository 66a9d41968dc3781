'use strict';

const { changeRows } = require('../lib/data');

module.exports = {
  name: 'pipeline-failing',
  applies: 'server',
  summary: 'The transform pipeline is called running, though its runs fail.',
  ...changeRows({ table: 'pipelines', key: 'id', where: "id = 'transform'", set: { failed_last_24h: 40 } }),
};
