// Checks an http step's parameters before anything is sent.
#include "base/ascii.h"
#include "common/save_name.h"
#include "http/http_params.h"

#include "url/url.h"

#include <string.h>

static bool refuse(HttpProblem *problem, Sv error, Sv hint) {
    *problem = (HttpProblem){.error = error, .hint = hint};
    return false;
}

// ── methods ──

// IANA's registry of HTTP methods without CONNECT, and PURGE, which caches understand.
static const char *const methods[] = {
    "GET",
    "HEAD",
    "POST",
    "PUT",
    "PATCH",
    "DELETE",
    "OPTIONS",
    "TRACE",
    "ACL",
    "BASELINE-CONTROL",
    "BIND",
    "CHECKIN",
    "CHECKOUT",
    "COPY",
    "LABEL",
    "LINK",
    "LOCK",
    "MERGE",
    "MKACTIVITY",
    "MKCALENDAR",
    "MKCOL",
    "MKREDIRECTREF",
    "MKWORKSPACE",
    "MOVE",
    "ORDERPATCH",
    "PROPFIND",
    "PROPPATCH",
    "PURGE",
    "QUERY",
    "REBIND",
    "REPORT",
    "SEARCH",
    "UNBIND",
    "UNCHECKOUT",
    "UNLINK",
    "UNLOCK",
    "UPDATE",
    "UPDATEREDIRECTREF",
    "VERSION-CONTROL",
};
enum { METHOD_COUNT = sizeof methods / sizeof *methods };

bool http_method_reads(Sv method) {
    return sv_eq_c(method, "GET") || sv_eq_c(method, "HEAD") || sv_eq_c(method, "OPTIONS");
}

static bool refuse_template(HttpProblem *problem) {
    return refuse(
        problem,
        SV("the method cannot be a template: whether a step reads or changes is known at load time"),
        SV("write the method out, one step for each"));
}

bool http_check_method(Arena *arena, Sv method, HttpProblem *problem) {
    Sv known[METHOD_COUNT];
    for (size_t i = 0; i < METHOD_COUNT; i++) {
        known[i] = sv_from_c(methods[i]);
        if (sv_eq(method, known[i])) return true;
    }
    if (sv_starts(method, SV("/")) || url_is_absolute(method))
        return refuse(problem, SV("there is no method in front of the URL"),
                      sv_format(arena, "write GET %.*s", SV_ARG(method)));
    if (sv_find(method, SV("${"), 0) != SV_NONE) return refuse_template(problem);
    if (sv_eq_c(method, "CONNECT"))
        return refuse(problem, SV("CONNECT opens a tunnel and has no answer to judge"),
                      SV("use proxy: to go through one"));
    Sv error = sv_format(arena, "no HTTP method is called '%.*s'", SV_ARG(method));
    for (size_t i = 0; i < METHOD_COUNT; i++)
        if (sv_eq_nocase(method, known[i]))
            return refuse(problem, error,
                          sv_format(arena, "methods are in upper case: %s", methods[i]));
    Sv closest = sv_closest(method, known, METHOD_COUNT);
    if (closest.len)
        error = sv_format(arena, "%.*s; did you mean %.*s?", SV_ARG(error), SV_ARG(closest));
    return refuse(problem, error, (Sv){0});
}

bool http_method_and_url(Arena *arena, const HttpParams *params, Sv *method, Sv *url,
                         HttpProblem *problem) {
    if (params->send.len && (params->method.len || params->url.len))
        return refuse(problem, SV("'send' holds method and URL already"),
                      SV("keep 'send', or 'method' and 'url'"));
    if (!params->send.len) {
        *method = params->method.len ? params->method : SV("GET");
        *url = params->url;
        return true;
    }
    Sv send = sv_trim(params->send);
    size_t space = sv_find_char(send, ' ', 0);
    size_t template = sv_find(send, SV("${"), 0);
    bool alone = space == SV_NONE || template <space;
    if (template == 0 && sv_find(send, SV("} "), 0) != SV_NONE) return refuse_template(problem);
    if (alone && (sv_starts(send, SV("/")) || url_is_absolute(send) || template == 0))
        return refuse(problem, SV("there is no method in front of the URL"),
                      sv_format(arena, "write GET %.*s", SV_ARG(send)));
    if (alone)
        return refuse(problem, sv_format(arena, "there is no URL behind '%.*s'", SV_ARG(send)),
                      SV("write method and URL, as in GET /health"));
    if (http_is_program_line(arena, send, problem)) return false;
    *method = sv_slice(send, 0, space);
    *url = sv_trim(sv_slice(send, space, send.len));
    return true;
}

