// Cookie files as curl and browsers have written them since Netscape's: a cookie a line, seven
// fields with tabs between them.
#include "base/limits.h"
#include "base/num.h"
#include "http/jar/jar_internal.h"

#include <stdlib.h>

static const Sv http_only_mark = SV_INIT("#HttpOnly_");

enum { FIELDS = 7 };

static bool read_flag(Sv text, bool *out) {
    *out = sv_eq_nocase(text, SV("TRUE"));
    return *out || sv_eq_nocase(text, SV("FALSE"));
}

// NULL where it is a cookie.
static const char *why_no_cookie(Sv line, StoredCookie *out) {
    Sv fields[FIELDS] = {0}, rest = line, field;
    size_t count = 0;
    while (sv_next_part(&rest, '\t', &field)) {
        if (count == FIELDS) return "it has more than the seven fields of a cookie";
        fields[count++] = field;
    }
    // Some leave an empty value out.
    if (count < FIELDS - 1)
        return "it has not the seven fields of a cookie, with tabs between them";
    bool below;
    if (!read_flag(fields[1], &below)) return "its second field is not TRUE or FALSE";
    if (!read_flag(fields[3], &out->secure)) return "its fourth field is not TRUE or FALSE";
    if (!sv_starts(fields[2], SV("/"))) return "its third field is not a path";
    if (!num_parse_i64(fields[4], &out->expires) || out->expires < 0)
        return "its fifth field is not a time in seconds";
    if (fields[5].len == 0) return "the cookie has no name";
    Sv domain = fields[0];
    if (sv_starts(domain, SV("."))) domain = sv_slice(domain, 1, domain.len);
    if (domain.len == 0) return "its first field is no host";
    out->domain = domain;
    out->host_only = !below;
    out->path = fields[2];
    out->lasts = out->expires > 0;
    out->name = fields[5];
    out->value = fields[6];
    const char *why = stored_why_malformed(out->name, out->value);
    if (!why && below) why = stored_why_no_domain(domain);
    return why;
}

bool cookie_jar_read(CookieJar *jar, Arena *arena, Sv text, int64_t now_seconds, size_t *line,
                     const char **why) {
    Sv rest = text, at;
    for (*line = 1; sv_next_line(&rest, &at); ++*line) {
        StoredCookie cookie = {.own = true, .port = PORT_ANY};
        if (sv_starts(at, http_only_mark)) {
            cookie.http_only = true;
            at = sv_slice(at, http_only_mark.len, at.len);
        } else if (sv_trim(at).len == 0 || at.at[0] == '#') {
            continue;
        }
        *why = why_no_cookie(at, &cookie);
        if (*why) return false;
        cookie.domain = cookie_lower(arena, cookie.domain);
        if (stored_is_over(&cookie, now_seconds)) continue;
        *why = cookie_jar_full;
        if (jar->count >= LIMIT_HTTP_COOKIES) return false;
        jar_put(jar, &cookie);
    }
    return true;
}

static void add_flag(Buf *out, bool flag) {
    buf_add_c(out, flag ? "\tTRUE" : "\tFALSE");
}

// A port has no place in such a file.
static void write_jar(const CookieJar *jar, int64_t now_seconds, Buf *out) {
    buf_add_c(
        out,
        "# Netscape HTTP Cookie File\n# Written by runbook. Whoever has it can act as those that these cookies are of.\n\n");
    for (uint32_t i = 0; i < jar->count; i++) {
        const StoredCookie *cookie = jar->items[i];
        if (stored_is_over(cookie, now_seconds)) continue;
        if (cookie->http_only) buf_add(out, http_only_mark);
        if (!cookie->host_only) buf_add_char(out, '.');
        buf_add(out, cookie->domain);
        add_flag(out, !cookie->host_only);
        buf_addf(out, "\t%.*s", SV_ARG(cookie->path));
        add_flag(out, cookie->secure);
        buf_addf(out, "\t%lld\t%.*s\t%.*s\n", cookie->lasts ? (long long)cookie->expires : 0LL,
                 SV_ARG(cookie->name), SV_ARG(cookie->value));
    }
}

void cookie_jars_write(CookieJars *jars, int64_t now_seconds, Buf *out) {
    CookieJar all = jars_together(jars);
    write_jar(&all, now_seconds, out);
    jar_clear(&all);
}
