// The fixed names of the seed: tenants, people and their well-known tokens. For tests only.
'use strict';

const ORGANIZATIONS = [
  { id: 'acme', name: 'Acme Corporation', plan: 'enterprise' },
  { id: 'globex', name: 'Globex', plan: 'enterprise' },
  { id: 'initech', name: 'Initech', plan: 'growth' },
];

const everywhere = (role) => Object.fromEntries(ORGANIZATIONS.map(({ id }) => [id, role]));

const PEOPLE = [
  { id: 'usr_operator', name: 'Olivia Operator', home: 'acme', roles: everywhere('admin') },
  { id: 'usr_member', name: 'Mina Member', home: 'acme', roles: everywhere('member') },
  { id: 'usr_support', name: 'Sam Support', home: 'acme', roles: everywhere('support') },
  ...ORGANIZATIONS.flatMap(({ id, name }) => [
    { id: `usr_${id}_owner`, name: `Owner of ${name}`, home: id, roles: { [id]: 'admin' } },
    { id: `usr_${id}_agent`, name: `Agent of ${name}`, home: id, roles: { [id]: 'member' } },
  ]),
];

const BEARER_TOKENS = [
  { token: 'admin-bearer-token-0001', user: 'usr_operator' },
  { token: 'member-bearer-token-0001', user: 'usr_member' },
  { token: 'support-bearer-token-0001', user: 'usr_support' },
  { token: 'globex-admin-bearer-token-0001', user: 'usr_globex_owner' },
];

const SESSION_TOKENS = [
  { id: 'ses_admin_0001', token: 'admin-session-token-0001', user: 'usr_operator' },
  { id: 'ses_member_0001', token: 'member-session-token-0001', user: 'usr_member' },
  { id: 'ses_support_0001', token: 'support-session-token-0001', user: 'usr_support' },
];

// Everybody's password, for POST /api/auth/login.
const PASSWORD = 'correct-horse-battery-staple';

module.exports = { ORGANIZATIONS, PEOPLE, BEARER_TOKENS, SESSION_TOKENS, PASSWORD };
