'use strict';

module.exports = {
  name: 'commit-wrong',
  applies: 'server',
  summary: 'The health endpoint names another commit than the one that runs.',
};
