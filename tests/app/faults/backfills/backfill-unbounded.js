'use strict';

module.exports = {
  name: 'backfill-unbounded',
  applies: 'server',
  summary: 'A backfill over more than 31 days is accepted.',
};
