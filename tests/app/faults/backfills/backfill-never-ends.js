'use strict';

module.exports = {
  name: 'backfill-never-ends',
  applies: 'server',
  summary: 'A backfill keeps running and never finishes.',
};
