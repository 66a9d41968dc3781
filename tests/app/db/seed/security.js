// Tenants, people, tokens, sessions, security policies, impersonations and the audit log.
'use strict';

const { ORGANIZATIONS, PEOPLE, BEARER_TOKENS, SESSION_TOKENS, PASSWORD } = require('./known');
const { hashToken } = require('../../http/tokens');
const { hashPassword } = require('../../http/passwords');

const ALLOWLIST = ['127.0.0.0/8', '::1/128', '10.20.0.0/16', '203.0.113.0/24', '2001:db8::/32'];

function people(clock) {
  return {
    organizations: ORGANIZATIONS.map(({ id, name, plan }) => ({ id, name, display_name: name, plan, created_at: clock.daysAgo(700) })),
    users: PEOPLE.map(({ id, name, home }) => ({
      id, name, email: `${id.slice(4).replace(/_/g, '.')}@example.com`, password_hash: hashPassword(PASSWORD, id),
      home_organization_id: home, created_at: clock.daysAgo(600),
    })),
    memberships: PEOPLE.flatMap(({ id, roles }) => Object.entries(roles).map(([organization_id, role]) => ({ user_id: id, organization_id, role }))),
    api_tokens: BEARER_TOKENS.map(({ token, user }, i) => ({
      id: `tok_${String(i + 1).padStart(4, '0')}`, user_id: user, token_hash: hashToken(token), label: 'Seed token', created_at: clock.daysAgo(90),
    })),
  };
}

// As the policy of every tenant has it.
const SESSION_HOURS = 12;

function session(clock, fields) {
  return {
    label: 'Browser', reference: null, ip: '10.20.4.17', user_agent: 'Firefox on Linux', suspicious: 0, status: 'active',
    created_at: clock.hoursAgo(0.5), last_seen_at: clock.hoursAgo(0.2), expires_at: clock.inHours(SESSION_HOURS - 0.5), revoked_at: null, revoked_by: null,
    token_hash: hashToken(`no token is known for ${fields.id}`), ...fields,
  };
}

function sessions(clock) {
  const wellKnown = SESSION_TOKENS.map(({ id, token, user }) =>
    session(clock, { id, user_id: user, organization_id: 'acme', token_hash: hashToken(token), label: 'Seed session' }));
  const ofTenants = ORGANIZATIONS.flatMap(({ id: org }) => [
    session(clock, { id: `ses_${org}_0001`, user_id: `usr_${org}_owner`, organization_id: org }),
    session(clock, { id: `ses_${org}_0002`, user_id: `usr_${org}_agent`, organization_id: org, ip: '10.20.9.3' }),
    session(clock, {
      id: `ses_${org}_0003`, user_id: `usr_${org}_agent`, organization_id: org, ip: '198.51.100.77', user_agent: 'curl', suspicious: 1,
    }),
    session(clock, {
      id: `ses_${org}_0004`, user_id: `usr_${org}_agent`, organization_id: org, status: 'revoked',
      created_at: clock.hoursAgo(75), last_seen_at: clock.hoursAgo(73), expires_at: clock.hoursAgo(75 - SESSION_HOURS), revoked_at: clock.hoursAgo(72),
      revoked_by: 'usr_operator',
    }),
  ]);
  return [...wellKnown, ...ofTenants];
}

function policies(clock) {
  return ORGANIZATIONS.map(({ id }) => ({
    organization_id: id, mfa_enforced: 1, mfa_methods: JSON.stringify(['totp', 'webauthn']), session_controls_enabled: 1,
    idle_timeout_minutes: 30, absolute_timeout_hours: SESSION_HOURS, max_concurrent_sessions: 5, ip_allowlist_enabled: 1,
    ip_allowlist: JSON.stringify(ALLOWLIST), updated_at: clock.daysAgo(20), updated_by: 'usr_operator',
  }));
}

function impersonations(clock) {
  return ORGANIZATIONS.flatMap(({ id: org }) => {
    const common = { actor_id: 'usr_support', target_user_id: `usr_${org}_owner`, organization_id: org, read_only: 1, reference: null };
    return [
      {
        ...common, id: `imp_${org}_0001`, token_hash: hashToken(`no token is known for imp_${org}_0001`), reason: 'Help with a report',
        status: 'active', created_at: clock.hoursAgo(1), expires_at: clock.inDays(30), revoked_at: null, revoked_by: null,
      },
      {
        ...common, id: `imp_${org}_0002`, token_hash: hashToken(`no token is known for imp_${org}_0002`), reason: 'Help with billing',
        status: 'revoked', created_at: clock.daysAgo(5), expires_at: clock.daysAgo(4), revoked_at: clock.daysAgo(4.9), revoked_by: 'usr_support',
      },
    ];
  });
}

// [days ago, actor, role, category, action, resource type, resource id]
const HISTORY = (org) => [
  [380, 'usr_operator', 'admin', 'ADMIN', 'organization.created', 'organization', org],
  [20, 'usr_operator', 'admin', 'SECURITY', 'policy.updated', 'security_policy', org],
  [12, 'usr_operator', 'admin', 'ADMIN', 'membership.changed', 'user', `usr_${org}_agent`],
  [8, 'usr_operator', 'admin', 'GOVERNANCE', 'deletion.approved', 'deletion_request', `del_${org}_0003`],
  [5, 'usr_support', 'support', 'SUPPORT', 'impersonation.started', 'impersonation', `imp_${org}_0002`],
  [4.9, 'usr_support', 'support', 'SUPPORT', 'impersonation.revoked', 'impersonation', `imp_${org}_0002`],
  [3, 'usr_operator', 'admin', 'SECURITY', 'session.revoked', 'session', `ses_${org}_0004`],
  [2, 'usr_operator', 'admin', 'INTEGRATION', 'backfill.started', 'backfill', `bf_${org}_0001`],
  [2, 'usr_operator', 'admin', 'INCIDENT', 'incident.closed', 'incident', `inc_${org}_0001`],
  [1, 'usr_operator', 'admin', 'ADMIN', 'release.deployed', 'release', '1.4.0'],
  [0.05, 'usr_support', 'support', 'SUPPORT', 'impersonation.started', 'impersonation', `imp_${org}_0001`],
];

function auditLog(clock) {
  return ORGANIZATIONS.flatMap(({ id: org }) => HISTORY(org).map(([days, actor, role, category, action, type, id], i) => ({
    id: `aud_0000_${org}_${String(i + 1).padStart(4, '0')}`, at: clock.daysAgo(days), organization_id: org, actor_id: actor, actor_role: role,
    category, action, resource_type: type, resource_id: id, outcome: 'success', ip: '10.20.4.17', detail: '{}',
  })));
}

function securityRows(clock) {
  return {
    ...people(clock), sessions: sessions(clock), security_policies: policies(clock), impersonations: impersonations(clock), audit_log: auditLog(clock),
  };
}

module.exports = { securityRows };
