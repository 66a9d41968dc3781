// Where a connection really leads: what `resolve`, `connect_to`, `ip` and `unix_socket` make of a
// URL.
#include "http/http_route.h"

#include <arpa/inet.h>

const char *const http_version_words[] = {"any", "1.0", "1.1", "2", NULL};
const char *const http_ip_words[] = {"any", "4", "6", NULL};

enum { MOST_ENTRIES = 12 };

static bool refuse(HttpProblem *problem, Sv error, Sv hint) {
    *problem = (HttpProblem){.error = error, .hint = hint};
    return false;
}

// ── reading ──

typedef struct Endpoint {
    Sv host; // in lower case, without brackets
    bool ipv6;
    uint16_t port;
    bool has_port;
} Endpoint;

static bool is_ipv6(Arena *arena, Sv text) {
    unsigned char bytes[16];
    const char *c = sv_to_c(arena, text);
    return c && inet_pton(AF_INET6, c, bytes) == 1;
}

static bool is_ipv4(Arena *arena, Sv text) {
    unsigned char bytes[4];
    const char *c = sv_to_c(arena, text);
    return c && inet_pton(AF_INET, c, bytes) == 1;
}

// "host", "host:port", "::1", "[::1]:443": what could stand between the slashes of a URL, and no
// more.
static bool read_endpoint(Arena *arena, Sv text, Endpoint *out, UrlError *error) {
    Sv place = is_ipv6(arena, text) ? sv_format(arena, "[%.*s]", SV_ARG(text)) : text;
    *error = (UrlError){SV("is no host, with or without a port"), (Sv){0}};
    for (size_t i = 0; i < place.len; i++)
        if (sv_find_char(SV("/?#@\\ "), place.at[i], 0) != SV_NONE) return false;
    Sv whole = sv_format(arena, "http://%.*s", SV_ARG(place));
    Url url;
    if (!url_parse(arena, whole, &url, error)) return false;
    *out = (Endpoint){.host = url.host,
                      .ipv6 = url.ipv6,
                      .port = url.port,
                      .has_port = url_split(whole, URL_AS_WRITTEN).port.len > 0};
    return true;
}

static Sv address_of(Arena *arena, Sv host, bool ipv6, uint16_t port) {
    return sv_format(arena, ipv6 ? "[%.*s]:%u" : "%.*s:%u", SV_ARG(host), port);
}

// ── checking ──

static bool check_map(Arena *arena, const char *name, Pairs map, HttpProblem *problem) {
    bool resolves = sv_eq_c(sv_from_c(name), "resolve");
    if (map.count > MOST_ENTRIES)
        return refuse(problem,
                      sv_format(arena, "'%s' has %zu entries, and %d is the most", name, map.count,
                                (int)MOST_ENTRIES),
                      SV("keep those that this runbook asks"));
    for (size_t i = 0; i < map.count; i++) {
        Pair entry = map.items[i];
        Endpoint from, to;
        UrlError error;
        if (!read_endpoint(arena, entry.name, &from, &error))
            return refuse(
                problem, sv_format(arena, "'%.*s' %.*s", SV_ARG(entry.name), SV_ARG(error.problem)),
                sv_format(arena, "write it as in %s: { 'app.example.com:443': %s }", name,
                          resolves ? "10.0.0.7" : "'canary.example.com:8443'"));
        bool bracketed = sv_starts(entry.text, SV("[")) && sv_ends(entry.text, SV("]"));
        Sv plain = bracketed ? sv_slice(entry.text, 1, entry.text.len - 1) : entry.text;
        if (resolves && !is_ipv4(arena, entry.text) && !is_ipv6(arena, plain))
            return refuse(
                problem,
                sv_format(arena, "'%.*s' is no address of IPv4 or IPv6", SV_ARG(entry.text)),
                SV("write an address alone, as in 10.0.0.7; for a name or another port use connect_to"));
        if (!read_endpoint(arena, entry.text, &to, &error))
            return refuse(
                problem, sv_format(arena, "'%.*s' %.*s", SV_ARG(entry.text), SV_ARG(error.problem)),
                SV("write a host, or a host and its port: canary.example.com:8443"));
    }
    return true;
}

bool http_check_route(Arena *arena, const HttpRoute *route, Sv proxy, const char **where,
                      HttpProblem *problem) {
    *where = "resolve";
    if (!check_map(arena, "resolve", route->resolve, problem)) return false;
    *where = "connect_to";
    if (!check_map(arena, "connect_to", route->connect_to, problem)) return false;
    *where = "unix_socket";
    Sv socket = route->unix_socket;
    if (!socket.len || sv_starts(socket, SV("${"))) return true;
    if (!sv_starts(socket, SV("/")))
        return refuse(problem, sv_format(arena, "'%.*s' is no whole path", SV_ARG(socket)),
                      SV("write where it is from the root on: /run/docker.sock"));
    if (proxy.len && !sv_eq_c(proxy, "none") && !sv_eq_c(proxy, "environment"))
        return refuse(problem, SV("a socket of this machine cannot be reached through a proxy"),
                      SV("keep 'unix_socket' or 'proxy'"));
    return true;
}

