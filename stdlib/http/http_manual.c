// How a person sends what an http step sends: with curl.
#include "base/ascii.h"
#include "common/manual.h"
#include "http/http_params.h"
#include "url/url.h"

#include "base/limits.h"
#include "value/json.h"

static void add_option(Buf *out, const char *option, Sv argument) {
    buf_addf(out, " \\\n  %s ", option);
    shell_add_word(out, argument);
}

static void add_pair_option(Arena *arena, Buf *out, const char *option, Sv name,
                            const char *between, Sv text) {
    add_option(out, option, sv_format(arena, "%.*s%s%.*s", SV_ARG(name), between, SV_ARG(text)));
}

static bool named(Pairs pairs, Sv name) {
    for (size_t i = 0; i < pairs.count; i++)
        if (sv_eq_nocase(pairs.items[i].name, name)) return true;
    return false;
}

static void add_auth(Arena *arena, Buf *out, const HttpAuth *auth) {
    if (auth->bearer_given)
        add_pair_option(arena, out, "-H", SV("Authorization"), ": Bearer ", auth->bearer);
    else if (auth->basic_given)
        add_pair_option(arena, out, "-u", auth->basic.user, ":", auth->basic.password);
    else if (auth->digest_given)
        add_pair_option(arena, out, "--digest -u", auth->digest.user, ":", auth->digest.password);
}

static void add_headers(Arena *arena, Buf *out, Pairs headers, Pairs instead) {
    for (size_t i = 0; i < headers.count; i++) {
        const Pair *header = &headers.items[i];
        bool null = header->value.kind == VALUE_NULL; // curl leaves out what is written "Name:"
        if (!named(instead, header->name))
            add_pair_option(arena, out, "-H", header->name, null ? ":" : ": ", header->text);
    }
}

static void add_cookies(Buf *out, Pairs ours, Pairs homes) {
    BUF_AUTO Buf all = buf_new(LIMIT_TEMPLATE_BYTES);
    Pairs lists[] = {homes, ours};
    for (size_t l = 0; l < 2; l++)
        for (size_t i = 0; i < lists[l].count; i++) {
            const Pair *cookie = &lists[l].items[i];
            if (l == 0 && named(ours, cookie->name)) continue;
            buf_addf(&all, "%s%.*s=%.*s", all.len ? "; " : "", SV_ARG(cookie->name),
                     SV_ARG(cookie->text));
        }
    if (all.len) add_option(out, "-b", buf_sv(&all));
}

static void add_tls(Buf *out, const HttpTls *tls) {
    if (tls->ca.len) add_option(out, "--cacert", tls->ca);
    if (tls->cert.len) add_option(out, "--cert", tls->cert);
    if (tls->key.len) add_option(out, "--key", tls->key);
    if (tls->insecure) buf_add_c(out, " \\\n  --insecure");
}

// "app.example.com:443" as curl has it, with an empty port for all of them.
static Sv with_port(Arena *arena, Sv place) {
    size_t colon = sv_find_char(place, ':', 0);
    return colon == SV_NONE ? sv_format(arena, "%.*s:", SV_ARG(place)) : place;
}

static void add_route(Arena *arena, Buf *out, const HttpRoute *route, bool plain) {
    const char *const versions[] = {NULL, "--http1.0", "--http1.1",
                                    plain ? "--http2-prior-knowledge" : "--http2"};
    if (route->http_version) buf_addf(out, " \\\n  %s", versions[route->http_version]);
    if (route->ip) buf_addf(out, " \\\n  -%s", http_ip_words[route->ip]);
    Pairs maps[] = {route->connect_to, route->resolve};
    for (size_t m = 0; m < 2; m++)
        for (size_t i = 0; i < maps[m].count; i++) {
            Sv from = with_port(arena, maps[m].items[i].name);
            Sv to = with_port(arena, maps[m].items[i].text);
            add_pair_option(arena, out, "--connect-to", from, ":", to);
        }
    if (route->unix_socket.len) add_option(out, "--unix-socket", route->unix_socket);
}

// Placeholders of numbers, lists and maps have no quotes: "limit": <limit>
static Sv without_quotes(const HandCall *call, Sv json) {
    for (size_t i = 0; i < call->bare.count; i++) {
        BUF_AUTO Buf quoted = buf_new(LIMIT_TEMPLATE_BYTES), text = buf_new(LIMIT_TEMPLATE_BYTES);
        json_write(&quoted, value_string(call->bare.items[i]), JSON_SPACED);
        size_t from = 0, at;
        while ((at = sv_find(json, buf_sv(&quoted), from)) != SV_NONE) {
            buf_add(&text, sv_slice(json, from, at));
            buf_add(&text, call->bare.items[i]);
            from = at + quoted.len;
        }
        buf_add(&text, sv_slice(json, from, json.len));
        json = buf_keep(&text, call->arena);
    }
    return json;
}

static void add_json(const HandCall *call, Buf *out, Value json, bool typed) {
    enum { SHORT = 72 };
    BUF_AUTO Buf text = buf_new(LIMIT_TEMPLATE_BYTES);
    json_write(&text, json, JSON_SPACED);
    if (text.len > SHORT) {
        buf_clear(&text);
        json_write(&text, json, JSON_PRETTY);
    }
    if (!typed) add_option(out, "-H", SV("Content-Type: application/json"));
    add_option(out, "--data-binary", without_quotes(call, sv_trim(buf_sv(&text))));
}

static void add_multipart(Arena *arena, Buf *out, const Records *multipart) {
    const HttpPartParams *parts = multipart->items;
    for (size_t i = 0; i < multipart->count; i++)
        add_pair_option(arena, out, parts[i].file_given ? "-F" : "--form-string",
                        multipart->names[i], parts[i].file_given ? "=@" : "=",
                        parts[i].file_given ? parts[i].file : parts[i].text);
}

