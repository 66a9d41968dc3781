'use strict';

module.exports = {
  name: 'incident-update-lost',
  applies: 'server',
  summary: 'An update of an incident is answered as done, but nothing is kept.',
};