// ── one over the other ──

static Pairs joined(Arena *arena, Pairs own, Pairs home) {
    if (!own.count) return home;
    if (!home.count) return own;
    Pair *items = arena_new_array(arena, Pair, own.count + home.count);
    size_t count = 0;
    for (size_t i = 0; i < own.count; i++)
        items[count++] = own.items[i];
    for (size_t i = 0; i < home.count; i++)
        items[count++] = home.items[i];
    return (Pairs){.items = items, .count = count};
}

bool http_route_says(const HttpRoute *route) {
    return route->resolve.count || route->connect_to.count || route->ip || route->unix_socket.len;
}

HttpRoute http_route_over(Arena *arena, const HttpRoute *step, const HttpRoute *home) {
    HttpRoute out = *step;
    if (!home) return out;
    out.resolve = joined(arena, step->resolve, home->resolve);
    out.connect_to = joined(arena, step->connect_to, home->connect_to);
    if (!step->ip_given) out.ip = home->ip;
    if (!step->http_version_given) out.http_version = home->http_version;
    if (!step->unix_socket.len) out.unix_socket = home->unix_socket;
    if (!step->connect_timeout) out.connect_timeout = home->connect_timeout;
    if (!step->max_size) out.max_size = home->max_size;
    if (!step->limit_rate) out.limit_rate = home->limit_rate;
    return out;
}

// ── where it leads ──

// The first entry that is for this host and port. What cannot be read was refused before.
static const Pair *entry_for(Arena *arena, Pairs map, Sv host, uint16_t port) {
    for (size_t i = 0; i < map.count; i++) {
        Endpoint from;
        UrlError error;
        if (read_endpoint(arena, map.items[i].name, &from, &error) && sv_eq(from.host, host) &&
            (!from.has_port || from.port == port))
            return &map.items[i];
    }
    return NULL;
}

static const char *lead(Arena *arena, const Pair *entry, const char *param, Endpoint *at) {
    Endpoint to;
    UrlError error;
    if (!entry || !read_endpoint(arena, entry->text, &to, &error)) return NULL;
    *at = (Endpoint){to.host, to.ipv6, to.has_port ? to.port : at->port, true};
    return param;
}

HttpPlace http_place(Arena *arena, const HttpRoute *route, const Url *url, bool socket) {
    HttpPlace out = {.host = url->host, .address = url_address(arena, url)};
    if (socket && route->unix_socket.len) {
        out.socket = route->unix_socket;
        return out;
    }
    if (!route->connect_to.count && !route->resolve.count) return out;
    Endpoint at = {url->host, url->ipv6, url->port, true};
    const Pair *entry = entry_for(arena, route->connect_to, at.host, at.port);
    const char *connects = lead(arena, entry, "connect_to", &at);
    entry = entry_for(arena, route->resolve, at.host, at.port);
    const char *resolves = lead(arena, entry, "resolve", &at);
    Sv address = address_of(arena, at.host, at.ipv6, at.port);
    if (sv_eq(address, out.address)) return out;
    return (HttpPlace){at.host, address, (Sv){0}, resolves ? resolves : connects};
}

// ── what a reader must know ──

static void tell(Arena *arena, Sv whom, Sv instead, bool bound, const char *param, Cautions *out) {
    cautions_add(
        out, (Caution){sv_format(arena, "connects to %.*s for %.*s", SV_ARG(whom), SV_ARG(instead)),
                       bound ? BOUND_HOSTS : NULL, whom, param});
}

// Those of other hosts. Where no port is known `allow` is asked once one is.
static void tell_entries(Arena *arena, const char *param, Pairs map, const Url *url,
                         Cautions *out) {
    for (size_t i = 0; i < map.count; i++) {
        Endpoint from, to;
        UrlError error;
        Pair entry = map.items[i];
        if (!read_endpoint(arena, entry.name, &from, &error) ||
            !read_endpoint(arena, entry.text, &to, &error))
            continue;
        if (url && sv_eq(from.host, url->host) && (!from.has_port || from.port == url->port))
            continue;
        bool ported = to.has_port || from.has_port;
        Sv whom = ported ? address_of(arena, to.host, to.ipv6, to.has_port ? to.port : from.port)
                         : to.host;
        tell(arena, whom, entry.name, ported, param, out);
    }
}

void http_route_cautions(Arena *arena, const HttpRoute *route, const Url *url, bool all,
                         Cautions *out) {
    if (route->ip)
        cautions_add(
            out, (Caution){.text = sv_format(arena, "by IPv%s alone", http_ip_words[route->ip])});
    if (route->unix_socket.len)
        cautions_add(out, (Caution){.text = sv_format(arena, "by the socket %.*s",
                                                      SV_ARG(route->unix_socket))});
    if (url && !route->unix_socket.len) {
        HttpPlace place = http_place(arena, route, url, false);
        if (place.by) tell(arena, place.address, url_address(arena, url), true, place.by, out);
    }
    if (!all) return;
    tell_entries(arena, "connect_to", route->connect_to, url, out);
    tell_entries(arena, "resolve", route->resolve, url, out);
}
