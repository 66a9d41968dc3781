// The customers of each tenant and the playbooks they have.
'use strict';

const { ORGANIZATIONS } = require('./known');

// [name, plan, health, adoption, onboarding, status, renews in days, value in cents]
const ACCOUNTS = [
  ['Bluebird Logistics', 'enterprise', 92, 88, 'completed', 'healthy', 210, 12000000],
  ['Cedar Hospital', 'enterprise', 85, 79, 'completed', 'healthy', 95, 8400000],
  ['Delta Foods', 'growth', 81, 74, 'completed', 'healthy', 160, 3600000],
  ['Elm Street Media', 'growth', 63, 55, 'completed', 'watch', 45, 2400000],
  ['Fjord Energy', 'enterprise', 38, 60, 'stalled', 'at_risk', 70, 9600000],
  ['Granite Tools', 'growth', 31, 22, 'completed', 'at_risk', 30, 1800000],
];

function customerRows(clock) {
  const accounts = ORGANIZATIONS.flatMap(({ id: org }) =>
    ACCOUNTS.map(([name, plan, health_score, adoption_score, onboarding_status, status, renews, renewal_value_cents], i) => ({
      id: `acc_${org}_${String(i + 1).padStart(4, '0')}`, organization_id: org, name, plan, health_score, adoption_score, onboarding_status, status,
      renewal_date: clock.inDays(renews).slice(0, 10), renewal_value_cents, last_active_at: clock.daysAgo(status === 'at_risk' ? 21 : 1),
    })));
  return {
    accounts,
    playbook_assignments: ORGANIZATIONS.map(({ id: org }) => ({
      id: `pba_${org}_0001`, organization_id: org, account_id: `acc_${org}_0004`, playbook: 'adoption', status: 'active',
      assigned_by: 'usr_operator', assigned_at: clock.daysAgo(9),
    })),
  };
}

module.exports = { customerRows };
