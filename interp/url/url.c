#include "url/url.h"

#include "base/ascii.h"
#include "base/buf.h"
#include "base/limits.h"
#include "base/num.h"

#include <arpa/inet.h>
#include <string.h>

static const Sv scheme_http = SV_INIT("http"), scheme_https = SV_INIT("https");
enum { PORT_HTTP = 80, PORT_HTTPS = 443, HOST_MOST = 253 };

static bool refuse(UrlError *error, Sv problem, Sv hint) {
    *error = (UrlError){problem, hint};
    return false;
}

// ── the characters of paths and queries ──

static const char encoded_silently[] = "\"<>^`{|}";

// The offset behind the ${…} that begins at `at`; `at` itself if none does. Braces within it are
// counted.
static size_t past_template(Sv text, size_t at) {
    if (at + 1 >= text.len || text.at[at] != '$' || text.at[at + 1] != '{') return at;
    size_t depth = 0;
    for (size_t i = at + 1; i < text.len; i++) {
        if (text.at[i] == '{') depth++;
        if (text.at[i] == '}' && --depth == 0) return i + 1;
    }
    return text.len;
}

static bool check_character(Arena *arena, Sv text, size_t at, UrlError *error) {
    unsigned char c = (unsigned char)text.at[at];
    if (c == ' ') return refuse(error, SV("holds a space"), SV("write it as %20"));
    if (c < 0x20 || c == 0x7f)
        return refuse(error, sv_format(arena, "holds the control character 0x%02x", c), (Sv){0});
    if (c == '\\')
        return refuse(error, SV("holds a backslash, which programs read in different ways"),
                      SV("write / in a path, or %5C for the character itself"));
    if (c == '#')
        return refuse(error, SV("holds a fragment ('#'), which is never sent to a server"),
                      SV("leave it out, or write %23 for the character itself"));
    if (c == '%' &&
        !(at + 2 < text.len && ascii_is_hex(text.at[at + 1]) && ascii_is_hex(text.at[at + 2])))
        return refuse(error, SV("holds a '%' without two hexadecimal digits behind it"),
                      SV("write %25 for the character itself"));
    return true;
}

static bool check_characters(Arena *arena, Sv text, bool templates, UrlError *error) {
    for (size_t i = 0; i < text.len; i++) {
        size_t past = templates ? past_template(text, i) : i;
        if (past > i) {
            i = past - 1;
            continue;
        }
        if (!check_character(arena, text, i, error)) return false;
    }
    return true;
}

// "." and "..", also written %2e: servers and proxies disagree on what they mean in the middle of a
// path.
static size_t dot_segment(Sv segment) {
    size_t dots = 0;
    for (size_t i = 0; i < segment.len; dots++) {
        if (segment.at[i] == '.') {
            i++;
        } else if (segment.len - i >= 3 && segment.at[i] == '%' && segment.at[i + 1] == '2' &&
                   (segment.at[i + 2] | 0x20) == 'e') {
            i += 3;
        } else {
            return 0;
        }
    }
    return dots <= 2 ? dots : 0;
}

static bool check_segments(Sv path, UrlError *error) {
    Sv rest = path, segment;
    while (sv_next_part(&rest, '/', &segment)) {
        if (!dot_segment(segment)) continue;
        return refuse(error, SV("holds a '.' or '..' segment"), SV("write the path it leads to"));
    }
    return true;
}

static Sv encode_odd(Arena *arena, Sv text) {
    bool plain = true;
    for (size_t i = 0; i < text.len && plain; i++)
        plain = (unsigned char)text.at[i] < 0x80 && !strchr(encoded_silently, text.at[i]);
    if (plain) return text;
    BUF_AUTO Buf buf = buf_new(LIMIT_TEMPLATE_BYTES);
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];
        if (c >= 0x80 || strchr(encoded_silently, text.at[i]))
            buf_addf(&buf, "%%%02X", c);
        else
            buf_add_char(&buf, text.at[i]);
    }
    return buf_keep(&buf, arena);
}

