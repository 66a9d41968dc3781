'use strict';

const { changeRows, daysFromNow } = require('../lib/data');

module.exports = {
  name: 'pipeline-silent',
  applies: 'server',
  summary: 'The ingest pipeline is called running, though it last ran two days ago.',
  ...changeRows({ table: 'pipelines', key: 'id', where: "id = 'ingest'", set: () => ({ last_run_at: daysFromNow(-2) }) }),
};
