#include "drivers/postgres/postgres_target.h"

#include "base/ascii.h"
#include "base/buf.h"
#include "drivers/sql/sql_driver.h"
#include "url/url_parts.h"
#include <string.h>

enum { SHOWN_BYTES = 64 * 1024 };

// ── libpq's reading ──

static Sv option_of(Arena *arena, const PQconninfoOption *options, const char *name) {
    for (; options && options->keyword; options++)
        if (strcmp(options->keyword, name) == 0 && options->val)
            return sv_copy(arena, sv_from_c(options->val));
    return (Sv){0};
}

char *postgres_option(Arena *arena, Sv address, const char *name) {
    PQconninfoOption *options = PQconninfoParse(sv_to_c(arena, address), NULL);
    Sv value = option_of(arena, options, name);
    PQconninfoFree(options);
    return value.at ? sv_to_c(arena, value) : NULL;
}

// libpq completes an address only on the way to connecting. So it is sent there with an option that
// it refuses once all is read and before anything is opened, and asked what it had read. The
// password keeps it from looking for one in files.
static PGconn *read_only_attempt(const char *address, const char *host) {
    const char *const names[] = {"dbname", "password", "channel_binding", host ? "host" : NULL,
                                 NULL};
    const char *const values[] = {address, "-", "-", host, NULL};
    return PQconnectStartParams(names, values, 1);
}

static bool was_read(const PGconn *attempt) {
    return attempt && strstr(PQerrorMessage(attempt), "channel_binding") != NULL;
}

// Entry `i` of a list with commas; libpq takes an empty one for one that is not given.
static Sv entry(Sv list, size_t i) {
    size_t from = 0;
    for (; i > 0; i--) {
        size_t comma = sv_find_char(list, ',', from);
        if (comma == SV_NONE) return (Sv){0};
        from = comma + 1;
    }
    return sv_slice(list, from, sv_find_char(list, ',', from));
}

// What libpq takes where no host is named: the folder of sockets that it was built with.
static Sv usual_host(Arena *arena, const char *address) {
    PGconn *attempt = read_only_attempt(address, ",");
    Sv host = sv_copy(arena, sv_from_c(PQhost(attempt)));
    PQfinish(attempt);
    return host;
}

static void read_hosts(Arena *arena, const char *address, const PQconninfoOption *options,
                       PostgresTarget *out) {
    Sv names = option_of(arena, options, "host"), ports = option_of(arena, options, "port");
    Sv addresses = option_of(arena, options, "hostaddr");
    Sv counted = addresses.len ? addresses : names;
    out->host_count = sv_count(counted, ',') + 1;
    out->hosts = arena_new_array(arena, PostgresHost, out->host_count);
    for (size_t i = 0; i < out->host_count; i++) {
        PostgresHost *host = &out->hosts[i];
        // One port may be given for all.
        Sv port = entry(ports, sv_find_char(ports, ',', 0) == SV_NONE ? 0 : i);
        *host = (PostgresHost){entry(names, i), entry(addresses, i), port.len ? port : SV("5432")};
        if (!host->name.len && !host->address.len) host->name = usual_host(arena, address);
    }
}

bool postgres_is_plausible(Sv hosts, Sv ports) {
    Sv host;
    while (sv_next_part(&hosts, ',', &host))
        if (sv_find_char(host, '@', 1) != SV_NONE) return false;
    for (size_t i = 0; i < ports.len; i++)
        if (!ascii_is_digit(ports.at[i]) && ports.at[i] != ',') return false;
    return true;
}

static bool read_target(Arena *arena, const char *address, PGconn *attempt, PostgresTarget *out) {
    PQconninfoOption *options = PQconninfo(attempt);
    if (!options) return false;
    read_hosts(arena, address, options, out);
    out->database = option_of(arena, options, "dbname");
    out->user = option_of(arena, options, "user");
    out->options = option_of(arena, options, "options");
    out->sslmode = option_of(arena, options, "sslmode");
    out->gssencmode = option_of(arena, options, "gssencmode");
    out->sslrootcert = option_of(arena, options, "sslrootcert");
    bool good =
        option_of(arena, options, "sslkeylogfile").len == 0 &&
        postgres_is_plausible(option_of(arena, options, "host"), option_of(arena, options, "port"));
    PQconninfoFree(options);
    out->own_sslmode = sv_from_c(postgres_option(arena, sv_from_c(address), "sslmode"));
    out->own_gss = sv_from_c(postgres_option(arena, sv_from_c(address), "gssencmode"));
    return good;
}