static void split_target(Arena *arena, Sv target, Url *out) {
    size_t mark = sv_find_char(target, '?', 0);
    out->has_query = mark != SV_NONE;
    Sv path = out->has_query ? sv_slice(target, 0, mark) : target;
    out->path = path.len ? encode_odd(arena, path) : SV("/");
    out->query =
        out->has_query ? encode_odd(arena, sv_slice(target, mark + 1, target.len)) : (Sv){0};
}

// ── host and port ──

// Texts that some readers take for an IPv4 address although they are not dotted quads: 127.1,
// 0x7f000001, 017700000001.
static bool shorthand_address(Sv host) {
    if (sv_ends(host, SV("."))) host.len--;
    size_t dot = 0, last = 0;
    while ((dot = sv_find_char(host, '.', last)) != SV_NONE && dot + 1 < host.len)
        last = dot + 1;
    Sv label = sv_slice(host, last, host.len);
    if (label.len == 0 || !ascii_is_digit(label.at[0])) return false;
    if (label.len > 1 && (label.at[1] | 0x20) == 'x') return true;
    for (size_t i = 0; i < label.len; i++)
        if (!ascii_is_digit(label.at[i])) return false;
    return true;
}

static bool read_ipv6(Arena *arena, Sv text, Url *out, UrlError *error) {
    unsigned char bytes[16];
    char canonical[INET6_ADDRSTRLEN];
    const char *c = sv_to_c(arena, text);
    if (!c || inet_pton(AF_INET6, c, bytes) != 1)
        return refuse(
            error,
            sv_format(arena, "has '[%.*s]' as its host, which is no IPv6 address", SV_ARG(text)),
            (Sv){0});
    inet_ntop(AF_INET6, bytes, canonical, sizeof canonical);
    out->host = sv_copy(arena, sv_from_c(canonical));
    out->ipv6 = true;
    return true;
}

static bool read_name(Arena *arena, Sv text, Url *out, UrlError *error) {
    if (text.len == 0) return refuse(error, SV("has no host"), SV("write it as http://host/path"));
    if (text.len > HOST_MOST)
        return refuse(error, SV("has a host name longer than 253 characters"), (Sv){0});
    char *host = arena_copy(arena, text.at, text.len);
    for (size_t i = 0; i < text.len; i++) {
        char c = host[i];
        host[i] = ascii_lower(c);
        if (ascii_is_alnum(c) || c == '-' || c == '.' || c == '_') continue;
        if ((unsigned char)c >= 0x80)
            return refuse(error, SV("has a host name that is not ASCII"),
                          SV("write the name in its xn-- form (punycode)"));
        return refuse(error, sv_format(arena, "has '%c' in its host name", c), (Sv){0});
    }
    out->host = (Sv){host, text.len};
    unsigned char bytes[4];
    const char *c = sv_to_c(arena, out->host);
    if (shorthand_address(out->host) && inet_pton(AF_INET, c, bytes) != 1)
        return refuse(
            error,
            sv_format(arena, "has the host '%s', a number that is no dotted IPv4 address", c),
            SV("write all four numbers: 127.0.0.1"));
    return true;
}

static bool read_port(Arena *arena, Sv text, Url *out, UrlError *error) {
    out->port = out->https ? PORT_HTTPS : PORT_HTTP;
    if (text.len == 0) return true;
    uint64_t port = 0;
    bool digits = ascii_is_digit(text.at[0]);
    if (!digits || !num_parse_u64(text, &port) || port == 0 || port > UINT16_MAX)
        return refuse(error, sv_format(arena, "has '%.*s' as its port", SV_ARG(text)),
                      SV("a port is a number from 1 to 65535"));
    out->port = (uint16_t)port;
    return true;
}

// A password in which '/', '?' or '#' stand as they are: its beginning is no port to be named in a
// message.
static bool is_cut_password(Sv text) {
    return url_split(text, URL_NEARLY).has_user;
}

