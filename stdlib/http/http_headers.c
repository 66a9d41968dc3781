// Which headers, cookies and credentials are sent: those of the connection only to its own origin,
// those of the step only to the origin that the step names.
#include "http/http_trip.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/system/digest.h"

typedef struct HeaderFields {
    Arena *arena;
    HttpField *items;
    unsigned count, capacity;
} HeaderFields;

const Sv *http_field(const HttpField *fields, size_t count, Sv name) {
    for (size_t i = 0; i < count; i++)
        if (sv_eq_nocase(fields[i].name, name)) return &fields[i].value;
    return NULL;
}

static void add(HeaderFields *fields, Sv name, Sv value) {
    arena_grow(fields->arena, fields->items, fields->count, fields->capacity);
    fields->items[fields->count++] = (HttpField){name, value};
}

static bool named(Pairs pairs, Sv name) {
    for (size_t i = 0; i < pairs.count; i++)
        if (sv_eq_nocase(pairs.items[i].name, name)) return true;
    return false;
}

// A null says that the header is not sent, whoever would send it otherwise.
static bool leaves_out(Pairs pairs, Sv name) {
    for (size_t i = 0; i < pairs.count; i++)
        if (pairs.items[i].value.kind == VALUE_NULL && sv_eq_nocase(pairs.items[i].name, name))
            return true;
    return false;
}

static bool names_credential(Sv name) {
    return sv_eq_nocase(name, SV("Authorization")) || sv_eq_nocase(name, SV("Cookie")) ||
           sv_eq_nocase(name, SV("Proxy-Authorization"));
}

// Another origin gets of the step's headers only what is neither a secret nor, by its name, a
// credential.
static bool may_stray(Pair header) {
    return !header.taint && !names_credential(header.name);
}

// If a redirect dropped the body, the headers about it are dropped too.
static bool describes_body(Sv name) {
    return sv_eq_nocase(sv_slice(name, 0, 8), SV("Content-"));
}

static void add_own_headers(const HttpTrip *trip, HeaderFields *fields) {
    bool bodiless = trip->hops && trip->body.kind == HTTP_BODY_NONE;
    for (size_t i = 0; i < trip->params->headers.count; i++) {
        Pair header = trip->params->headers.items[i];
        if (header.value.kind == VALUE_NULL) continue;
        if (trip->strayed && (!may_stray(header) || sv_eq_nocase(header.name, SV("Host"))))
            continue;
        if (bodiless && describes_body(header.name)) continue;
        add(fields, header.name, header.text);
    }
}

static void add_connection_headers(const HttpTrip *trip, HeaderFields *fields) {
    for (size_t i = 0; i < trip->connection->headers.count; i++) {
        Pair header = trip->connection->headers.items[i];
        if (header.value.kind == VALUE_NULL || named(trip->params->headers, header.name)) continue;
        add(fields, header.name, header.text);
    }
}

bool http_gives_auth(const HttpAuth *auth) {
    return auth->bearer_given || auth->basic_given || auth->digest_given || auth->aws_sigv4_given ||
           auth->netrc.len > 0;
}

const HttpAuth *trip_auth_given(const HttpTrip *trip) {
    const HttpAuth *own = &trip->params->auth;
    if (http_gives_auth(own)) return trip->strayed ? NULL : own;
    bool homes = trip_at_home(trip) && http_gives_auth(&trip->connection->auth) &&
                 !named(trip->params->headers, SV("Authorization"));
    return homes ? &trip->connection->auth : NULL;
}

const HttpAuth *trip_auth(const HttpTrip *trip) {
    const HttpAuth *given = trip_auth_given(trip);
    return given && given->netrc.len ? &trip->netrc : given;
}

static Sv auth_value(Arena *arena, const HttpAuth *auth) {
    if (auth->bearer_given) return sv_format(arena, "Bearer %.*s", SV_ARG(auth->bearer));
    Sv pair = sv_format(arena, "%.*s:%.*s", SV_ARG(auth->basic.user), SV_ARG(auth->basic.password));
    BUF_AUTO Buf buf = buf_new(LIMIT_TEMPLATE_BYTES);
    buf_add_c(&buf, "Basic ");
    base64_add(&buf, pair);
    return buf_keep(&buf, arena);
}

static void drop(HeaderFields *fields, Sv name) {
    unsigned kept = 0;
    for (unsigned i = 0; i < fields->count; i++)
        if (!sv_eq_nocase(fields->items[i].name, name)) fields->items[kept++] = fields->items[i];
    fields->count = kept;
}

static void add_signature(const HttpTrip *trip, const SigV4 *who, HeaderFields *fields) {
    const Env *env = trip->call->env;
    const Sv *host = http_field(fields->items, fields->count, SV("Host"));
    SigV4Request request = {.method = trip->method,
                            .url = &trip->url,
                            .host = host ? *host : url_place(fields->arena, &trip->url),
                            .body = trip->body_digest,
                            .seconds = env->stamp(env->self).wall_ns / 1000000000};
    SigV4Headers signs = sigv4_sign(fields->arena, who, &request);
    const HttpField own[] = {{SV("X-Amz-Date"), signs.date},
                             {SV("X-Amz-Content-Sha256"), signs.body},
                             {SV("X-Amz-Security-Token"), who->session_token},
                             {SV("Authorization"), signs.authorization}};
    for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
        drop(fields, own[i].name);
        if (own[i].value.len) add(fields, own[i].name, own[i].value);
    }
}

