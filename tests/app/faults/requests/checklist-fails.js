'use strict';

module.exports = {
  name: 'checklist-fails',
  applies: 'server',
  summary: 'Answers lack the security headers, which only the launch checklist looks at.',
};
