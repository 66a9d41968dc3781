'use strict';

module.exports = {
  name: 'backfill-too-many',
  applies: 'server',
  summary: 'A backfill loads more records than it may.',
};
