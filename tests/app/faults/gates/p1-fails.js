'use strict';

module.exports = {
  name: 'p1-fails',
  applies: 'script',
  script: 'npm run launch:gate:p1',
  summary: 'The server under load answers too slowly.',
};