// ── headers and cookies ──

static bool is_token(Sv text) {
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];
        bool alnum = ascii_is_alnum(c);
        if (!alnum && (c == '\0' || !strchr("!#$%&'*+-.^_`|~", c))) return false;
    }
    return text.len > 0;
}

// Only we set the headers that frame the message: a wrong one lets a second request hide behind the
// first.
static bool is_framing(Sv name) {
    static const char *const framing[] = {
        "Content-Length", "Transfer-Encoding", "Upgrade", "Expect", "TE", "Trailer", "Keep-Alive"};
    for (size_t i = 0; i < sizeof framing / sizeof *framing; i++)
        if (sv_eq_nocase(name, sv_from_c(framing[i]))) return true;
    return false;
}

static const char *control_name(char c) {
    if (c == '\r') return "a carriage return (CR)";
    if (c == '\n') return "a line break (LF)";
    if (c == '\0') return "a NUL byte";
    return (unsigned char)c < 0x20 && c != '\t' ? "a control character"
           : c == 0x7f                          ? "a control character"
                                                : NULL;
}

static bool check_value(Arena *arena, const char *what, Pair pair, HttpProblem *problem) {
    for (size_t i = 0; i < pair.text.len; i++) {
        const char *bad = control_name(pair.text.at[i]);
        if (!bad) continue;
        bool ending =
            (pair.text.at[i] == '\n' || pair.text.at[i] == '\r') && sv_trim(pair.text).len <= i;
        return refuse(
            problem,
            sv_format(arena, "the value of %s '%.*s' holds %s", what, SV_ARG(pair.name), bad),
            ending ? SV("the value ends with a line break: cut it off with .trim()") : (Sv){0});
    }
    return true;
}

static bool check_framing(Arena *arena, Pair header, HttpProblem *problem) {
    if (!is_framing(header.name)) return true;
    bool ends = sv_eq_nocase(header.name, SV("Content-Length")) ||
                sv_eq_nocase(header.name, SV("Transfer-Encoding"));
    bool left_out = header.value.kind == VALUE_NULL;
    // The others are not sent by default, so that there is nothing wrong in leaving them out.
    if (left_out && !ends) return true;
    if (left_out)
        return refuse(
            problem,
            sv_format(arena, "the header '%.*s' says where the request ends: it cannot be left out",
                      SV_ARG(header.name)),
            SV("take the line away; without a body no length is sent"));
    return refuse(
        problem,
        sv_format(arena, "the header '%.*s' is set by the program itself", SV_ARG(header.name)),
        SV("leave it out"));
}

bool http_check_headers(Arena *arena, Pairs headers, HttpProblem *problem) {
    for (size_t i = 0; i < headers.count; i++) {
        Pair header = headers.items[i];
        if (!is_token(header.name))
            return refuse(problem,
                          sv_format(arena, "'%.*s' is no header name", SV_ARG(header.name)),
                          SV("letters, digits and - make a header name"));
        if (!check_framing(arena, header, problem)) return false;
        if (header.value.kind == VALUE_NULL) continue;
        if (!check_value(arena, "header", header, problem)) return false;
        if (!sv_eq_nocase(header.name, SV("Connection"))) continue;
        if (!sv_eq_nocase(header.text, SV("close")))
            return refuse(
                problem, SV("of the header 'Connection' only 'close' can be said"),
                SV("Connection: close ends the connection after the answer; leave it out to keep it"));
    }
    return true;
}

