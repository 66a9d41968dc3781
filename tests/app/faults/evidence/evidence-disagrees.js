'use strict';

module.exports = {
  name: 'evidence-disagrees',
  applies: 'script',
  script: 'npm run launch:evidence',
  summary: 'The release evidence says the opposite of what was found.',
};
