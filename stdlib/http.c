// The action `http`: one exchange with a web server, with its redirects if asked for.
#include "base/utf8.h"
#include "http/http_trip.h"
#include "http/http_way.h"
#include "registry.h"

static Effect effect_of(const void *raw) {
    const HttpParams *params = raw;
    Sv send = sv_trim(params->send);
    Sv method = params->send.len ? sv_slice(send, 0, sv_find_char(send, ' ', 0)) : params->method;
    // Without send and method it is a GET; a method that is not known yet counts as a change.
    if (!method.len) return params->url.len ? EFFECT_READ : EFFECT_CHANGE;
    return http_method_reads(method) ? EFFECT_READ : EFFECT_CHANGE;
}

static Sv written_url(const HttpParams *params) {
    if (!params->send.len) return params->url;
    Sv send = sv_trim(params->send);
    return sv_trim(sv_slice(send, sv_find_char(send, ' ', 0), send.len));
}

static Sv touches(const void *raw, Arena *arena) {
    const HttpParams *params = raw;
    if (params->send.len) return sv_trim(params->send);
    Sv method = params->method.len ? params->method : SV("GET");
    return sv_format(arena, "%.*s %.*s", SV_ARG(method), SV_ARG(params->url));
}

// A path needs the address of a connection; a text that begins with ${…} may turn out to be either.
static bool needs_connection(const void *raw) {
    return sv_starts(written_url(raw), SV("/"));
}

// ── running ──

static void end_badly(Outcome *out, const HttpProblem *problem, OutcomeStatus status) {
    out->end = problem->denied ? OUTCOME_DENIED : status;
    out->over = true; // whatever was asked before has been answered
    out->reason = problem->error;
    out->hint = problem->hint;
}

// Parameters were checked at load time; templates have been filled in since.
static bool check(const ActionCall *call, HttpProblem *problem) {
    int param;
    Sv error, hint = {0};
    bool good = http_validate(call->params, call->arena, &param, &error, &hint);
    if (good && call->connection)
        good = connection_http.validate(call->connection, call->arena, &param, &error, &hint);
    if (!good) *problem = (HttpProblem){.error = error, .hint = hint};
    return good;
}

static void fail(HttpTrip *trip, const HttpFailure *failure, Outcome *out) {
    Arena *arena = trip->call->arena;
    out->end = failure->end;
    // The first request was answered, so something may have been done, whatever happened to the
    // next one.
    bool unsent = out->end == OUTCOME_NOT_STARTED || out->end == OUTCOME_BAD_VALUE;
    if (trip->hops && unsent) out->end = OUTCOME_NO_ANSWER;
    out->over = failure->over || (trip->hops && unsent);
    out->cancelled = failure->cancelled;
    out->timed_out = failure->timed_out;
    out->reason = failure->reason;
    out->hint = failure->hint;
    if (trip->hops) {
        Sv url = url_text(arena, &trip->url);
        out->reason =
            sv_format(arena, "redirected to %.*s: %.*s", SV_ARG(url), SV_ARG(failure->reason));
    }
    if (failure->end == OUTCOME_FAILED) out->results = trip_refused_results(trip, failure->tls);
}

// A server that sends a part, though the whole was asked for, has not answered the question (RFC
// 9110, section 15.3.7: 206 is for requests with a Range).
static bool is_unasked_part(const HttpRequest *request, const HttpAnswer *answer) {
    return answer->status == 206 &&
           !http_field(request->headers, request->header_count, SV("range"));
}

static void refuse_part(Outcome *out) {
    out->end = OUTCOME_NO_ANSWER;
    out->reason =
        SV("only a part was answered (206 Partial Content), though the whole was asked for");
    out->hint = SV("send a Range header where a part is what is wanted");
}

enum { SAID_BYTES = 600 };

// What a server says about a failure. HTML pages are left out; they are for browsers.
static Sv said(const HttpAnswer *answer, Arena *arena) {
    if (answer->status < 400 || !utf8_valid(answer->body, NULL)) return (Sv){0};
    const Sv *type = http_field(answer->headers, answer->header_count, SV("content-type"));
    if (type && sv_find(*type, SV("html"), 0) != SV_NONE) return (Sv){0};
    if (answer->body.len <= SAID_BYTES) return answer->body;
    size_t to = SAID_BYTES;
    while (((unsigned char)answer->body.at[to] & 0xC0) == 0x80)
        to--;
    return sv_format(arena, "%.*s …", (int)to, answer->body.at);
}

