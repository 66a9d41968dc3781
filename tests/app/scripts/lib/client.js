// A small HTTP client for the launch and ops scripts: one request, one deadline, one plain answer.
'use strict';

const { clientOptions } = require('../../config');
const { fail } = require('./report');

function createClient() {
  const options = clientOptions();

  // Resolves to { status, headers, text, json }; json is undefined where the body is not JSON.
  async function request(method, path, { as = null, body, headers = {} } = {}) {
    let response;
    let text;
    try {
      response = await fetch(`${options.baseUrl}${path}`, {
        method,
        headers: { connection: 'close', ...(as || {}), ...(body ? { 'content-type': 'application/json' } : {}), ...headers },
        body: body ? JSON.stringify(body) : undefined,
        signal: AbortSignal.timeout(options.timeoutMs),
        redirect: 'manual',
      });
      text = await response.text();
    } catch (error) {
      const reason = error.name === 'TimeoutError' ? `no answer within ${options.timeoutMs} ms` : (error.cause && error.cause.message) || error.message;
      return fail(`${method} ${options.baseUrl}${path}: ${reason}`);
    }
    let json;
    try {
      json = JSON.parse(text);
    } catch {
      json = undefined;
    }
    return { status: response.status, headers: response.headers, text, json };
  }

  function needAdmin() {
    if (!options.admin) fail('LAUNCH_ADMIN_BEARER_TOKEN or LAUNCH_ADMIN_SESSION_TOKEN is needed');
    return options.admin;
  }

  function needMember() {
    if (!options.member) fail('LAUNCH_MEMBER_BEARER_TOKEN or LAUNCH_MEMBER_SESSION_TOKEN is needed');
    return options.member;
  }

  return { request, needAdmin, needMember, admin: options.admin, member: options.member, baseUrl: options.baseUrl };
}

module.exports = { createClient };
