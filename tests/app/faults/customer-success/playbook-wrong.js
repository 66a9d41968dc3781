'use strict';

module.exports = {
  name: 'playbook-wrong',
  applies: 'server',
  summary: 'Assigning the onboarding playbook assigns the adoption playbook instead.',
};
