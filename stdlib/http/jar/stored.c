#include "http/jar/stored.h"

#include "base/ascii.h"
#include "http/jar/jar.h"
#include "late/late.h"
#include "late/psl.h"

#include <string.h>

bool cookie_jars_ready(Arena *arena, Sv *why, Sv *hint) {
    LateFailure missing;
    if (late_load(LATE_PSL, &missing)) return true;
    *why = sv_copy(arena, sv_from_c(missing.reason));
    *hint = sv_copy(arena, sv_from_c(missing.hint));
    return false;
}

enum { MOST_BYTES = 4096, MOST_ATTRIBUTE_BYTES = 1024, MOST_HOST_BYTES = 255 };

bool stored_is_private(const Url *url) {
    return url->https || url_host_is_loopback(url->host);
}

static bool is_address(Sv host) {
    bool digits = host.len > 0;
    for (size_t i = 0; i < host.len; i++) {
        if (host.at[i] == ':') return true;
        digits &= ascii_is_digit(host.at[i]) || host.at[i] == '.';
    }
    return digits;
}

// RFC 6265, section 5.1.3.
static bool stands_below(Sv host, Sv domain) {
    return host.len > domain.len && sv_ends(host, domain) &&
           host.at[host.len - domain.len - 1] == '.' && !is_address(host);
}

// "com", "co.uk": a cookie for all names below would go to strangers.
static bool is_public(Sv domain) {
    char name[MOST_HOST_BYTES + 1];
    if (sv_ends(domain, SV(".")))
        domain = sv_slice(domain, 0, domain.len - 1); // "co.uk." is "co.uk"
    if (domain.len > MOST_HOST_BYTES) return true;
    memcpy(name, domain.at, domain.len);
    name[domain.len] = '\0';
    return psl_is_public_suffix2(psl_builtin(), name, PSL_TYPE_ANY);
}

static bool has_controls(Sv text) {
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];
        if (c < ' ' || c == 0x7f) return true;
    }
    return false;
}

static bool sv_starts_nocase(Sv text, Sv with) {
    return text.len >= with.len && sv_eq_nocase(sv_slice(text, 0, with.len), with);
}

const char *stored_why_malformed(Sv name, Sv value) {
    if (name.len + value.len > MOST_BYTES) return "it is longer than 4096 bytes";
    return has_controls(name) || has_controls(value) ? "there is a control character in it" : NULL;
}

const char *stored_why_no_domain(Sv domain) {
    if (is_address(domain)) return "its Domain is an address, below which there are no names";
    return is_public(domain) ? "its Domain is a public suffix, below which anybody has names"
                             : NULL;
}

static const char *why_malformed(const Cookie *cookie) {
    const char *why = stored_why_malformed(cookie->name, cookie->value);
    if (why) return why;
    if (has_controls(cookie->scope)) return "there is a control character in its Path";
    if (cookie->scope.len > MOST_ATTRIBUTE_BYTES) return "its Path is longer than 1024 bytes";
    if (cookie->domain.len > MOST_HOST_BYTES) return "its Domain is no name of a host";
    return NULL;
}

// What the beginning of a name promises (RFC 6265bis, section 4.1.3).
static const char *why_not_as_named(const Cookie *cookie, const StoredCookie *stored) {
    if (sv_starts_nocase(cookie->name, SV("__Secure-")) && !cookie->secure)
        return "its name begins with __Secure-, and Secure is not said";
    if (!sv_starts_nocase(cookie->name, SV("__Host-"))) return NULL;
    if (!cookie->secure) return "its name begins with __Host-, and Secure is not said";
    if (!stored->host_only || cookie->domain.len > 0)
        return "its name begins with __Host-, and a Domain is said";
    return sv_eq_c(cookie->path, "/") ? NULL
                                      : "its name begins with __Host-, and Path=/ is not said";
}

static const char *why_not_its_domain(const Cookie *cookie, const Url *from, StoredCookie *stored) {
    stored->domain = from->host;
    stored->host_only = true;
    if (cookie->domain.len == 0 || sv_eq(cookie->domain, from->host)) {
        // Of a host that is a public suffix itself it is for that host alone.
        stored->host_only =
            cookie->domain.len == 0 || is_address(from->host) || is_public(from->host);
        return NULL;
    }
    if (!stands_below(from->host, cookie->domain))
        return "its Domain is not one that the host belongs to";
    stored->domain = cookie->domain;
    stored->host_only = false;
    return stored_why_no_domain(cookie->domain);
}

bool stored_from(const Cookie *cookie, const Url *from, int64_t now_seconds, StoredCookie *out,
                 const char **why) {
    StoredCookie stored = {.name = cookie->name,
                           .value = cookie->value,
                           .path = cookie->scope,
                           .secure = cookie->secure,
                           .http_only = cookie->http_only,
                           .port = url_usual_port(from) ? PORT_USUAL : from->port,
                           .own = true};
    *why = why_malformed(cookie);
    if (!*why) *why = why_not_its_domain(cookie, from, &stored);
    if (!*why) *why = why_not_as_named(cookie, &stored);
    if (!*why && cookie->secure && !stored_is_private(from))
        *why = "it is Secure, and came without TLS";
    if (*why) return false;
    // A length of time counts before a date, and a cookie without either lasts as long as the run.
    if (cookie->has_max_age) {
        stored.lasts = true;
        if (cookie->max_age <= 0)
            stored.expires = INT64_MIN;
        else if (__builtin_add_overflow(now_seconds, cookie->max_age, &stored.expires))
            stored.lasts = false;
    } else if (cookie->has_expires) {
        stored.lasts = true;
        stored.expires = cookie->expires;
    }
    *out = stored;
    return true;
}

bool stored_same(const StoredCookie *a, const StoredCookie *b) {
    return sv_eq(a->name, b->name) && sv_eq(a->domain, b->domain) && sv_eq(a->path, b->path) &&
           a->host_only == b->host_only && a->port == b->port;
}

bool stored_is_over(const StoredCookie *cookie, int64_t now_seconds) {
    return cookie->gone || (cookie->lasts && cookie->expires <= now_seconds);
}

// RFC 6265, section 5.1.4.
static bool path_matches(Sv path, Sv scope) {
    if (!sv_starts(path, scope)) return false;
    return path.len == scope.len || sv_ends(scope, SV("/")) || path.at[scope.len] == '/';
}

bool stored_goes_to(const StoredCookie *cookie, const Url *url) {
    bool host = sv_eq(url->host, cookie->domain) ||
                (!cookie->host_only && stands_below(url->host, cookie->domain));
    // Another port of a host may be anybody's. What was set where the scheme has its own port goes
    // to such alone.
    bool port = cookie->port == PORT_ANY ||
                (cookie->port == PORT_USUAL ? url_usual_port(url) : url->port == cookie->port);
    return host && port && path_matches(url->path, cookie->path) &&
           (!cookie->secure || stored_is_private(url));
}

bool stored_guards(const StoredCookie *kept, const StoredCookie *other) {
    if (!kept->secure || kept->gone || other->secure || !sv_eq(kept->name, other->name))
        return false;
    bool domain = sv_eq(kept->domain, other->domain) || stands_below(other->domain, kept->domain) ||
                  stands_below(kept->domain, other->domain);
    return domain && path_matches(other->path, kept->path);
}
