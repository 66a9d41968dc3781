// Addresses of MariaDB and MySQL: mysql://USER:PASSWORD@HOST:PORT/DATABASE, with ?socket=PATH.
#include "drivers/mariadb/mariadb_driver.h"

#include "base/ascii.h"
#include "base/buf.h"
#include "base/num.h"
#include "url/url_parts.h"
#include <string.h>

enum { SHOWN_BYTES = 16 * 1024, USUAL_PORT = 3306 };

static bool refuse(Sv *error, Sv *hint, Sv reason, const char *what) {
    *error = reason;
    *hint = sv_from_c(what);
    return false;
}

static Sv decoded(Arena *arena, Sv part) {
    char *bytes = arena_alloc_raw(arena, part.len + 1);
    size_t used = 0;
    for (size_t i = 0; i < part.len; i++) {
        bool escaped = part.at[i] == '%' && i + 2 < part.len &&
                       ascii_hex_value(part.at[i + 1]) >= 0 && ascii_hex_value(part.at[i + 2]) >= 0;
        int byte = escaped ? ascii_hex_value(part.at[i + 1]) << 4 | ascii_hex_value(part.at[i + 2])
                           : part.at[i];
        bytes[used++] = (char)byte;
        if (escaped) i += 2;
    }
    bytes[used] = '\0';
    return (Sv){bytes, used};
}

static Sv in_small_letters(Arena *arena, Sv text) {
    char *lower = sv_to_c(arena, text);
    for (size_t i = 0; lower && i < text.len; i++)
        lower[i] = (char)ascii_lower(lower[i]);
    return lower ? (Sv){lower, text.len} : text;
}

// What other clients take there. What is not known is refused: it may be meant to keep something
// from being done.
static bool refuse_option(Arena *arena, Sv name, Sv *error, Sv *hint) {
    static const char *const of_tls[] = {"ssl",    "sslmode", "ssl-mode", "ssl-ca",    "sslca",
                                         "usessl", "tls",     "sslcert",  "sslaccept", "ssl_mode"};
    for (size_t i = 0; i < sizeof of_tls / sizeof *of_tls; i++)
        if (sv_eq_nocase(name, sv_from_c(of_tls[i])))
            return refuse(
                error, hint,
                sv_format(arena, "'%.*s' stands in the address, which says nothing of TLS",
                          SV_ARG(name)),
                "write it beside the address: tls: { mode: verify-full }, or require, or off");
    return refuse(error, hint,
                  sv_format(arena, "'%.*s' is no option of such an address", SV_ARG(name)),
                  "it takes one, ?socket=/run/mysqld/mysqld.sock; leave others out");
}

static bool read_options(Arena *arena, Sv query, MariadbTarget *out, Sv *error, Sv *hint) {
    Sv part;
    while (query.len && sv_next_part(&query, '&', &part)) {
        size_t sign = sv_find_char(part, '=', 0);
        Sv name = sv_slice(part, 0, sign);
        if (!sv_eq_c(name, "socket")) return refuse_option(arena, name, error, hint);
        out->socket =
            sign == SV_NONE ? (Sv){0} : decoded(arena, sv_slice(part, sign + 1, part.len));
        if (!sv_starts(out->socket, SV("/")))
            return refuse(error, hint, SV("'socket' must be an absolute path"),
                          "?socket=/run/mysqld/mysqld.sock");
    }
    return true;
}

static const char usual[] = "mysql://USER@HOST:3306/DATABASE; special characters in a part are "
                            "written %40 for @, %2F for /";

