// From parameters to a request: where it goes, which way, and the key under which its connection is
// kept.
#include "http/http_trip.h"
#include "http/http_way.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/system/file.h"

static bool refuse(HttpProblem *problem, Sv error, Sv hint) {
    *problem = (HttpProblem){.error = error, .hint = hint};
    return false;
}

// ── where to ──

static bool make_url(HttpTrip *trip, Sv text, HttpProblem *problem) {
    Arena *arena = trip->call->arena;
    UrlError error;
    if (trip->connection && !url_parse(arena, trip->connection->http, &trip->home, &error))
        return refuse(problem,
                      sv_format(arena, "the connection's address '%.*s' %.*s",
                                SV_ARG(trip->connection->http), SV_ARG(error.problem)),
                      error.hint);
    if (!url_is_absolute(text) && !trip->connection)
        return refuse(problem,
                      sv_format(arena,
                                "'%.*s' is a path, and the step has no connection to join it to",
                                SV_ARG(text)),
                      SV("name one with via:, or write a whole URL"));
    bool dotted = trip->params->path_as_is, whole = url_is_absolute(text);
    bool good = whole && dotted ? url_parse_dotted(arena, text, &trip->url, &error)
                : whole         ? url_parse(arena, text, &trip->url, &error)
                : dotted        ? url_join_dotted(arena, &trip->home, text, &trip->url, &error)
                                : url_join(arena, &trip->home, text, &trip->url, &error);
    if (!good)
        return refuse(problem, sv_format(arena, "'%.*s' %.*s", SV_ARG(text), SV_ARG(error.problem)),
                      error.hint);
    bool too_long;
    url_add_query(arena, &trip->url,
                  http_encoded_pairs(arena, trip->params->query, false, &too_long));
    if (too_long)
        return refuse(problem, SV("the query is over the limit of 8 MiB (TEMPLATE_BYTES)"),
                      (Sv){0});
    return true;
}

bool trip_begin(HttpTrip *trip, HttpProblem *problem) {
    Sv url;
    return http_method_and_url(trip->call->arena, trip->params, &trip->method, &url, problem) &&
           make_url(trip, url, problem) && trip_body(trip, problem);
}

// The connection's headers, cookies and credentials go to its own origin and nowhere else.
bool trip_permitted(const HttpTrip *trip, const Url *url, HttpProblem *problem) {
    Sv reason = {0};
    Sv address = url_address(trip->call->arena, url);
    if (trip->call->permitted(trip->call->self, "host", address, &reason)) return true;
    *problem = (HttpProblem){.error = reason, .denied = true};
    return false;
}

bool trip_at_home(const HttpTrip *trip) {
    return trip->connection && !trip->strayed && url_same_origin(&trip->url, &trip->home);
}

Sv trip_shown(const HttpTrip *trip) {
    Arena *arena = trip->call->arena;
    if (trip_at_home(trip)) return url_target(arena, &trip->url);
    return url_text(arena, &trip->url);
}

// ── the rest ──

static HttpTls tls_for(const HttpTrip *trip) {
    bool own = trip->params->tls_given;
    HttpTls tls = own ? trip->params->tls : trip->connection ? trip->connection->tls : (HttpTls){0};
    // Trusted certificates apply to any origin; our own identity, and what may be overlooked, do
    // not.
    bool leaves = trip->strayed || (!own && !trip_at_home(trip));
    return leaves ? (HttpTls){.ca = tls.ca} : tls;
}

// Known at last: a certificate may be filled in by a template.
static bool check_key(const HttpTls *tls, HttpProblem *problem) {
    if (tls->cert.len) return true;
    if (tls->key.len)
        return refuse(problem, SV("the key stands alone: there is no certificate that it is of"),
                      SV("name the certificate with tls.cert"));
    if (tls->key_password.len)
        return refuse(problem, SV("there is no key that 'key_password' would open"),
                      SV("name the certificate with tls.cert, and its key with tls.key"));
    return true;
}

static bool locate(const HttpTrip *trip, Sv *file, HttpProblem *problem) {
    if (!file->len) return true;
    *file = path_join(trip->call->arena, trip->call->folder, *file);
    return trip_may_touch(trip, *file, problem);
}

// Which way the current request goes, and whether it may: asked of `allow`, and noted for people.
static bool choose_way(HttpTrip *trip, HttpRequest *out, HttpProblem *problem) {
    const ActionCall *call = trip->call;
    Sv written = trip->params->proxy;
    if (!written.len && trip->connection) written = trip->connection->proxy;
    HttpProxy proxy;
    if (out->unix_socket.len) written = SV("none");
    if (!http_choose_proxy(call->arena, written, call->env, &trip->url, &proxy, problem))
        return false;
    out->proxy = proxy.url;
    out->proxy_address = proxy.address;
    out->proxy_user = proxy.user;
    Cautions way = {0};
    HttpWay all = {
        .url = &trip->url, .insecure = out->insecure, .proxy = &proxy, .route = &trip->route};
    http_way_cautions(call->arena, &all, &way);
    for (size_t i = 0; i < way.count; i++) {
        Caution caution = way.items[i];
        Sv reason = {0};
        if (!call->may_go(call->self, &caution, &reason)) {
            *problem = (HttpProblem){reason, caution_hint(call->arena, &caution), true};
            return false;
        }
        if (trip->hops > 0)
            caution.text = sv_format(call->arena, "%.*s (redirected to %.*s)", SV_ARG(caution.text),
                                     SV_ARG(url_address(call->arena, &trip->url)));
        cautions_add(&trip->cautions, caution);
    }
    return true;
}

