'use strict';

module.exports = {
  name: 'cs-summary-wrong',
  applies: 'server',
  summary: 'The summary of the customer health counts one account too many.',
};