bool mariadb_target(Arena *arena, Sv address, MariadbTarget *out, Sv *error, Sv *hint) {
    UrlParts parts = url_split(address, URL_AS_WRITTEN);
    int64_t port = USUAL_PORT;
    *out = (MariadbTarget){0};
    bool v6 = sv_starts(parts.host, SV("["));
    bool read = parts.has_authority && !parts.has_fragment &&
                sv_find_char(parts.path, '/', 1) == SV_NONE &&
                sv_find_char(parts.host, '%', 0) == SV_NONE &&
                (!parts.port.len || (num_parse_i64(parts.port, &port) && port > 0 && port < 65536));
    // A password with an '@' or a '/' in it is read as something else, and must not be shown.
    if (!read || sv_find_char(parts.user, '@', 0) != SV_NONE ||
        sv_find_char(parts.password, '@', 0) != SV_NONE)
        return refuse(error, hint, SV("it is no address of a MariaDB or MySQL database"), usual);
    if (!read_options(arena, parts.query, out, error, hint)) return false;
    if (!parts.host.len && !out->socket.len)
        return refuse(error, hint, SV("the address names no host"), usual);
    if (!out->socket.len)
        out->host =
            in_small_letters(arena, v6 ? sv_slice(parts.host, 1, parts.host.len - 1) : parts.host);
    out->port = (unsigned)port;
    out->user = decoded(arena, parts.user);
    out->password = decoded(arena, parts.password);
    out->database =
        parts.path.len ? decoded(arena, sv_slice(parts.path, 1, parts.path.len)) : SV("");
    return true;
}

bool mariadb_check_address(Arena *arena, Sv address, Sv *error, Sv *hint) {
    MariadbTarget target;
    return mariadb_target(arena, address, &target, error, hint);
}

// ── for people ──

static void add_encoded(Buf *out, Sv text) {
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];
        if (c <= ' ' || c == 0x7f || strchr("/?%&#", c))
            buf_addf(out, "%%%02X", c);
        else
            buf_add_char(out, (char)c);
    }
}

static void add_host(Buf *out, const MariadbTarget *target) {
    bool v6 = sv_find_char(target->host, ':', 0) != SV_NONE;
    buf_addf(out, v6 ? "[%.*s]:%u" : "%.*s:%u", SV_ARG(target->host), target->port);
}

Sv mariadb_place(Arena *arena, const MariadbTarget *target) {
    if (target->socket.len) return target->socket;
    BUF_AUTO Buf out = buf_new(SHOWN_BYTES);
    add_host(&out, target);
    return buf_keep(&out, arena);
}

Sv mariadb_show_target(Arena *arena, const MariadbTarget *target, Sv numeric) {
    BUF_AUTO Buf out = buf_new(SHOWN_BYTES);
    buf_add_c(&out, "mysql://");
    if (!target->socket.len) add_host(&out, target);
    buf_add_char(&out, '/');
    add_encoded(&out, target->database);
    if (target->socket.len) buf_addf(&out, "?socket=%.*s", SV_ARG(target->socket));
    if (numeric.len && !sv_eq(numeric, target->host)) buf_addf(&out, " (%.*s)", SV_ARG(numeric));
    return buf_keep(&out, arena);
}

// Of an address that cannot be read nothing is shown: it may hold a password anywhere.
Sv mariadb_show(Arena *arena, Sv address, Sv folder) {
    MariadbTarget target;
    Sv error, hint;
    (void)folder;
    return mariadb_target(arena, address, &target, &error, &hint)
               ? mariadb_show_target(arena, &target, (Sv){0})
               : SV("mysql://…");
}

TextList mariadb_places(Arena *arena, Sv address, Sv folder) {
    TextList places = {0};
    text_list_add(arena, &places, mariadb_show(arena, address, folder));
    return places;
}

// ── what must be known of the way ──

// By its name alone, as far as an address tells.
static bool is_here(Arena *arena, const MariadbTarget *target) {
    return target->socket.len || sv_eq_c(target->host, "localhost") ||
           lookup_is_loopback(sv_to_c(arena, target->host));
}

void mariadb_cautions(Arena *arena, const SqlConnection *connection, Cautions *out) {
    MariadbTarget target;
    Sv error, hint;
    if (!connection->sql.len || !connection->tls_given ||
        !mariadb_target(arena, connection->sql, &target, &error, &hint) || is_here(arena, &target))
        return;
    Sv mode = sv_from_c(sql_tls_mode_name((SqlTlsMode)connection->tls.mode));
    const char *what = sql_tls_caution(mode);
    if (!what) return;
    Sv text = sv_format(arena, "%s (tls: %.*s)", what, SV_ARG(mode));
    cautions_add(out, (Caution){text, BOUND_INSECURE, mariadb_place(arena, &target), "tls"});
}

// A lock of GET_LOCK is lost with the connection, and behind a proxy it is somebody else's.
const SharedLock *const mariadb_lock = NULL;