static bool read_authority(Arena *arena, Sv text, const UrlParts *parts, Url *out,
                           UrlError *error) {
    uint64_t number;
    bool odd_port = parts->port.len > 0 && !num_parse_u64(parts->port, &number);
    if (parts->has_user || (odd_port && is_cut_password(text)))
        return refuse(error, SV("holds a user name or password"),
                      SV("put them into auth: { basic: { user: …, password: … } }"));
    Sv host = parts->host;
    if (!sv_starts(host, SV("[")))
        return read_name(arena, host, out, error) && read_port(arena, parts->port, out, error);
    size_t end = sv_find_char(host, ']', 0);
    if (end == SV_NONE) return refuse(error, SV("has a '[' without its ']'"), (Sv){0});
    Sv tail = sv_slice(host, end + 1, host.len);
    if (tail.len)
        return refuse(error, sv_format(arena, "has '%.*s' behind its host", SV_ARG(tail)), (Sv){0});
    return read_ipv6(arena, sv_slice(host, 1, end), out, error) &&
           read_port(arena, parts->port, out, error);
}

// ── whole URLs ──

static bool is_whole(const UrlParts *parts) {
    return parts->has_scheme && parts->has_authority;
}

static bool read_scheme(Arena *arena, const UrlParts *parts, bool *https, UrlError *error) {
    if (!is_whole(parts))
        return refuse(error, SV("is not a whole URL"),
                      SV("write it as http://host/path or https://host/path"));
    *https = sv_eq_nocase(parts->scheme, scheme_https);
    if (*https || sv_eq_nocase(parts->scheme, scheme_http)) return true;
    return refuse(error, sv_format(arena, "has the scheme '%.*s'", SV_ARG(parts->scheme)),
                  SV("only http and https are spoken"));
}

// What stands behind the authority: path, query and, in a text that was not checked yet, more.
static Sv target_of(Sv text, const UrlParts *parts) {
    const char *begin = parts->authority.at + parts->authority.len;
    return (Sv){begin, (size_t)(text.at + text.len - begin)};
}

static bool parse(Arena *arena, Sv text, bool allow_dots, Url *out, UrlError *error) {
    Url url = {0};
    if (!check_characters(arena, text, false, error)) return false;
    UrlParts parts = url_split(text, URL_AS_WRITTEN);
    if (!read_scheme(arena, &parts, &url.https, error)) return false;
    if (!read_authority(arena, text, &parts, &url, error)) return false;
    split_target(arena, target_of(text, &parts), &url);
    if (!allow_dots && !check_segments(url.path, error)) return false;
    *out = url;
    return true;
}

bool url_parse(Arena *arena, Sv text, Url *out, UrlError *error) {
    return parse(arena, text, false, out, error);
}

bool url_parse_dotted(Arena *arena, Sv text, Url *out, UrlError *error) {
    return parse(arena, text, true, out, error);
}

static bool check_relative_start(Arena *arena, Sv text, UrlError *error) {
    if (text.len == 0) return refuse(error, SV("is empty"), SV("write a path such as /health"));
    if (sv_starts(text, SV("//")))
        return refuse(error, SV("begins with '//', which names another host in a browser"),
                      SV("write the scheme too (https://host/path), or one slash for a path"));
    if (text.at[0] == '/') return true;
    UrlParts parts = url_split(text, URL_AS_WRITTEN);
    if (parts.has_scheme && !parts.has_authority && !sv_starts(text, scheme_http))
        return refuse(error, SV("is neither a path nor a whole URL"),
                      sv_format(arena, "write http://%.*s", SV_ARG(text)));
    return refuse(error, SV("is neither a path nor a whole URL"),
                  sv_format(arena, "write /%.*s", SV_ARG(text)));
}

