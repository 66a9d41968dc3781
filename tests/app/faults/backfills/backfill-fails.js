'use strict';

module.exports = {
  name: 'backfill-fails',
  applies: 'server',
  summary: 'A backfill ends as failed.',
};