static void answer_with(HttpTrip *trip, const HttpAnswer *answer, Outcome *out) {
    out->end = OUTCOME_ANSWERED;
    out->answer = sv_format(trip->call->arena, "%d", answer->status);
    out->results = trip_results(trip, answer);
    out->output = said(answer, trip->call->arena);
    trip_wait(trip, answer, out);
    out->gateway_unsure = answer->status == 502 || answer->status == 504;
    // A gateway that gave up waiting has not stopped the server behind it.
    out->over = answer->status != 504;
}

// ── what a step brings by itself ──

static void cautions(const void *raw, const void *connection, const Env *env, Arena *arena,
                     Cautions *out) {
    const HttpParams *params = raw;
    const HttpConnection *home = connection;
    Sv written = written_url(params);
    bool whole = url_is_absolute(written);
    if (!whole) written = home ? home->http : (Sv){0};
    Url url;
    UrlError error;
    bool known = written.len > 0 && url_parse(arena, written, &url, &error);
    bool routed = http_route_says(&params->route);
    if (!params->tls_given && !params->proxy.len && !whole && !routed) return;
    HttpRoute route = http_route_over(arena, &params->route, home && !whole ? &home->route : NULL);
    HttpProxy proxy;
    HttpWay way = http_way_known(arena, params->proxy, env, known ? &url : NULL, &proxy);
    way.route = &route;
    way.all = true;
    way.insecure = params->tls_given && params->tls.insecure;
    http_way_cautions(arena, &way, out);
}

// A server may call a later minor version its own where it was asked by 1.0 (RFC 9110,
// section 2.5).
static bool is_version_asked(HttpVersion asked, Sv version) {
    switch (asked) {
    case HTTP_1_0: return sv_starts(version, SV("1."));
    case HTTP_1_1: return sv_eq_c(version, "1.1");
    case HTTP_2: return sv_eq_c(version, "2");
    case HTTP_ANY: break;
    }
    return true;
}

static void refuse_version(HttpTrip *trip, const HttpRequest *request, const HttpAnswer *answer,
                           Outcome *out) {
    answer_with(trip, answer, out);
    out->end = OUTCOME_FAILED;
    out->reason = sv_format(trip->call->arena, "it was asked by HTTP/%s, and answered by HTTP/%.*s",
                            http_version_words[request->version], SV_ARG(answer->version));
    out->hint = SV("leave http_version out to take what the server speaks");
}

static void travel(HttpTrip *trip, Outcome *out) {
    bool first_reads = http_method_reads(trip->method);
    HttpProblem problem = {0};
    for (;;) {
        HttpRequest request;
        HttpAnswer answer;
        HttpFailure failure = {0};
        if (!trip_request(trip, &request, &problem)) {
            // A change that was answered with a redirect has been made, whatever may follow.
            if (trip->hops && !first_reads) problem.denied = false;
            end_badly(out, &problem, trip->hops ? OUTCOME_NO_ANSWER : OUTCOME_BAD_VALUE);
            return;
        }
        if (!trip->answer.len) trip_by_hand(trip, &request, &out->by_hand);
        if (!http_exchange(trip->call, &request, &answer, &failure)) {
            fail(trip, &failure, out);
            return;
        }
        trip_take_cookies(trip, &answer);
        if (!is_version_asked(request.version, answer.version)) {
            refuse_version(trip, &request, &answer, out);
            return;
        }
        Challenged challenged = trip_challenged(trip, &answer, &problem);
        if (challenged == CHALLENGED_AGAIN) continue;
        if (challenged == CHALLENGED_FAIL) {
            answer_with(trip, &answer, out);
            end_badly(out, &problem, OUTCOME_FAILED);
            return;
        }
        Follow follow = trip_follow(trip, &answer, &problem);
        if (follow == FOLLOW_NEXT) continue;
        answer_with(trip, &answer, out);
        if (is_unasked_part(&request, &answer)) refuse_part(out);
        if (follow == FOLLOW_NOT) return;
        // A change that was answered with a redirect has been made; that the next place is denied
        // takes nothing back.
        if (!first_reads) problem.denied = false;
        end_badly(out, &problem, OUTCOME_FAILED);
        return;
    }
}

