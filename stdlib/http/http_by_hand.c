// The request at hand as a command of curl that sends the same: what curl would send otherwise by
// itself is said, and what it sends by itself all the same is left out.
#include "http/http_by_hand.h"

#include "base/buf.h"

#include <string.h>

void by_hand_option(const HandRequest *hand, const char *name, Sv argument) {
    hand_option(hand->line, name);
    hand_word(hand->line, argument);
}

Value by_hand_given(const HandRequest *hand, const char *param) {
    const ActionCall *call = hand->trip->call;
    for (size_t i = 0; call->secret_params && i < HTTP_PARAM_ROWS; i++)
        if (strcmp(http_param_rows[i].name, param) == 0) return call->values[i];
    return value_null();
}

static Taint taint_of(const HandRequest *hand, const char *param) {
    return value_taint(by_hand_given(hand, param));
}

// ── headers ──

static const Pair *find_pair(const Pairs *pairs, Sv name, Sv text) {
    for (size_t i = 0; i < pairs->count; i++)
        if (sv_eq_nocase(pairs->items[i].name, name) && sv_eq(pairs->items[i].text, text))
            return &pairs->items[i];
    return NULL;
}

static Taint header_taint(const HandRequest *hand, HttpField field) {
    const HttpTrip *trip = hand->trip;
    const Pair *own = find_pair(&trip->params->headers, field.name, field.value);
    if (own) return own->taint;
    const Pair *homes =
        trip->connection ? find_pair(&trip->connection->headers, field.name, field.value) : NULL;
    return homes ? homes->taint : 0;
}

static bool is_cookie(Sv entry, Sv name, Sv value) {
    return entry.len == name.len + 1 + value.len && sv_starts(entry, name) &&
           entry.at[name.len] == '=' && sv_ends(entry, value);
}

static const Pair *written_cookie(const Pairs *pairs, Sv entry) {
    for (size_t i = 0; i < pairs->count; i++)
        if (is_cookie(entry, pairs->items[i].name, pairs->items[i].text)) return &pairs->items[i];
    return NULL;
}

// What the server set is known to nobody else.
static const JarCookie *kept_cookie(const HttpTrip *trip, Sv entry) {
    for (size_t i = 0; i < trip->kept_count; i++)
        if (is_cookie(entry, trip->kept[i].name, trip->kept[i].value)) return &trip->kept[i];
    return NULL;
}

static void add_kept(const HandRequest *hand, const JarCookie *kept) {
    Sv called = sv_concat(hand->arena, (Sv[]){SV("cookie "), kept->name}, 2);
    hand_more(hand->line, sv_concat(hand->arena, (Sv[]){kept->name, SV("=")}, 2));
    hand_secret(
        hand->line,
        (HandPiece){.text = kept->value,
                    .taint = 1,
                    .called = called,
                    .is = sv_format(hand->arena, "the cookie '%.*s', which the server has set",
                                    SV_ARG(kept->name))});
}

static void add_cookies(const HandRequest *hand, Sv cookies) {
    const HttpTrip *trip = hand->trip;
    hand_word(hand->line, SV("Cookie: "));
    for (size_t at = 0; at < cookies.len;) {
        size_t next = sv_find(cookies, SV("; "), at), end = next == SV_NONE ? cookies.len : next;
        Sv entry = sv_slice(cookies, at, end);
        const Pair *cookie = written_cookie(&trip->params->cookies, entry);
        if (!cookie && trip->connection) cookie = written_cookie(&trip->connection->cookies, entry);
        const JarCookie *kept = cookie ? NULL : kept_cookie(trip, entry);
        if (kept) {
            add_kept(hand, kept);
        } else if (cookie && cookie->taint) {
            hand_more(hand->line, sv_slice(entry, 0, cookie->name.len + 1));
            hand_secret(
                hand->line,
                (HandPiece){.text = cookie->text, .taint = cookie->taint, .called = cookie->name});
        } else {
            hand_more(hand->line, entry);
        }
        if (next != SV_NONE) hand_more(hand->line, SV("; "));
        at = next == SV_NONE ? cookies.len : next + 2;
    }
}