bool postgres_target(Arena *arena, Sv address, PostgresTarget *out, Sv *error) {
    static const char unusable[] = "libpq cannot use the address";
    const char *text = sv_to_c(arena, address);
    PQconninfoOption *parsed = text ? PQconninfoParse(text, NULL) : NULL;
    *error = SV(unusable);
    // What libpq says of an address that it cannot read may quote the password.
    if (!parsed) return false;
    PQconninfoFree(parsed);
    *out = (PostgresTarget){0};
    PGconn *attempt = read_only_attempt(text, NULL);
    bool good = was_read(attempt) && read_target(arena, text, attempt, out);
    if (!was_read(attempt)) {
        Sv rest = sv_from_c(PQerrorMessage(attempt)), line = {0};
        sv_next_line(&rest, &line);
        *error = sv_format(arena, "%s: %.*s", unusable, SV_ARG(line));
    }
    PQfinish(attempt);
    return good;
}

// ── for people ──

bool postgres_is_socket(const PostgresHost *host) {
    return !host->address.len && host->name.len &&
           (host->name.at[0] == '/' || host->name.at[0] == '@');
}

// Host, port and database as they are written, up to the query.
static Sv as_written(Arena *arena, Sv address) {
    UrlParts parts = url_split(address, URL_NEARLY);
    Sv rest = sv_slice(address, (size_t)(parts.place.at - address.at), address.len);
    return sv_format(arena, "%.*s://%.*s", SV_ARG(parts.scheme),
                     SV_ARG(sv_slice(rest, 0, sv_find_char(rest, '?', 0))));
}

static bool find_target(Arena *arena, Sv address, PostgresTarget *out) {
    LateFailure missing;
    Sv error;
    return late_load(LATE_PQ, &missing) && postgres_target(arena, address, out, &error);
}

// Whatever could be taken for another part of an address.
static void add_encoded(Buf *out, Sv text, const char *also) {
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];
        if (c <= ' ' || c == 0x7f || strchr("/?%&", c) || strchr(also, c))
            buf_addf(out, "%%%02X", c);
        else
            buf_add_char(out, (char)c);
    }
}

static void add_host(Buf *out, Sv host) {
    bool v6 = sv_find_char(host, ':', 0) != SV_NONE;
    if (v6) buf_add_char(out, '[');
    for (size_t i = 0; i < host.len; i++) {
        char c = (char)ascii_lower(host.at[i]);
        add_encoded(out, (Sv){&c, 1}, v6 ? "@,[]" : "@,[]:");
    }
    if (v6) buf_add_char(out, ']');
}

static Sv socket_place(Arena *arena, const PostgresTarget *target, const PostgresHost *host) {
    BUF_AUTO Buf out = buf_new(SHOWN_BYTES);
    buf_add_c(&out, "postgres:///");
    add_encoded(&out, target->database, "");
    buf_addf(&out, "?host=%.*s&port=%.*s", SV_ARG(host->name), SV_ARG(host->port));
    return buf_keep(&out, arena);
}

static Sv place_of(Arena *arena, const PostgresTarget *target, const PostgresHost *host) {
    if (postgres_is_socket(host)) return socket_place(arena, target, host);
    BUF_AUTO Buf out = buf_new(SHOWN_BYTES);
    buf_add_c(&out, "postgres://");
    add_host(&out, host->address.len ? host->address : host->name);
    buf_addf(&out, ":%.*s/", SV_ARG(host->port));
    add_encoded(&out, target->database, "");
    return buf_keep(&out, arena);
}

TextList postgres_places(Arena *arena, Sv address, Sv folder) {
    (void)folder;
    TextList places = {0};
    PostgresTarget target;
    if (!find_target(arena, address, &target)) {
        text_list_add(arena, &places, as_written(arena, address));
        return places;
    }
    for (size_t i = 0; i < target.host_count; i++)
        text_list_add_once(arena, &places, place_of(arena, &target, &target.hosts[i]));
    return places;
}

