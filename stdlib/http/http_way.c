// The way to a server: the proxy in between, and what a reader must know of it.
#include "http/http_way.h"

#include "base/num.h"

#include <arpa/inet.h>
#include <string.h>

// ── whom a proxy is not for ──

// Bytes of an address in network order; 0 where the text is none.
static int address_bytes(Arena *arena, Sv text, unsigned char out[16]) {
    const char *c = sv_to_c(arena, text);
    if (c && inet_pton(AF_INET, c, out) == 1) return 4;
    return c && inet_pton(AF_INET6, c, out) == 1 ? 16 : 0;
}

static bool same_bits(const unsigned char *a, const unsigned char *b, uint64_t bits) {
    size_t whole = bits / 8;
    if (memcmp(a, b, whole) != 0) return false;
    return bits % 8 == 0 || (a[whole] ^ b[whole]) >> (8 - bits % 8) == 0;
}

// "10.0.0.0/8", "::1", "[::1]": addresses are compared as addresses.
static bool address_matches(Arena *arena, Sv entry, Sv host) {
    unsigned char wanted[16], found[16];
    size_t slash = sv_find_char(entry, '/', 0);
    Sv network = sv_slice(entry, 0, slash == SV_NONE ? entry.len : slash);
    if (sv_starts(network, SV("[")) && sv_ends(network, SV("]")))
        network = sv_slice(network, 1, network.len - 1);
    int size = address_bytes(arena, host, found);
    if (size == 0 || address_bytes(arena, network, wanted) != size) return false;
    uint64_t bits = (uint64_t)size * 8;
    if (slash != SV_NONE &&
        (!num_parse_u64(sv_slice(entry, slash + 1, entry.len), &bits) || bits > (uint64_t)size * 8))
        return false;
    return same_bits(wanted, found, bits);
}

// "example.com", ".example.com": the host itself, and all below it.
static bool name_matches(Sv entry, Sv host) {
    if (sv_starts(entry, SV("."))) entry = sv_slice(entry, 1, entry.len);
    if (sv_ends(entry, SV("."))) entry.len--;
    if (sv_ends(host, SV("."))) host.len--;
    if (entry.len == 0 || entry.len > host.len) return false;
    bool whole = entry.len == host.len || host.at[host.len - entry.len - 1] == '.';
    return whole && sv_eq_nocase(entry, sv_slice(host, host.len - entry.len, host.len));
}

// As curl reads the variable NO_PROXY, so that people find what they know: entries between commas
// or blanks, and '*' for all.
static bool goes_directly(Arena *arena, Sv no_proxy, Sv host) {
    unsigned char bytes[16];
    bool address = address_bytes(arena, host, bytes) > 0;
    size_t at = 0;
    while (at < no_proxy.len) {
        size_t end = at;
        while (end < no_proxy.len && !strchr(", \t", no_proxy.at[end]))
            end++;
        Sv entry = sv_slice(no_proxy, at, end);
        bool named = !address && name_matches(entry, host);
        if (sv_eq_c(entry, "*") || named || address_matches(arena, entry, host)) return true;
        at = end + 1;
    }
    return false;
}

// ── which proxy ──

static Sv variable(const Env *env, const char *lower, const char *upper) {
    const char *value = env->get(env->self, lower);
    if (!value || !*value) value = env->get(env->self, upper);
    return sv_from_c(value);
}

static Sv proxy_of_environment(Arena *arena, const Env *env, const Url *url) {
    if (!env) return (Sv){0};
    Sv proxy = url->https ? variable(env, "https_proxy", "HTTPS_PROXY")
                          : variable(env, "http_proxy", "HTTP_PROXY");
    if (!proxy.len) proxy = variable(env, "all_proxy", "ALL_PROXY");
    if (goes_directly(arena, variable(env, "no_proxy", "NO_PROXY"), url->host)) return (Sv){0};
    if (!proxy.len || url_is_absolute(proxy)) return proxy;
    return sv_format(arena, "http://%.*s", SV_ARG(proxy));
}

bool http_choose_proxy(Arena *arena, Sv written, const Env *env, const Url *url, HttpProxy *out,
                       HttpProblem *problem) {
    *out = (HttpProxy){0};
    if (sv_eq_c(written, "none")) return true;
    Sv text = sv_eq_c(written, "environment") ? proxy_of_environment(arena, env, url) : written;
    if (!text.len) return true;
    Url proxy;
    if (!http_read_proxy(arena, text, &proxy, &out->user, problem)) return false;
    out->address = url_address(arena, &proxy);
    // With its port, since libcurl takes another one than we do where there is none.
    out->url =
        sv_concat(arena, (Sv[]){proxy.https ? SV("https://") : SV("http://"), out->address}, 2);
    return true;
}

// ── what a reader must know ──

HttpWay http_way_known(Arena *arena, Sv proxy, const Env *env, const Url *url, HttpProxy *out) {
    HttpProblem problem;
    *out = (HttpProxy){0};
    HttpWay way = {.url = url, .proxy = out};
    bool named = proxy.len && !sv_eq_c(proxy, "environment") && !sv_eq_c(proxy, "none");
    Url nobody = {.https = true};
    // What is wrong with it is said where it is checked; before a run it may be one that is not
    // known yet.
    bool chosen = named || url
                      ? http_choose_proxy(arena, proxy, env, url ? url : &nobody, out, &problem)
                      : true;
    way.by_proxy = !chosen && named && env;
    return way;
}

static bool leads_here(Arena *arena, const HttpWay *way) {
    if (!way->route) return url_host_is_loopback(way->url->host);
    HttpPlace place = http_place(arena, way->route, way->url, true);
    return place.socket.len > 0 || url_host_is_loopback(place.host);
}

void http_way_cautions(Arena *arena, const HttpWay *way, Cautions *out) {
    Sv whom = way->url ? url_address(arena, way->url) : (Sv){0};
    bool https = !way->url || way->url->https, proxied = way->proxy && way->proxy->address.len > 0;
    if (way->insecure && https)
        cautions_add(out, (Caution){SV("TLS is not verified"), BOUND_INSECURE, whom, "tls"});
    bool here = way->url && leads_here(arena, way) && !proxied;
    if (!https && !here) cautions_add(out, (Caution){.text = SV("not encrypted"), .whom = whom});
    if (way->by_proxy)
        cautions_add(out, (Caution){SV("through a proxy that is not known yet"), BOUND_PROXIES,
                                    (Sv){0}, "proxy"});
    if (proxied)
        cautions_add(out,
                     (Caution){sv_format(arena, "through the proxy %.*s", SV_ARG(way->proxy->url)),
                               BOUND_PROXIES, way->proxy->address, "proxy"});
    if (way->route) http_route_cautions(arena, way->route, way->url, way->all, out);
}