static Taint auth_taint(const HandRequest *hand, const HttpAuth *auth) {
    bool own = auth == &hand->trip->params->auth;
    return own ? taint_of(hand, "auth") : hand->trip->call->home_taint;
}

static void add_user(const HandRequest *hand, const HttpAuth *auth, HttpBasic who) {
    by_hand_option(hand, "-u", sv_concat(hand->arena, (Sv[]){who.user, SV(":")}, 2));
    HandPiece password = {
        .text = who.password, .taint = auth_taint(hand, auth), .called = SV("password")};
    hand_secret(hand->line, password);
}

static bool by_auth(const HandRequest *hand, HttpField field) {
    const HttpAuth *auth = trip_auth_given(hand->trip);
    if (!auth || header_taint(hand, field)) return false;
    if (auth->netrc.len || auth->aws_sigv4_given)
        return true; // curl reads the file, or signs, as well
    if (auth->bearer_given && sv_starts(field.value, SV("Bearer ")) &&
        sv_eq(sv_slice(field.value, 7, field.value.len), auth->bearer)) {
        by_hand_option(hand, "-H", SV("Authorization: Bearer "));
        HandPiece token = {
            .text = auth->bearer, .taint = auth_taint(hand, auth), .called = SV("token")};
        hand_secret(hand->line, token);
        return true;
    }
    if (!auth->basic_given || !sv_starts(field.value, SV("Basic "))) return false;
    add_user(hand, auth, auth->basic);
    return true;
}

// It begins without an answer, since there was no challenge yet, and curl begins like that.
static void add_digest(const HandRequest *hand) {
    const HttpAuth *auth = trip_auth(hand->trip);
    if (!auth || !auth->digest_given) return;
    hand_option(hand->line, "--digest");
    add_user(hand, auth, auth->digest);
}

// The date is another one by then.
static bool is_of_signature(const HandRequest *hand, Sv name) {
    const HttpAuth *auth = trip_auth(hand->trip);
    return auth && auth->aws_sigv4_given && sv_eq_nocase(name, SV("X-Amz-Date"));
}

static void add_sigv4(const HandRequest *hand) {
    const HttpAuth *auth = trip_auth(hand->trip);
    if (!auth || !auth->aws_sigv4_given) return;
    const SigV4 *who = &auth->aws_sigv4;
    by_hand_option(
        hand, "--aws-sigv4",
        sv_concat(hand->arena, (Sv[]){SV("aws:amz:"), who->region, SV(":"), who->service}, 4));
    by_hand_option(hand, "-u", sv_concat(hand->arena, (Sv[]){who->access_key, SV(":")}, 2));
    hand_secret(hand->line, (HandPiece){.text = who->secret_key,
                                        .taint = auth_taint(hand, auth),
                                        .called = SV("secret_key")});
}

static void add_netrc(const HandRequest *hand) {
    const HttpAuth *auth = trip_auth_given(hand->trip);
    if (!auth || !auth->netrc.len) return;
    if (sv_eq_c(auth->netrc, "true"))
        hand_option(hand->line, "--netrc");
    else
        by_hand_option(hand, "--netrc-file", auth->netrc);
}

static void add_header(const HandRequest *hand, HttpField field) {
    if (is_of_signature(hand, field.name)) return;
    if (sv_eq_nocase(field.name, SV("Authorization")) && by_auth(hand, field)) return;
    hand_option(hand->line, "-H");
    Taint taint = header_taint(hand, field);
    if (sv_eq_nocase(field.name, SV("Cookie")) && !taint) {
        add_cookies(hand, field.value);
        return;
    }
    hand_word(hand->line,
              sv_concat(hand->arena, (Sv[]){field.name, field.value.len ? SV(": ") : SV(";")}, 2));
    if (taint)
        hand_secret(hand->line,
                    (HandPiece){.text = field.value, .taint = taint, .called = field.name});
    else
        hand_more(hand->line, field.value);
}

bool by_hand_has_header(const HandRequest *hand, Sv name) {
    return http_field(hand->request->headers, hand->request->header_count, name) != NULL;
}