static void shorten(Waiter *waiter, int64_t now, const HttpConnection *connection) {
    if (!connection || !connection->timeout) return;
    int64_t end;
    if (__builtin_add_overflow(now, connection->timeout, &end)) return;
    if (end < waiter->deadline_ns) waiter->deadline_ns = end;
}

static void run(const ActionCall *given, Outcome *out) {
    ActionCall call = *given;
    int64_t now = call.env->mono_ns(call.env->self);
    shorten(&call.waiter, now, call.connection);
    HttpTrip trip = {.call = &call,
                     .params = call.params,
                     .connection = call.connection,
                     .started_ns = now,
                     .redirects = list_builder(call.arena),
                     .files = {.arena = call.arena}};
    *out = (Outcome){.request = touches(call.params, call.arena)};
    HttpProblem problem = {0};
    if (!check(&call, &problem) || !trip_begin(&trip, &problem)) {
        end_badly(out, &problem, OUTCOME_BAD_VALUE);
        return;
    }
    Sv shown = trip_shown(&trip);
    out->request = sv_format(call.arena, "%.*s %.*s", SV_ARG(trip.method), SV_ARG(shown));
    if (!trip_permitted(&trip, &trip.url, &problem)) {
        end_badly(out, &problem, OUTCOME_DENIED);
        return;
    }
    if (!trip_netrc(&trip, &problem) || !trip_keep_begin(&trip, &problem)) {
        end_badly(out, &problem, OUTCOME_BAD_VALUE);
        return;
    }
    travel(&trip, out);
    trip_keep_end(&trip, out);
    out->cautions = trip.cautions;
    out->files = trip.files;
}

// The first request is known, and where it may lead to is not.
static void by_hand(const ActionCall *call, HandLines *out) {
    HttpTrip trip = {.call = call,
                     .params = call->params,
                     .connection = call->connection,
                     .redirects = list_builder(call->arena),
                     .files = {.arena = call->arena}};
    HttpProblem problem = {0};
    HttpRequest request;
    if (!check(call, &problem) || !trip_begin(&trip, &problem) ||
        !trip_request(&trip, &request, &problem))
        return;
    trip_by_hand(&trip, &request, out);
    if (trip.params->follow > 0)
        hand_note(&out->items[0], SV("redirects of the answer are asked for as well"));
}

// ── the row ──

static const ActionExample examples[] = {
    {"The application answers", "name: The application is healthy\n"
                                "http: GET /health\n"
                                "expect: json.status == 'ok'\n"},
    {"Query parameters", "name: Exactly one customer is called Acme\n"
                         "http:\n"
                         "  send: GET /api/customers\n"
                         "  query:\n"
                         "    name: Acme\n"
                         "    limit: 10\n"
                         "expect: json.customers.size() == 1\n"},
    {"A change, and what it made", "name: An incident is opened\n"
                                   "id: incident_open\n"
                                   "http:\n"
                                   "  send: POST /api/incidents\n"
                                   "  json:\n"
                                   "    title: Payments are slow\n"
                                   "    severity: high\n"
                                   "expect: status == 201\n"
                                   "capture:\n"
                                   "  incident: json.id\n"},
    {"Another answer than 2xx", "name: Nobody gets in without credentials\n"
                                "http: GET https://app.example.com/api/admin/users\n"
                                "expect: status == 401\n"},
    {"The certificate", "name: The certificate lasts three more weeks\n"
                        "http: GET https://status.example.com/\n"
                        "expect: tls.not_after - now > days(21)\n"},
    {"A redirect that is followed", "name: The old address leads to the new one\n"
                                    "http:\n"
                                    "  send: GET /old\n"
                                    "  follow: 1\n"
                                    "expect: url.endsWith('/new')\n"},
    {"GraphQL, which answers 200 whatever it says",
     "name: The order is open\n"
     "effect: read\n"
     "http:\n"
     "  send: POST /graphql\n"
     "  json:\n"
     "    query: 'query ($id: ID!) { order(id: $id) { state } }'\n"
     "    variables: { id: 7 }\n"
     "expect: |\n"
     "  !has(json.errors)\n"
     "  json.data.order.state == 'open'\n"},
    {"JSON:API",
     "name: Orders have customers that come with them\n"
     "http:\n"
     "  send: GET /orders\n"
     "  query: { include: customer, 'page[size]': 10 }\n"
     "  headers: { Accept: application/vnd.api+json }\n"
     "expect: |\n"
     "  json.data.size() > 0\n"
     "  json.data.all(o, json.included.exists(i, i.type == 'customers' && i.id == o.relationships.customer.data.id))\n"},
    {"A form", "name: The customer is signed up\n"
               "http:\n"
               "  send: POST /signup\n"
               "  form: { name: Acme, plan: gold }\n"
               "expect: status == 303\n"},
};

