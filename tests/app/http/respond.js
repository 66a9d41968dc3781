// Writes answers: JSON, HTML and files, all with the same security headers.
'use strict';

const { changedAnswer } = require('../faults/lib/answers');

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

async function sendChanged(ctx, sent) {
  const { status, json, html, headers } = await changedAnswer(ctx, sent);
  if (html !== undefined) send(ctx, status, 'text/html; charset=utf-8', html, headers);
  else send(ctx, status, 'application/json; charset=utf-8', `${JSON.stringify(json)}\n`, headers);
}

const sendJson = (ctx, status, json, headers) => sendChanged(ctx, { status, json, headers });
const sendHtml = (ctx, status, html, headers) => sendChanged(ctx, { status, html, headers });

function sendError(ctx, status, code, message) {
  const headers = status === 401 ? { 'www-authenticate': 'Bearer' } : {};
  return sendJson(ctx, status, { error: { code, message } }, headers);
}

module.exports = { send, sendJson, sendHtml, sendError };