static bool is_left_out(const HandRequest *hand, Sv name) {
    const Texts *names = &hand->request->left_out;
    for (size_t i = 0; i < names->count; i++)
        if (sv_eq(names->items[i], name)) return true;
    return false;
}

// curl leaves out what is written "Name:". The type of a body is said with that.
static void add_left_out(const HandRequest *hand) {
    const Texts *names = &hand->request->left_out;
    for (size_t i = 0; i < names->count; i++) {
        bool own =
            sv_eq_c(names->items[i], "Accept-Encoding") || sv_eq_c(names->items[i], "Content-Type");
        if (!own)
            by_hand_option(hand, "-H", sv_concat(hand->arena, (Sv[]){names->items[i], SV(":")}, 2));
    }
}

static void add_headers(const HandRequest *hand) {
    const HttpRequest *request = hand->request;
    bool packed = !is_left_out(hand, SV("Accept-Encoding"));
    if (packed) hand_option(hand->line, "--compressed");
    add_left_out(hand);
    if (packed && !by_hand_has_header(hand, SV("Accept-Encoding"))) {
        hand_option(hand->line, "-H");
        hand_option(hand->line, "Accept-Encoding: gzip, deflate");
    }
    for (size_t i = 0; i < request->header_count; i++)
        add_header(hand, request->headers[i]);
}

// ── the rest ──

bool by_hand_announces_empty(Sv method) {
    return sv_eq_c(method, "POST") || sv_eq_c(method, "PUT") || sv_eq_c(method, "PATCH");
}

static void add_method(const HandRequest *hand) {
    const HttpRequest *request = hand->request;
    bool posts = request->body.kind != HTTP_BODY_NONE || by_hand_announces_empty(request->method);
    if (sv_eq_c(request->method, "HEAD"))
        hand_option(hand->line, "-I");
    else if (!sv_eq_c(request->method, posts ? "POST" : "GET"))
        by_hand_option(hand, "-X", request->method);
}

static bool environment_names(const Env *env, const char *const *names, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const char *value = env->get(env->self, names[i]);
        if (value && *value) return true;
    }
    return false;
}

// Whoever the proxy was named by, its password is nobody's to see.
static void add_proxy_user(const HandRequest *hand) {
    Sv user = hand->request->proxy_user;
    size_t colon = sv_find_char(user, ':', 0);
    size_t begin = colon == SV_NONE ? user.len : colon + 1;
    by_hand_option(hand, "-U", sv_slice(user, 0, begin));
    hand_secret(hand->line, (HandPiece){.text = sv_slice(user, begin, user.len),
                                        .taint = 1,
                                        .called = SV("proxy_password"),
                                        .is = SV("the password of the proxy")});
}

// curl takes a proxy from the environment without being asked, and leaves one out that was.
static void add_proxy(const HandRequest *hand) {
    static const char *const proxies[] = {"http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy",
                                          "ALL_PROXY"};
    static const char *const without[] = {"no_proxy", "NO_PROXY"};
    const HttpRequest *request = hand->request;
    const Env *env = hand->trip->call->env;
    if (request->proxy.len) {
        by_hand_option(hand, "-x", request->proxy);
        if (request->proxy_user.len) add_proxy_user(hand);
        if (environment_names(env, without, sizeof without / sizeof *without))
            by_hand_option(hand, "--noproxy", (Sv){0});
    } else if (environment_names(env, proxies, sizeof proxies / sizeof *proxies)) {
        by_hand_option(hand, "--noproxy", SV("*"));
    }
}

// Behind a colon curl expects a password.
static Sv certificate(Arena *arena, Sv path) {
    BUF_AUTO Buf out = buf_new(2 * path.len + 1);
    for (size_t i = 0; i < path.len; i++) {
        if (path.at[i] == ':' || path.at[i] == '\\') buf_add_char(&out, '\\');
        buf_add_char(&out, path.at[i]);
    }
    return buf_keep(&out, arena);
}