static const char doc[] =
    "Sends one request and judges the answer. The short form is method and URL: `http: GET /api/x`. A path is joined to "
    "the address of the step's connection (`via:`, or the only one of its kind), and what the connection holds – "
    "headers, cookies, credentials, certificates – goes along. A whole URL of another origin gets none of that.\n"
    "\n"
    "**What passes.** A 2xx status, unless a `must` expectation reads `status` itself, and everything in `expect`. "
    "`GET`, `HEAD` and `OPTIONS` read; every other method is a `change`: it is not retried, its intent is in the "
    "journal before it is sent, and it shares a connection only with the changes right before it; where that one breaks "
    "it is not sent again. 502 and 504 leave a change in doubt, and so does a timeout: there is no header by which a "
    "server would stop what it is at, so it may still happen.\n"
    "\n"
    "**Connections** are kept between steps that read. A new one is begun by a step that reads `tls` or `remote_ip`, by "
    "each attempt of a poll, and by what reads after something may have been changed, since an open one may still lead "
    "to the old process and its old certificate; `fresh: true` or `false` says otherwise, and so does the header "
    "`Connection: close`.\n"
    "\n"
    "**Redirects** are an answer (`status == 302`) unless the step says `follow`. They are then followed by rules of "
    "our own: never from https to http, never where `allow` forbids, and to another origin without credentials, "
    "cookies, the connection's headers and whatever header a secret took part in.\n"
    "\n"
    "**Bodies**: at most one of `json`, `form`, `multipart`, `body`, `file`. `json` is built as a tree, so no value "
    "can break out of its quotes. What comes back is decompressed, and counted while it is: 16 MiB are the limit.\n"
    "\n"
    "**No answer** is one whose end is not sure: `Content-Length` that is no plain count, said twice with two values, or "
    "behind a blank; a `Transfer-Encoding` other than `chunked`; a body that only the end of the connection ends, where "
    "TLS was cut without its own end; a compressed body without its end; a 2xx that came before the request's body had "
    "been sent whole. Over plain HTTP a body may go up to the end of the connection.\n"
    "\n"
    "**Proxies** of the environment are not used. `proxy: environment` on the connection or the step asks for them.\n"
    "\n"
    "**TLS** is verified. A certificate that does not verify fails the step, with `tls` filled and nothing sent. "
    "`tls: { insecure: true }` gives that up: whoever stands in between can then read and change everything.\n";

const Action action_http = {
    .name = "http",
    .summary = "One HTTP exchange: method, URL, and what must be true of the answer.",
    .since = "0.1.0",
    .doc = doc,
    .effect = EFFECT_CHANGE,
    .effect_of = effect_of,
    .touches = touches,
    .cautions = cautions,
    .by_hand = by_hand,
    .manual = http_manual,
    .connection_kind = "http",
    .needs_connection = needs_connection,
    .timeout_ns = (int64_t)30 * 1000 * 1000 * 1000,
    .params = http_param_rows,
    .param_count = HTTP_PARAM_ROWS,
    .params_size = sizeof(HttpParams),
    .validate = http_validate,
    .results = http_results,
    .result_count = HTTP_RESULT_COUNT,
    .holds = "status == 200",
    .fails = "status == 404",
    .implied_expect = "status >= 200 && status < 300",
    .implied_unless = "status",
    .implied_waiver = "any_status",
    .examples = examples,
    .example_count = sizeof examples / sizeof *examples,
    .run = run,
};
