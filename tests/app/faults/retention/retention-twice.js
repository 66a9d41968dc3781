'use strict';

const { addRow, daysFromNow } = require('../lib/data');

module.exports = {
  name: 'retention-twice',
  applies: 'server',
  summary: 'There are two retention policies for personal data, and nobody knows which one is followed.',
  ...addRow({
    table: 'retention_policies', key: 'id',
    row: () => ({ id: 'fault-retention-twice', organization_id: 'acme', data_class: 'customer_pii', retention_days: 365, action: 'delete', updated_at: daysFromNow(-100) }),
  }),
};