static void add_hosts(Buf *out, const PostgresTarget *target) {
    for (size_t i = 0; i < target->host_count; i++) {
        const PostgresHost *host = &target->hosts[i];
        if (i) buf_add_char(out, ',');
        if (postgres_is_socket(host))
            add_encoded(out, host->name, "@,:");
        else
            add_host(out, host->name.len ? host->name : host->address);
        buf_addf(out, ":%.*s", SV_ARG(host->port));
    }
}

// The addresses that are connected to in place of what the names stand for.
static bool add_addresses(Buf *out, const PostgresTarget *target) {
    bool differ = false;
    for (size_t i = 0; i < target->host_count; i++) {
        const PostgresHost *host = &target->hosts[i];
        differ |= host->address.len && host->name.len && !sv_eq(host->name, host->address);
    }
    for (size_t i = 0; differ && i < target->host_count; i++)
        buf_addf(out, "%s%.*s", i ? "," : "?hostaddr=", SV_ARG(target->hosts[i].address));
    return differ;
}

static Sv show_target(Arena *arena, const PostgresTarget *target) {
    BUF_AUTO Buf out = buf_new(SHOWN_BYTES);
    bool queried = target->host_count == 1 && postgres_is_socket(&target->hosts[0]);
    if (queried) {
        buf_add(&out, socket_place(arena, target, &target->hosts[0]));
    } else {
        buf_add_c(&out, "postgres://");
        add_hosts(&out, target);
        buf_add_char(&out, '/');
        add_encoded(&out, target->database, "");
        queried = add_addresses(&out, target);
    }
    if (target->options.len) {
        buf_add_c(&out, queried ? "&options=" : "?options=");
        add_encoded(&out, target->options, "=");
    }
    return buf_keep(&out, arena);
}

Sv postgres_show(Arena *arena, Sv address, Sv folder) {
    (void)folder;
    PostgresTarget target;
    return find_target(arena, address, &target) ? show_target(arena, &target)
                                                : as_written(arena, address);
}

Sv postgres_show_open(Arena *arena, const PGconn *conn) {
    PostgresHost host = {sv_from_c(PQhost(conn)), sv_from_c(PQhostaddr(conn)),
                         sv_from_c(PQport(conn))};
    if (sv_starts(host.name, SV("/"))) host.address = (Sv){0};
    const PostgresTarget target = {
        .hosts = &host, .host_count = 1, .database = sv_from_c(PQdb(conn))};
    return show_target(arena, &target);
}

// ── what must be known of the way ──

// By its name alone: that of a machine may be one of the loopback, which shows when it is looked
// up.
static bool is_here(Arena *arena, const PostgresHost *host) {
    Sv address = host->address.len ? host->address : host->name;
    return postgres_is_socket(host) || sv_eq_nocase(address, SV("localhost")) ||
           lookup_is_loopback(sv_to_c(arena, address));
}

void postgres_cautions(Arena *arena, const SqlConnection *connection, Cautions *out) {
    PostgresTarget target;
    if (!connection->sql.len || !find_target(arena, connection->sql, &target)) return;
    bool given = connection->tls_given;
    Sv mode =
        given ? sv_from_c(sql_tls_mode_name((SqlTlsMode)connection->tls.mode)) : target.own_sslmode;
    const char *what = sv_eq_c(target.own_gss, "require") ? NULL : sql_tls_caution(mode);
    for (size_t i = 0; what && i < target.host_count; i++) {
        const PostgresHost *host = &target.hosts[i];
        if (is_here(arena, host)) continue;
        BUF_AUTO Buf whom = buf_new(SHOWN_BYTES);
        add_host(&whom, host->address.len ? host->address : host->name);
        buf_addf(&whom, ":%.*s", SV_ARG(host->port));
        Sv at = buf_keep(&whom, arena);
        Sv text =
            sv_format(arena, given ? "%s (tls: %.*s)" : "%s (sslmode=%.*s)", what, SV_ARG(mode));
        if (target.host_count > 1) text = sv_format(arena, "%.*s: %.*s", SV_ARG(at), SV_ARG(text));
        cautions_add(out, (Caution){text, BOUND_INSECURE, at, given ? "tls" : NULL});
    }
}
