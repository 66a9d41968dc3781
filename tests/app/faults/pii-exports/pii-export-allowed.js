'use strict';

module.exports = {
  name: 'pii-export-allowed',
  applies: 'server',
  summary: 'An export of personal data runs without an approval.',
};
