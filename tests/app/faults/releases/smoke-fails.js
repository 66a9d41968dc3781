'use strict';

module.exports = {
  name: 'smoke-fails',
  applies: 'server',
  summary: 'The self-check fails, which only the smoke checks ask for.',
};
