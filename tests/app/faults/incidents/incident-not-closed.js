'use strict';

module.exports = {
  name: 'incident-not-closed',
  applies: 'server',
  summary: 'Closing an incident is answered as done, but it stays open.',
};