static void add_tls(const HandRequest *hand) {
    const HttpRequest *request = hand->request;
    if (!request->url.https) return;
    if (request->ca.len) by_hand_option(hand, "--cacert", request->ca);
    if (request->cert.len) by_hand_option(hand, "--cert", certificate(hand->arena, request->cert));
    if (sv_ends(request->cert, SV(".p12")) || sv_ends(request->cert, SV(".pfx")))
        by_hand_option(hand, "--cert-type", SV("P12"));
    if (request->key.len) by_hand_option(hand, "--key", request->key);
    if (request->key_password.len) {
        // Where no secret took part it is in the runbook for all to see.
        Taint taint = taint_of(hand, "tls") | hand->trip->call->home_taint;
        by_hand_option(hand, "--pass", taint ? (Sv){0} : request->key_password);
        if (taint)
            hand_secret(hand->line, (HandPiece){.text = request->key_password,
                                                .taint = taint,
                                                .called = SV("key_password")});
    }
    if (request->insecure) hand_option(hand->line, "--insecure");
}

static bool has_dots(Sv path) {
    return sv_find(path, SV("/./"), 0) != SV_NONE || sv_find(path, SV("/../"), 0) != SV_NONE ||
           sv_ends(path, SV("/.")) || sv_ends(path, SV("/.."));
}

// "1.5": curl takes seconds.
static Sv seconds(Arena *arena, int64_t ns) {
    int64_t ms = (ns + 999999) / 1000000;
    return ms % 1000
               ? sv_format(arena, "%lld.%03lld", (long long)(ms / 1000), (long long)(ms % 1000))
               : sv_format(arena, "%lld", (long long)(ms / 1000));
}

static void add_route(const HandRequest *hand) {
    const HttpRequest *request = hand->request;
    switch (request->version) {
    case HTTP_1_0: hand_option(hand->line, "--http1.0"); break;
    case HTTP_1_1: hand_option(hand->line, "--http1.1"); break;
    case HTTP_2:
        hand_option(hand->line, request->url.https ? "--http2" : "--http2-prior-knowledge");
        break;
    case HTTP_ANY: break;
    }
    if (request->ip) hand_option(hand->line, request->ip == 4 ? "-4" : "-6");
    if (request->unix_socket.len) by_hand_option(hand, "--unix-socket", request->unix_socket);
    if (request->connect_ns)
        by_hand_option(hand, "--connect-timeout", seconds(hand->arena, request->connect_ns));
    if (request->most_bytes)
        by_hand_option(hand, "--max-filesize",
                       sv_format(hand->arena, "%lld", (long long)request->most_bytes));
    if (request->bytes_a_second)
        by_hand_option(hand, "--limit-rate",
                       sv_format(hand->arena, "%lld", (long long)request->bytes_a_second));
}

static void add_url(const HandRequest *hand) {
    const HttpRequest *request = hand->request;
    Sv text = url_text(hand->arena, &request->url);
    bool named = request->server_name.len > 0 || request->elsewhere;
    if (named && !request->unix_socket.len)
        by_hand_option(hand, "--connect-to",
                       sv_concat(hand->arena, (Sv[]){SV("::"), request->address}, 2));
    if (has_dots(request->url.path)) hand_option(hand->line, "--path-as-is");
    bool globs = false;
    for (size_t i = 0; i < text.len && !globs; i++) {
        char c = text.at[i];
        globs = c == '[' || c == ']' || c == '{' || c == '}';
    }
    if (globs) hand_option(hand->line, "-g");
    hand_word(hand->line, text);
}

void trip_by_hand(HttpTrip *trip, const HttpRequest *request, HandLines *lines) {
    // Where a secret took part it must be known in what.
    if (trip->call->secret_params && !trip->call->values) return;
    HandRequest hand = {trip, request, hand_lines_add(trip->call->arena, lines), trip->call->arena};
    hand_option(hand.line, "curl");
    hand_option(hand.line, "-i");
    add_method(&hand);
    add_proxy(&hand);
    add_route(&hand);
    add_tls(&hand);
    add_digest(&hand);
    add_netrc(&hand);
    add_sigv4(&hand);
    add_headers(&hand);
    by_hand_body(&hand);
    add_url(&hand);
}