// curl takes a body for a form, and text that begins with @ for a file, unless told otherwise.
static void add_body(const HandCall *call, Buf *out, const HttpParams *params, bool typed) {
    Arena *arena = call->arena;
    bool plain = params->body_given || params->file_given;
    if (plain && !typed) add_option(out, "-H", SV("Content-Type:"));
    if (params->json_given) add_json(call, out, params->json, typed);
    for (size_t i = 0; i < params->form.count; i++)
        add_pair_option(arena, out, "--data-urlencode", params->form.items[i].name, "=",
                        params->form.items[i].text);
    if (params->multipart_given) add_multipart(arena, out, &params->multipart);
    bool at = sv_starts(params->body, SV("@"));
    if (params->body_given) add_option(out, at ? "--data-raw" : "--data-binary", params->body);
    if (params->file_given) add_pair_option(arena, out, "--data-binary", SV(""), "@", params->file);
}

// Placeholders such as <tenant> stay as they are; everything else is encoded as a URL requires.
static void add_encoded(Buf *out, Sv text) {
    bool placeholder = false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];
        if (c == '<') placeholder = true;
        bool plain =
            placeholder || ascii_is_alnum(c) || c == '-' || c == '_' || c == '.' || c == '~';
        if (c == '>') placeholder = false;
        if (plain)
            buf_add_char(out, c);
        else
            buf_addf(out, "%%%02X", (unsigned char)c);
    }
}

static Sv with_query(Arena *arena, Sv url, Pairs query) {
    BUF_AUTO Buf out = buf_new(LIMIT_TEMPLATE_BYTES);
    buf_add(&out, url);
    bool more = sv_find_char(url, '?', 0) != SV_NONE;
    for (size_t i = 0; i < query.count; i++) {
        buf_add_char(&out, more || i ? '&' : '?');
        add_encoded(&out, query.items[i].name);
        buf_add_char(&out, '=');
        add_encoded(&out, query.items[i].text);
    }
    return buf_keep(&out, arena);
}

static bool is_path(const HandCall *call, Sv url) {
    for (size_t i = 0; i < call->paths.count; i++)
        if (sv_starts(url, call->paths.items[i])) return true;
    return sv_starts(url, SV("/"));
}

// <endpoint>, which may be a path or a whole address.
static bool may_be_path(Sv url) {
    size_t end = sv_starts(url, SV("<")) ? sv_find_char(url, '>', 0) : SV_NONE;
    return end != SV_NONE && (end + 1 == url.len || url.at[end + 1] == '?');
}

static Sv goes_to(const HandCall *call, bool at_home, Sv url) {
    if (at_home) return sv_format(call->arena, " to `%.*s`", SV_ARG(call->connection_name));
    if (!call->connection || !may_be_path(url)) return (Sv){0};
    return sv_format(call->arena,
                     "; where that is a path it goes to `%.*s`, behind its address and "
                     "with what signs in there",
                     SV_ARG(call->connection_name));
}

static void add_method(Buf *out, Sv method, const HttpParams *params) {
    bool bodied = params->json_given || params->form_given || params->body_given ||
                  params->file_given || params->multipart_given;
    if (sv_eq_c(method, "HEAD"))
        buf_add_c(out, " -I");
    else if (!sv_eq_c(method, bodied ? "POST" : "GET"))
        buf_addf(out, " -X %.*s", SV_ARG(method));
}

void http_manual(const HandCall *call, Hand *out) {
    const HttpParams *params = call->params;
    const HttpConnection *home = call->connection;
    Arena *arena = call->arena;
    HttpProblem problem;
    Sv method = SV("GET"), url = params->url;
    // What cannot be taken apart is shown as it stands.
    ignore_result(http_method_and_url(arena, params, &method, &url, &problem));
    Sv target = with_query(arena, url, params->query);
    bool at_home = home && is_path(call, url);
    Sv base = at_home ? home->http : (Sv){0};
    if (sv_ends(base, SV("/"))) base.len--;

    BUF_AUTO Buf line = buf_new(LIMIT_TEMPLATE_BYTES);
    buf_add_c(&line, "curl -i");
    add_method(&line, method, params);
    if (params->follow) buf_addf(&line, " -L --max-redirs %lld", (long long)params->follow);
    buf_add_char(&line, ' ');
    shell_add_word(&line, sv_format(arena, "%.*s%.*s", SV_ARG(base), SV_ARG(target)));
    bool own_auth = http_gives_auth(&params->auth);
    Pairs none = {0};
    if (own_auth || at_home) add_auth(arena, &line, own_auth ? &params->auth : &home->auth);
    if (at_home) add_headers(arena, &line, home->headers, params->headers);
    add_headers(arena, &line, params->headers, none);
    add_cookies(&line, params->cookies, at_home ? home->cookies : none);
    if (params->tls_given || at_home) add_tls(&line, params->tls_given ? &params->tls : &home->tls);
    HttpRoute route = http_route_over(arena, &params->route, at_home ? &home->route : NULL);
    add_route(arena, &line, &route, sv_starts(base.len ? base : target, SV("http://")));
    bool typed = named(params->headers, SV("Content-Type")) ||
                 (at_home && named(home->headers, SV("Content-Type")));
    add_body(call, &line, params, typed);

    Sv to = goes_to(call, at_home, url);
    Sv lead = sv_format(arena, "Send `%.*s %.*s`%.*s:", SV_ARG(method), SV_ARG(target), SV_ARG(to));
    hand_part(out, lead, "sh", buf_keep(&line, arena));
}
