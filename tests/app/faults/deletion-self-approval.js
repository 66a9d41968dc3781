'use strict';

module.exports = {
  name: 'deletion-self-approval',
  applies: 'server',
  summary: 'Whoever asked for a deletion may approve it.',
};