static void add_auth(const HttpTrip *trip, HeaderFields *fields) {
    const HttpAuth *auth = trip_auth(trip);
    if (!auth) return;
    drop(fields, SV("Authorization"));
    if (auth->aws_sigv4_given) {
        add_signature(trip, &auth->aws_sigv4, fields);
        return;
    }
    Sv value = auth->digest_given ? trip->answer : auth_value(fields->arena, auth);
    if (value.len) add(fields, SV("Authorization"), value);
}

static Sv one_more(Arena *arena, Sv line, Sv name, Sv value) {
    return sv_format(arena, "%.*s%s%.*s=%.*s", SV_ARG(line), line.len ? "; " : "", SV_ARG(name),
                     SV_ARG(value));
}

// Unlike those of headers, names of cookies are case-sensitive.
static bool has_cookie(Pairs cookies, Sv name) {
    for (size_t i = 0; i < cookies.count; i++)
        if (sv_eq(cookies.items[i].name, name)) return true;
    return false;
}

static Sv more_cookies(Arena *arena, Sv line, Pairs cookies, Pairs overriding) {
    for (size_t i = 0; i < cookies.count; i++) {
        Pair cookie = cookies.items[i];
        if (!has_cookie(overriding, cookie.name))
            line = one_more(arena, line, cookie.name, cookie.text);
    }
    return line;
}

// Those that are written go before those that were set: an author means what stands there.
static void add_cookies(const HttpTrip *trip, HeaderFields *fields) {
    Pairs own = trip->strayed ? (Pairs){0} : trip->params->cookies, homes = {0};
    if (!trip->strayed && named(trip->params->headers, SV("Cookie"))) return;
    if (trip_at_home(trip)) homes = trip->connection->cookies;
    Sv line = {0};
    for (size_t i = 0; i < trip->kept_count; i++) {
        JarCookie cookie = trip->kept[i];
        if (!has_cookie(own, cookie.name) && !has_cookie(homes, cookie.name))
            line = one_more(fields->arena, line, cookie.name, cookie.value);
    }
    line = more_cookies(fields->arena, line, homes, own);
    line = more_cookies(fields->arena, line, own, (Pairs){0});
    if (!line.len) return;
    if (own.count) drop(fields, SV("Cookie"));
    if (!http_field(fields->items, fields->count, SV("Cookie"))) add(fields, SV("Cookie"), line);
}

static bool check_fields(const HeaderFields *fields, HttpProblem *problem) {
    Pair *pairs = arena_new_array(fields->arena, Pair, fields->count);
    for (unsigned i = 0; i < fields->count; i++)
        pairs[i] = (Pair){.name = fields->items[i].name, .text = fields->items[i].value};
    return http_check_headers(fields->arena, (Pairs){.items = pairs, .count = fields->count},
                              problem);
}

// Whoever would send it by itself, it is not sent: the step says so, or its connection where the
// step says nothing about it.
static bool is_left_out(const HttpTrip *trip, Sv name) {
    if (named(trip->params->headers, name)) return leaves_out(trip->params->headers, name);
    return trip_at_home(trip) && leaves_out(trip->connection->headers, name);
}

static void add_default(const HttpTrip *trip, HeaderFields *fields, Sv name, Sv value) {
    if (!value.len || is_left_out(trip, name)) return;
    if (!http_field(fields->items, fields->count, name)) add(fields, name, value);
}

// The driver's own: what it would send where nothing is said. The type of parts holds the border
// between them, so it goes always.
static void note_left_out(const HttpTrip *trip, HttpRequest *out) {
    static const Sv defaults[] = {SV_INIT("Host"), SV_INIT("Accept"), SV_INIT("Accept-Encoding"),
                                  SV_INIT("User-Agent"), SV_INIT("Content-Type")};
    enum { COUNT = sizeof defaults / sizeof *defaults };
    Sv *names = arena_new_array(trip->call->arena, Sv, COUNT);
    bool parts = trip->body.kind == HTTP_BODY_PARTS;
    out->left_out = (Texts){names, 0};
    for (size_t i = 0; i < COUNT; i++) {
        if (parts && sv_eq_c(defaults[i], "Content-Type")) continue;
        if (is_left_out(trip, defaults[i])) names[out->left_out.count++] = defaults[i];
    }
}

static void add_all(const HttpTrip *trip, const HttpTls *tls, HeaderFields *fields) {
    if (trip_at_home(trip)) add_connection_headers(trip, fields);
    add_own_headers(trip, fields);
    add_auth(trip, fields);
    add_cookies(trip, fields);
    add_default(trip, fields, SV("Content-Type"), trip->body_type);
    add_default(trip, fields, SV("User-Agent"), SV("runbook/" RUNBOOK_VERSION));
    // Then the URL has the certificate's name; the Host header still has the server's own.
    if (tls->server_name.len)
        add_default(trip, fields, SV("Host"), url_place(fields->arena, &trip->url));
}

bool trip_headers(const HttpTrip *trip, const HttpTls *tls, HttpRequest *out,
                  HttpProblem *problem) {
    HeaderFields fields = {.arena = trip->call->arena};
    add_all(trip, tls, &fields);
    // The last check, whatever the headers were made of.
    if (!check_fields(&fields, problem)) return false;
    out->headers = fields.items;
    out->header_count = fields.count;
    note_left_out(trip, out);
    return true;
}

bool trip_carries_secret(const HttpTrip *trip, Sv name) {
    Pairs own = trip->params->headers;
    if (names_credential(name)) return true;
    for (size_t i = 0; i < own.count; i++)
        if (own.items[i].taint && sv_eq_nocase(own.items[i].name, name)) return true;
    return false;
}
