'use strict';

module.exports = {
  name: 'playbook-not-assigned',
  applies: 'server',
  summary: 'Assigning a playbook is answered as done, but nothing is kept.',
};
