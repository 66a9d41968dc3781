'use strict';

const { answer, changePage } = require('../lib/answers');

module.exports = {
  name: 'ops-page-can-be-framed',
  applies: 'server',
  summary: 'The ops page may be shown within pages of any site.',
  ...changePage({
    route: 'GET /admin/ops',
    change: () => answer({ headers: { 'x-frame-options': 'ALLOWALL' } }),
  }),
};
