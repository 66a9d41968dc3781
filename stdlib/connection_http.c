// Connections of the kind `http`: an address, and what every request to it carries.
#include "http/http_way.h"
#include "registry.h"
#include "url/url.h"

#include <string.h>

static const char *const http_cookies_words[] = {"keep", NULL};

static const Param http_jar_rows[] = {
    PARAM(HttpJarFiles, from, TEXT, .flags = PARAM_FILLED,
          .doc = "A file of cookies that go with requests from the beginning, in the format that "
                 "curl and browsers write; relative as `tls.ca` is."),
    PARAM(HttpJarFiles, to, TEXT, .flags = PARAM_FILLED,
          .doc = "The file that gets what is kept, whenever that changes, in the same format and "
                 "readable by you alone; relative as `tls.ca` is."),
};

bool http_keeps_cookies(const HttpConnection *connection) {
    return connection->cookies.word.len > 0 || connection->cookie_jar_given;
}

static const Param rows[] = {
    PARAM(HttpConnection, http, URL, .flags = PARAM_REQUIRED | PARAM_NO_SECRET | PARAM_FILLED,
          .doc =
              "The address: `https://host:port`, with a path where all requests stand below one."),
    PARAM(
        HttpConnection, headers, TEXT_MAP, .flags = PARAM_REPEATS | PARAM_NULLS,
        .doc =
            "Headers of every request to this address; they go to no other origin. With null one that goes by "
            "default is not sent."),
    PARAM_OF_RECORD(
        HttpConnection, auth, HttpAuth, http_auth_rows,
        .doc =
            "Credentials of every request to this address: `bearer`, `basic`, `digest`, `aws_sigv4` or `netrc`."),
    PARAM(
        HttpConnection, cookies, TEXT_MAP, .choices = http_cookies_words,
        .doc =
            "Cookies of every request to this address; or `keep`: what the server sets goes with later requests, as in a browser."),
    PARAM_OF_RECORD(
        HttpConnection, cookie_jar, HttpJarFiles, http_jar_rows,
        .doc =
            "As `cookies: keep`, with a file of cookies to begin with (`from`), or one that gets those that are kept (`to`)."),
    PARAM_OF_RECORD(HttpConnection, tls, HttpTls, http_tls_rows,
                    .doc =
                        "How the server is known: `ca`, `cert`, `key`, `server_name`, `insecure`."),
    PARAM(HttpConnection, proxy, TEXT, .flags = PARAM_FILLED,
          .doc =
              "`http://host:port`, `environment` (HTTP_PROXY, HTTPS_PROXY, NO_PROXY) or `none`."),
    HTTP_ROUTE_PARAMS(HttpConnection),
    PARAM(HttpConnection, timeout, DURATION,
          .doc = "The most one exchange may take; a step's own `timeout` can only shorten it."),
};
enum { ROW_COUNT = sizeof rows / sizeof *rows };

static Sv show(const void *raw, Sv folder, Arena *arena) {
    (void)folder;
    const HttpConnection *connection = raw;
    Url url;
    UrlError error;
    if (!url_parse(arena, connection->http, &url, &error)) return SV("an address that is no URL");
    if (url.path.len <= 1) return url_origin(arena, &url);
    Url shown = url;
    shown.has_query = false;
    return url_text(arena, &shown);
}

static void cautions(const void *raw, const Env *env, Arena *arena, Cautions *out) {
    const HttpConnection *connection = raw;
    Url url;
    UrlError error;
    bool known = url_parse(arena, connection->http, &url, &error);
    HttpProxy proxy;
    HttpWay way = http_way_known(arena, connection->proxy, env, known ? &url : NULL, &proxy);
    way.insecure = connection->tls.insecure;
    way.route = &connection->route;
    way.all = true;
    http_way_cautions(arena, &way, out);
}

static int row_index(const char *name) {
    for (int i = 0; i < ROW_COUNT; i++)
        if (strcmp(rows[i].name, name) == 0) return i;
    return -1;
}

static bool refuse(HttpProblem *problem, Sv error, Sv hint) {
    *problem = (HttpProblem){.error = error, .hint = hint};
    return false;
}

static bool check_address(Arena *arena, Sv text, HttpProblem *problem) {
    UrlError error;
    Url url;
    // At load time it may still hold a ${…}.
    bool known = sv_find(text, SV("${"), 0) == SV_NONE;
    bool good = known ? url_parse(arena, text, &url, &error) : url_check(arena, text, &error);
    if (!good)
        return refuse(problem, sv_format(arena, "'%.*s' %.*s", SV_ARG(text), SV_ARG(error.problem)),
                      error.hint);
    if (known && url.has_query)
        return refuse(problem,
                      sv_format(arena, "'%.*s' holds a query, which no path could be joined to",
                                SV_ARG(text)),
                      SV("give the query in each step, by query:"));
    return true;
}

static bool check_all(const HttpConnection *connection, Arena *arena, const char **where,
                      HttpProblem *problem) {
    *where = "http";
    if (connection->http.len && !check_address(arena, connection->http, problem)) return false;
    *where = "headers";
    if (!http_check_headers(arena, connection->headers, problem)) return false;
    Pairs cookies = connection->cookies;
    if (connection->cookie_jar_given) cookies.word = SV("keep");
    if (!http_check_one_source(arena, connection->headers, http_gives_auth(&connection->auth),
                               cookies, problem))
        return false;
    *where = "cookies";
    if (!http_check_cookies(arena, connection->cookies, problem)) return false;
    *where = "auth";
    if (!http_check_auth(arena, &connection->auth, problem)) return false;
    *where = "proxy";
    if (!http_check_proxy(arena, connection->proxy, problem)) return false;
    return http_check_route(arena, &connection->route, connection->proxy, where, problem);
}

static bool validate(const void *raw, Arena *arena, int *param, Sv *error, Sv *hint) {
    const char *where = NULL;
    HttpProblem problem;
    if (check_all(raw, arena, &where, &problem)) return true;
    *param = row_index(where);
    *error = problem.error;
    *hint = problem.hint;
    return false;
}

static const char *const remembers_by[] = {"cookies", "cookie_jar", NULL};

const ConnectionKind connection_http = {
    .name = "http",
    .summary =
        "A web server: its address, and the headers, credentials and cookies of every request to it.",
    .params = rows,
    .param_count = ROW_COUNT,
    .params_size = sizeof(HttpConnection),
    .show = show,
    .one = "host",
    .several = "hosts",
    .whole_host = true,
    .remembers_by = remembers_by,
    .cautions = cautions,
    .validate = validate,
};