bool http_check_cookies(Arena *arena, Pairs cookies, HttpProblem *problem) {
    for (size_t i = 0; i < cookies.count; i++) {
        Pair cookie = cookies.items[i];
        if (!is_token(cookie.name))
            return refuse(problem,
                          sv_format(arena, "'%.*s' is no cookie name", SV_ARG(cookie.name)),
                          (Sv){0});
        if (!check_value(arena, "cookie", cookie, problem)) return false;
        if (sv_find_char(cookie.text, ';', 0) != SV_NONE)
            return refuse(
                problem,
                sv_format(
                    arena,
                    "the value of cookie '%.*s' holds a ';', which would begin another cookie",
                    SV_ARG(cookie.name)),
                SV("write %3B for the character itself"));
    }
    return true;
}

bool http_check_auth(Arena *arena, const HttpAuth *auth, HttpProblem *problem) {
    if (auth->bearer_given) {
        if (!auth->bearer.len)
            return refuse(
                problem, SV("the bearer token is empty"),
                SV("to leave it out where there is none, let the expression yield optional.none()"));
        if (sv_starts(auth->bearer, SV("Bearer ")))
            return refuse(problem,
                          SV("the bearer token begins with 'Bearer ', which is added by itself"),
                          SV("give the token alone"));
        Pair header = {.name = SV("Authorization"), .text = auth->bearer};
        if (!check_value(arena, "header", header, problem)) return false;
    }
    Sv user = auth->digest_given ? auth->digest.user : auth->basic.user;
    if (sv_find_char(user, ':', 0) != SV_NONE)
        return refuse(problem, SV("the user's name holds a ':', where the password would begin"),
                      (Sv){0});
    Pair header = {.name = SV("Authorization"), .text = user};
    return !auth->digest_given || check_value(arena, "header", header, problem);
}

bool http_check_one_source(Arena *arena, Pairs headers, bool auth_given, Pairs cookies,
                           HttpProblem *problem) {
    for (size_t i = 0; i < headers.count; i++) {
        Sv name = headers.items[i].name;
        bool twice_auth = auth_given && sv_eq_nocase(name, SV("Authorization"));
        bool twice_cookie = (cookies.count || cookies.word.len) && sv_eq_nocase(name, SV("Cookie"));
        if (!twice_auth && !twice_cookie) continue;
        return refuse(problem,
                      sv_format(arena, "the header '%.*s' stands beside '%s', which sets it too",
                                SV_ARG(name), twice_auth ? "auth" : "cookies"),
                      SV("keep one of them"));
    }
    return true;
}

bool http_read_proxy(Arena *arena, Sv text, Url *url, Sv *user, HttpProblem *problem) {
    static const Sv form = SV_INIT("write http://host:port, environment or none");
    UrlParts parts = url_split(text, URL_AS_WRITTEN);
    bool cut = url_split(text, URL_NEARLY).user_info.len > parts.user_info.len;
    if (parts.has_authority && cut)
        return refuse(problem, SV("the proxy's address holds a '/', '?' or '#' in its password"),
                      SV("write %2F, %3F or %23 for the character itself"));
    Sv plain = text;
    if (parts.has_user) {
        Sv front = sv_slice(text, 0, (size_t)(parts.authority.at - text.at));
        Sv rest = sv_slice(text, (size_t)(parts.place.at - text.at), text.len);
        plain = sv_concat(arena, (Sv[]){front, rest}, 2);
    }
    UrlError error;
    if (!url_parse(arena, plain, url, &error))
        return refuse(problem, sv_format(arena, "the proxy's address %.*s", SV_ARG(error.problem)),
                      form);
    // curl takes 1080, most other programs 80: who is asked must not depend on the reader.
    if (!url->https && !parts.port.len)
        return refuse(problem, SV("the proxy's address has no port"), form);
    *user = parts.user_info;
    return true;
}

bool http_check_proxy(Arena *arena, Sv proxy, HttpProblem *problem) {
    if (!proxy.len || sv_eq_c(proxy, "environment") || sv_eq_c(proxy, "none")) return true;
    Url url;
    Sv user;
    return http_read_proxy(arena, proxy, &url, &user, problem);
}