// With the lengths in front, different lists of parts never give the same text.
static void add_part(Buf *buf, Sv part) {
    buf_add(buf, (Sv){(const char *)&part.len, sizeof part.len});
    buf_add(buf, part);
}

// Connections are bound to credentials (a client certificate, an authenticated proxy, a session
// that the server ties to them), so one is kept for each set of them and never shared with another.
static Sv keep_under(const HttpTrip *trip, const HttpRequest *request) {
    Arena *arena = trip->call->arena;
    BUF_AUTO Buf buf = buf_new(LIMIT_TEMPLATE_BYTES);
    // The answer to a challenge is another one each time; whose it is says whose connection it is.
    const HttpAuth *auth = trip_auth(trip);
    HttpBasic digest = auth && auth->digest_given ? auth->digest : (HttpBasic){0};
    SigV4 signer = auth && auth->aws_sigv4_given ? auth->aws_sigv4 : (SigV4){0};
    Sv parts[] = {request->ca,           request->cert,        request->key,
                  request->key_password, request->server_name, request->proxy,
                  request->proxy_user,   request->address,     request->unix_socket,
                  digest.user,           digest.password,      signer.access_key,
                  signer.secret_key,     signer.session_token};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        add_part(&buf, parts[i]);
    for (size_t i = 0; i < request->header_count; i++) {
        HttpField header = request->headers[i];
        bool answers = (trip->answer.at && header.value.at == trip->answer.at) ||
                       (signer.access_key.len && sv_eq_nocase(header.name, SV("Authorization")));
        // Cookies that are kept come and go; whose session it is they say to each request anew.
        bool kept = trip->kept_count && sv_eq_nocase(header.name, SV("Cookie"));
        if (!answers && !kept && trip_carries_secret(trip, header.name))
            add_part(&buf, header.value);
    }
    bool home = trip_at_home(trip);
    uint64_t numbers[] = {hash_bytes(buf_sv(&buf)), home ? trip->call->credentials : 0,
                          request->insecure, (uint64_t)request->ip, request->version};
    Sv name = home ? trip->call->connection_name : (Sv){0};
    return sv_concat(
        arena,
        (Sv[]){
            {(const char *)numbers, sizeof numbers}, url_origin(arena, &trip->url), SV(" "), name},
        4);
}

static bool closes(const HttpField *headers, size_t count) {
    const Sv *connection = http_field(headers, count, SV("connection"));
    return connection && sv_eq_nocase(*connection, SV("close"));
}

// Where the connection leads: what the step says, of its own origin alone where that is of one
// origin, and its connection's as long as the request is at home.
static bool take_route(HttpTrip *trip, HttpRequest *out, HttpProblem *problem) {
    Arena *arena = trip->call->arena;
    HttpRoute own = trip->params->route, home = {0};
    if (trip->connection) home = trip->connection->route;
    if (trip->strayed) own.unix_socket = (Sv){0};
    if (!trip_at_home(trip))
        home = (HttpRoute){.resolve = home.resolve,
                           .connect_to = home.connect_to,
                           .connect_timeout = home.connect_timeout,
                           .max_size = home.max_size,
                           .limit_rate = home.limit_rate};
    trip->route = http_route_over(arena, &own, &home);
    HttpPlace place = http_place(arena, &trip->route, &trip->url, true);
    out->host = place.host;
    out->address = place.socket.len ? place.socket : place.address;
    out->elsewhere = place.by != NULL;
    out->unix_socket = place.socket;
    out->ip = trip->route.ip == 0 ? 0 : trip->route.ip == 1 ? 4 : 6;
    out->version = (HttpVersion)trip->route.http_version;
    out->connect_ns = trip->route.connect_timeout;
    out->most_bytes = trip->route.max_size;
    out->bytes_a_second = trip->route.limit_rate;
    return !place.socket.len || trip_may_touch(trip, place.socket, problem);
}

bool trip_request(HttpTrip *trip, HttpRequest *out, HttpProblem *problem) {
    Arena *arena = trip->call->arena;
    HttpTls tls = tls_for(trip);
    if (!check_key(&tls, problem) || !locate(trip, &tls.ca, problem) ||
        !locate(trip, &tls.cert, problem) || !locate(trip, &tls.key, problem))
        return false;
    trip_keep_match(trip);
    if (!trip_body_digest(trip, problem)) return false;
    HttpRequest with = {0};
    if (!trip_headers(trip, &tls, &with, problem)) return false;
    Url url = trip->url;
    UrlError error;
    if (tls.server_name.len && !url_rename_host(arena, &url, tls.server_name, &error))
        return refuse(problem,
                      sv_format(arena, "the server_name '%.*s' %.*s", SV_ARG(tls.server_name),
                                SV_ARG(error.problem)),
                      error.hint);
    HttpRequest request = {
        .method = trip->method,
        .url = url,
        .headers = with.headers,
        .header_count = with.header_count,
        .left_out = with.left_out,
        .body = trip->body,
        .reads = http_method_reads(trip->method) && !trip->call->acts_once,
        .closes = closes(with.headers, with.header_count),
        .ca = tls.ca,
        .cert = tls.cert,
        .key = tls.key,
        .key_password = tls.key_password,
        .server_name = tls.server_name,
        .insecure = tls.insecure,
        .sent = &trip->files,
        .allowed_ns = trip->call->waiter.deadline_ns == NO_DEADLINE
                          ? NO_DEADLINE
                          : trip->call->waiter.deadline_ns - trip->started_ns,
    };
    if (!take_route(trip, &request, problem) || !choose_way(trip, &request, problem)) return false;
    request.keep_under = keep_under(trip, &request);
    *out = request;
    return true;
}
