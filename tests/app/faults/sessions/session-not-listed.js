'use strict';

module.exports = {
  name: 'session-not-listed',
  applies: 'server',
  summary: 'Sessions opened since the seed are missing from the list.',
};