static bool join(Arena *arena, const Url *base, Sv relative, bool allow_dots, Url *out,
                 UrlError *error) {
    if (!check_relative_start(arena, relative, error)) return false;
    if (!check_characters(arena, relative, false, error)) return false;
    Url url = *base;
    split_target(arena, relative, &url);
    if (!allow_dots && !check_segments(url.path, error)) return false;
    Sv folder = base->path;
    while (folder.len && folder.at[folder.len - 1] == '/')
        folder.len--;
    if (folder.len) url.path = sv_concat(arena, (Sv[]){folder, url.path}, 2);
    *out = url;
    return true;
}

bool url_join(Arena *arena, const Url *base, Sv relative, Url *out, UrlError *error) {
    return join(arena, base, relative, false, out, error);
}

bool url_join_dotted(Arena *arena, const Url *base, Sv relative, Url *out, UrlError *error) {
    return join(arena, base, relative, true, out, error);
}

static bool check_written(Arena *arena, Sv text, bool allow_dots, UrlError *error) {
    if (!check_characters(arena, text, true, error)) return false;
    if (past_template(text, 0) > 0) return true; // a whole URL or a path, known later
    if (!url_is_absolute(text)) {
        Sv path = sv_slice(text, 0, sv_find_char(text, '?', 0));
        return check_relative_start(arena, text, error) &&
               (allow_dots || check_segments(path, error));
    }
    UrlParts parts = url_split(text, URL_AS_WRITTEN);
    Url url = {0};
    if (!read_scheme(arena, &parts, &url.https, error)) return false;
    for (size_t i = 0; i < parts.authority.len; i++)
        if (past_template(parts.authority, i) > i)
            return refuse(error, SV("has ${…} in the middle of its host"),
                          SV("let one ${…} at the start hold the whole address"));
    Sv target = target_of(text, &parts);
    Sv path = sv_slice(target, 0, sv_find_char(target, '?', 0));
    return read_authority(arena, text, &parts, &url, error) &&
           (allow_dots || check_segments(path, error));
}

bool url_check(Arena *arena, Sv text, UrlError *error) {
    return check_written(arena, text, false, error);
}

bool url_check_dotted(Arena *arena, Sv text, UrlError *error) {
    return check_written(arena, text, true, error);
}

// ── Location headers ──

// RFC 3986, 5.2.4.
static Sv without_dots(Arena *arena, Sv path) {
    BUF_AUTO Buf buf = buf_new(LIMIT_TEMPLATE_BYTES);
    size_t at = 0;
    while (at < path.len) { // path.at[at] is the '/' in front of a segment
        size_t end = sv_find_char(path, '/', at + 1);
        if (end == SV_NONE) end = path.len;
        size_t dots = dot_segment(sv_slice(path, at + 1, end));
        if (dots == 2)
            while (buf.len && buf.at[--buf.len] != '/') {
            }
        if (!dots)
            buf_add(&buf, sv_slice(path, at, end));
        else if (end == path.len)
            buf_add_char(&buf, '/');
        at = end;
    }
    return buf.len ? buf_keep(&buf, arena) : SV("/");
}

static Sv merge_paths(Arena *arena, const Url *from, Sv path) {
    size_t slash = from->path.len;
    while (slash && from->path.at[slash - 1] != '/')
        slash--;
    return sv_format(arena, "%.*s%.*s", (int)slash, from->path.at, SV_ARG(path));
}

bool url_resolve(Arena *arena, const Url *from, Sv reference, Url *out, UrlError *error) {
    reference = sv_slice(reference, 0, sv_find_char(reference, '#', 0));
    Url url = *from;
    if (url_split(reference, URL_AS_WRITTEN).has_scheme) {
        if (!parse(arena, reference, true, &url, error)) return false;
    } else if (sv_starts(reference, SV("//"))) {
        Sv whole = sv_format(arena, "%s:%.*s", from->https ? "https" : "http", SV_ARG(reference));
        if (!parse(arena, whole, true, &url, error)) return false;
    } else {
        if (!check_characters(arena, reference, false, error)) return false;
        bool own_path = reference.len && reference.at[0] != '?';
        bool rooted = own_path && reference.at[0] == '/';
        if (own_path)
            split_target(arena, rooted ? reference : merge_paths(arena, from, reference), &url);
        if (reference.len && !own_path) {
            url.has_query = true;
            url.query = encode_odd(arena, sv_slice(reference, 1, reference.len));
        }
    }
    url.path = without_dots(arena, url.path);
    *out = url;
    return true;
}

