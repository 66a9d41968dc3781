'use strict';

module.exports = {
  name: 'status-lacks-updates',
  applies: 'server',
  summary: 'The public status page and API show an open incident without the updates that it got since it was opened.',
};
