// Faults that are wrong answers: they change what one route is asked, or what it answers on its way out, and nothing else.
// The routes are named as the route table has them: 'GET /api/dashboard/security/sessions/:sessionId'; a * stands for anything.
'use strict';

// What a change may give back to say more than the new body: { status, json } or { status, html }, and headers.
class Answer {
  constructor(parts) {
    Object.assign(this, parts);
  }
}

const answer = (parts) => new Answer(parts);

const listed = (entries) => entries.map((entry) => ({ ...entry, routes: [entry.route].flat() }));

// Each of { route, change(json, request, memory), refusals }: `change` alters the JSON in place or gives back another, or answer({…}) with
// another status. It may wait, and may write: request.db is the database, request.params, .query, .body, .identity, .organization
// and .now are those of the request, request.status the status that was to be sent; `memory` is the fault's own, kept while it is
// on. It sees answers with a status under 300, and with `refusals: true` the others too.
const changeAnswer = (...entries) => ({ answers: listed(entries) });

// The same of pages: change(html, request, memory) gives back another text, or answer({…}).
const changePage = (...entries) => ({ pages: listed(entries) });

// Each of { route, change(request, memory) }: before it is judged who may ask and before the route's own work. The query, the body,
// the headers (request.req.headers) and the identity can be changed.
const changeRequest = (...entries) => ({ requests: listed(entries) });

function isOf(entry, route) {
  const name = `${route.method} ${route.path}`;
  return entry.routes.some((one) => one === name || (one.includes('*') && new RegExp(`^${one.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')).join('.*')}$`).test(name)));
}

// ── where requests pass ──

async function changedRequest(ctx) {
  for (const { entry, memory } of ctx.faults.changes('requests', ctx.route)) await entry.change(ctx, memory);
}

function merged(sent, given, kind) {
  if (given === undefined) return sent; // changed in place
  if (!(given instanceof Answer)) return { ...sent, [kind]: given };
  const other = given.json === undefined ? sent : { ...sent, html: undefined };
  return { ...other, ...given, headers: { ...sent.headers, ...given.headers } };
}

// sent: { status, json or html, headers } of the answer to ctx; gives back what is sent instead.
async function changedAnswer(ctx, sent) {
  if (!ctx.route) return sent; // no route was found
  const kind = sent.html === undefined ? 'json' : 'html';
  let now = sent;
  for (const { entry, memory } of ctx.faults.changes(kind === 'json' ? 'answers' : 'pages', ctx.route)) {
    if (now.status >= 300 && !entry.refusals) continue;
    now = merged(now, await entry.change(now[kind], Object.assign(Object.create(ctx), { status: now.status }), memory), kind);
  }
  return now;
}

module.exports = { answer, changeAnswer, changePage, changeRequest, isOf, changedRequest, changedAnswer };