// ── the row's validate ──

static int row_index(const char *name) {
    for (int i = 0; i < HTTP_PARAM_ROWS; i++)
        if (strcmp(http_param_rows[i].name, name) == 0) return i;
    return -1;
}

static bool has_body(const HttpParams *params) {
    return params->json_given || params->form_given || params->multipart_given ||
           params->body_given || params->file_given;
}

static bool check_parts(Arena *arena, Records parts, HttpProblem *problem) {
    const HttpPartParams *items = parts.items;
    for (size_t i = 0; i < parts.count; i++) {
        Pair texts[] = {{.name = parts.names[i], .text = items[i].filename},
                        {.name = parts.names[i], .text = items[i].type}};
        for (size_t k = 0; k < 2; k++)
            if (!check_value(arena, "part", texts[k], problem)) return false;
        Pair name = {.name = parts.names[i], .text = parts.names[i]};
        if (!check_value(arena, "part", name, problem)) return false;
    }
    return true;
}

static bool check_type_of_parts(const HttpParams *params, HttpProblem *problem) {
    for (size_t i = 0; params->multipart_given && i < params->headers.count; i++) {
        Pair header = params->headers.items[i];
        if (header.value.kind == VALUE_NULL && sv_eq_nocase(header.name, SV("Content-Type")))
            return refuse(
                problem,
                SV("the header 'Content-Type' holds the border between the parts: without it nobody could read them"),
                SV("take the line away, or give another type: multipart/mixed"));
    }
    return true;
}

static bool check_target(Arena *arena, const HttpParams *params, const char **where,
                         HttpProblem *problem) {
    Sv method, url;
    *where = params->send.len ? "send" : params->url.len ? "url" : NULL;
    if (!http_method_and_url(arena, params, &method, &url, problem)) return false;
    if (!params->send.len && params->method.len) *where = "method";
    if (!http_check_method(arena, method, problem)) return false;
    if (has_body(params) && sv_eq_c(method, "HEAD"))
        return refuse(problem, SV("a HEAD request carries no body"), (Sv){0});
    if (!params->send.len) *where = params->url.len ? "url" : NULL;
    if (!url.len)
        return refuse(problem, SV("there is nothing to ask for"),
                      SV("write send: GET /health, or method and url"));
    UrlError error;
    bool good =
        params->path_as_is ? url_check_dotted(arena, url, &error) : url_check(arena, url, &error);
    if (good) return true;
    if (sv_starts(error.problem, SV("holds a '.'")))
        error.hint = SV("write the path it leads to, or path_as_is: true to send it as it stands");
    return refuse(problem, sv_format(arena, "'%.*s' %.*s", SV_ARG(url), SV_ARG(error.problem)),
                  error.hint);
}

static bool check_all(const HttpParams *params, Arena *arena, const char **where,
                      HttpProblem *problem) {
    if (!check_target(arena, params, where, problem)) return false;
    *where = "headers";
    if (!http_check_headers(arena, params->headers, problem)) return false;
    if (!http_check_one_source(arena, params->headers, http_gives_auth(&params->auth),
                               params->cookies, problem))
        return false;
    if (!check_type_of_parts(params, problem)) return false;
    *where = "cookies";
    if (!http_check_cookies(arena, params->cookies, problem)) return false;
    *where = "auth";
    if (!http_check_auth(arena, &params->auth, problem)) return false;
    *where = "proxy";
    if (!http_check_proxy(arena, params->proxy, problem)) return false;
    if (!http_check_route(arena, &params->route, params->proxy, where, problem)) return false;
    *where = "save";
    if (!save_name_usable(params->save, arena, &problem->error, &problem->hint)) return false;
    *where = "multipart";
    return check_parts(arena, params->multipart, problem);
}

bool http_validate(const void *raw, Arena *arena, int *param, Sv *error, Sv *hint) {
    const char *where = NULL;
    HttpProblem problem;
    if (check_all(raw, arena, &where, &problem)) return true;
    *param = where ? row_index(where) : -1;
    *error = problem.error;
    *hint = problem.hint;
    return false;
}
