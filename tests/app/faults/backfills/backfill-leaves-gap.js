'use strict';

module.exports = {
  name: 'backfill-leaves-gap',
  applies: 'server',
  summary: 'A backfill ends as finished, but the gap that it covers stays open.',
};
