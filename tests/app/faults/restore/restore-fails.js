'use strict';

module.exports = {
  name: 'restore-fails',
  applies: 'server',
  summary: 'A restore ends as failed.',
};