bool url_rename_host(Arena *arena, Url *url, Sv name, UrlError *error) {
    Url renamed = *url;
    renamed.ipv6 = false;
    if (!read_name(arena, name, &renamed, error)) return false;
    *url = renamed;
    return true;
}

// ── writing ──

void url_add_query(Arena *arena, Url *url, Sv pairs) {
    if (!pairs.len) return;
    url->query =
        url->query.len ? sv_format(arena, "%.*s&%.*s", SV_ARG(url->query), SV_ARG(pairs)) : pairs;
    url->has_query = true;
}

bool url_host_is_loopback(Sv host) {
    char name[HOST_MOST + 1];
    unsigned char v4[4], v6[16];
    if (sv_ends(host, SV("."))) host.len--;
    if (host.len >= sizeof name) return false;
    static const Sv local = SV_INIT("localhost");
    size_t front = host.len < local.len ? 0 : host.len - local.len;
    if (sv_eq_nocase(sv_slice(host, front, host.len), local))
        return front == 0 || host.at[front - 1] == '.';
    if (host.len) memcpy(name, host.at, host.len);
    name[host.len] = '\0';
    if (inet_pton(AF_INET, name, v4) == 1) return v4[0] == 127;
    if (inet_pton(AF_INET6, name, v6) != 1) return false;
    static const unsigned char one[16] = {[15] = 1}, mapped[13] = {[10] = 0xff, 0xff, 127};
    return memcmp(v6, one, sizeof one) == 0 || memcmp(v6, mapped, sizeof mapped) == 0;
}

bool url_same_origin(const Url *a, const Url *b) {
    return a->https == b->https && a->port == b->port && sv_eq(a->host, b->host);
}

bool url_usual_port(const Url *url) {
    return url->port == (url->https ? PORT_HTTPS : PORT_HTTP);
}

enum { PORT_DIGITS = 5 };

// Addresses are written several times a request, and printf would be most of their cost.
static Sv port_digits(const Url *url, char digits[PORT_DIGITS]) {
    size_t at = PORT_DIGITS;
    for (unsigned left = url->port; left > 0 || at == PORT_DIGITS; left /= 10)
        digits[--at] = (char)('0' + left % 10);
    return (Sv){digits + at, PORT_DIGITS - at};
}

static Sv write_place(Arena *arena, Sv front, const Url *url, bool with_port) {
    char digits[PORT_DIGITS];
    Sv open = url->ipv6 ? SV("[") : SV(""), close = url->ipv6 ? SV("]") : SV("");
    Sv parts[] = {front, open, url->host, close, SV(":"), port_digits(url, digits)};
    return sv_concat(arena, parts, with_port ? 6 : 4);
}

Sv url_port(Arena *arena, const Url *url) {
    char digits[PORT_DIGITS];
    return sv_copy(arena, port_digits(url, digits));
}

Sv url_origin(Arena *arena, const Url *url) {
    return write_place(arena, url->https ? SV("https://") : SV("http://"), url,
                       !url_usual_port(url));
}

Sv url_place(Arena *arena, const Url *url) {
    return write_place(arena, SV(""), url, !url_usual_port(url));
}

Sv url_address(Arena *arena, const Url *url) {
    return write_place(arena, SV(""), url, true);
}

Sv url_target(Arena *arena, const Url *url) {
    if (!url->has_query) return url->path;
    return sv_concat(arena, (Sv[]){url->path, SV("?"), url->query}, 3);
}

Sv url_text(Arena *arena, const Url *url) {
    return sv_concat(arena, (Sv[]){url_origin(arena, url), url_target(arena, url)}, 2);
}
