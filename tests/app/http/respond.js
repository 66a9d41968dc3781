// Writes answers: JSON, HTML and files, all with the same security headers.
'use strict';

const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
};

function send(ctx, status, type, text, headers = {}) {
  const { res, faults, method, path } = ctx;
  if (faults.hits('answer-lost', method, path)) {
    res.destroy();
    return;
  }
  const body = Buffer.isBuffer(text) ? text : Buffer.from(text);
  const security = faults.isOn('checklist-fails') ? {} : SECURITY_HEADERS;
  res.writeHead(faults.hits('wrong-status', method, path) ? 500 : status, { ...security, 'cache-control': 'no-store', ...headers, 'content-type': type, 'content-length': body.length });
  res.end(method === 'HEAD' ? undefined : body);
}

const sendJson = (ctx, status, value, headers) => send(ctx, status, 'application/json; charset=utf-8', `${JSON.stringify(value)}\n`, headers);
const sendHtml = (ctx, status, text, headers) => send(ctx, status, 'text/html; charset=utf-8', text, headers);

function sendError(ctx, status, code, message) {
  const headers = status === 401 ? { 'www-authenticate': 'Bearer' } : {};
  sendJson(ctx, status, { error: { code, message } }, headers);
}

module.exports = { send, sendJson, sendHtml, sendError };
