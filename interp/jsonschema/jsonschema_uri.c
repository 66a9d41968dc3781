#include "jsonschema/jsonschema_uri.h"
#include "base/buf.h"
#include "base/num.h"
#include "url/url_parts.h"

void uri_split(Sv uri, Sv *without_fragment, Sv *fragment) {
    size_t hash = sv_find_char(uri, '#', 0);
    *without_fragment = hash == SV_NONE ? uri : sv_slice(uri, 0, hash);
    *fragment = hash == SV_NONE ? SV("") : sv_slice(uri, hash + 1, uri.len);
}

// Takes the last segment off what has been written.
static void drop_segment(Buf *out) {
    while (out->len > 0 && out->at[out->len - 1] != '/')
        out->len--;
    if (out->len > 0) out->len--;
}

// RFC 3986, section 5.2.4.
static void add_without_dots(Buf *out, Sv path) {
    bool absolute = sv_starts(path, SV("/"));
    BUF_AUTO Buf made = buf_new(path.len + 2);
    Sv rest = absolute ? sv_slice(path, 1, path.len) : path, segment = {0};
    bool dir = false;
    for (bool first = true; rest.len > 0 || first; first = false) {
        size_t slash = sv_find_char(rest, '/', 0);
        segment = sv_slice(rest, 0, slash);
        rest = slash == SV_NONE ? SV("") : sv_slice(rest, slash + 1, rest.len);
        bool up = sv_eq(segment, SV("..")), stay = sv_eq(segment, SV("."));
        dir = slash != SV_NONE || up || stay;
        if (up) drop_segment(&made);
        if (up || stay) continue;
        if (made.len > 0 || absolute) buf_add_char(&made, '/');
        buf_add(&made, segment);
    }
    bool ends = made.len > 0 && made.at[made.len - 1] == '/';
    if (dir && !ends && (made.len > 0 || absolute)) buf_add_char(&made, '/');
    buf_add(out, buf_sv(&made));
}

// The base's path up to its last slash, then the reference's.
static Sv merge(Arena *arena, const UrlParts *base, Sv path) {
    size_t end = base->path.len;
    while (end > 0 && base->path.at[end - 1] != '/')
        end--;
    if (end == 0 && base->has_authority) return sv_format(arena, "/%.*s", SV_ARG(path));
    return sv_format(arena, "%.*s%.*s", SV_ARG(sv_slice(base->path, 0, end)), SV_ARG(path));
}

static UrlParts resolve(Arena *arena, const UrlParts *base, UrlParts made) {
    if (made.has_scheme) return made;
    made.scheme = base->scheme;
    made.has_scheme = base->has_scheme;
    if (made.has_authority) return made;
    made.authority = base->authority;
    made.has_authority = base->has_authority;
    if (made.path.len == 0) {
        made.path = base->path;
        if (!made.has_query) made.query = base->query, made.has_query = base->has_query;
    } else if (!sv_starts(made.path, SV("/"))) {
        made.path = merge(arena, base, made.path);
    }
    return made;
}

Sv uri_resolve(Arena *arena, Sv base_text, Sv reference) {
    Sv plain = {0}, fragment = {0}, base_plain = {0}, ignored = {0};
    uri_split(reference, &plain, &fragment);
    uri_split(base_text, &base_plain, &ignored);
    bool has_fragment = plain.len < reference.len;
    UrlParts base = url_split(base_plain, URL_AS_WRITTEN);
    UrlParts made = resolve(arena, &base, url_split(plain, URL_AS_WRITTEN));
    BUF_AUTO Buf text = buf_new(base_text.len + reference.len + 64);
    if (made.has_scheme) buf_add(&text, made.scheme), buf_add_char(&text, ':');
    if (made.has_authority) buf_add_c(&text, "//"), buf_add(&text, made.authority);
    // The path of a name such as urn:uuid:… has no segments to resolve.
    if (sv_find_char(made.path, '/', 0) != SV_NONE)
        add_without_dots(&text, made.path);
    else
        buf_add(&text, made.path);
    if (made.has_query) buf_add_char(&text, '?'), buf_add(&text, made.query);
    if (has_fragment) buf_add_char(&text, '#'), buf_add(&text, fragment);
    return buf_keep(&text, arena);
}

bool uri_decode(Arena *arena, Sv text, Sv *out) {
    BUF_AUTO Buf made = buf_new(text.len + 1);
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] != '%') {
            buf_add_char(&made, text.at[i]);
            continue;
        }
        uint64_t byte = 0;
        Sv digits = sv_slice(text, i + 1, i + 3);
        if (digits.len < 2 || !num_parse_hex(digits, &byte)) return false;
        buf_add_char(&made, (char)byte);
        i += 2;
    }
    *out = buf_keep(&made, arena);
    return true;
}
