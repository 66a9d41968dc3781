#include "plan/database_pattern.h"

#include "base/ascii.h"
#include "base/system/file.h"

static bool take(Sv *text, Sv begin) {
    if (!sv_starts(*text, begin)) return false;
    *text = sv_slice(*text, begin.len, text->len);
    return true;
}

// HOST:PORT/NAME without the port; HOST may be [::1]. Of a socket, /NAME?host=DIR&port=PORT
// without the end.
static Sv without_port(Arena *arena, Sv server) {
    size_t slash = sv_find_char(server, '/', 0);
    if (slash == 0) return sv_slice(server, 0, sv_find(server, SV("&port="), 0));
    size_t colon = slash == SV_NONE ? 0 : slash;
    while (colon > 0 && ascii_is_digit(server.at[colon - 1]))
        colon--;
    if (colon == 0 || server.at[colon - 1] != ':') return server;
    return sv_concat(
        arena, (Sv[]){sv_slice(server, 0, colon - 1), sv_slice(server, slash, server.len)}, 2);
}

// Names of hosts are the same in capital letters.
static Sv in_small_letters(Arena *arena, Sv server) {
    Sv host = sv_slice(server, 0, sv_find_char(server, '/', 0));
    char *lower = sv_to_c(arena, server);
    for (size_t i = 0; lower && i < host.len; i++)
        lower[i] = (char)ascii_lower(lower[i]);
    return lower ? (Sv){lower, server.len} : server;
}

// A pattern with the scheme of another kind of server is none for it.
static bool matches_server(Arena *arena, Sv pattern, Sv server, const Sv schemes[2]) {
    if (!take(&pattern, schemes[0]) && !take(&pattern, schemes[1]) &&
        sv_find(pattern, SV("://"), 0) != SV_NONE)
        return false;
    if (sv_eq_c(pattern, "*")) return true;
    pattern = in_small_letters(arena, pattern);
    return sv_matches_path(pattern, server) ||
           sv_matches_path(pattern, without_port(arena, server));
}

static bool matches_file(Arena *arena, Sv folder, Sv pattern, Sv file) {
    take(&pattern, SV("sqlite:"));
    if (sv_starts(pattern, SV("///"))) pattern = sv_slice(pattern, 2, pattern.len);
    if (sv_eq_c(file, ":memory:")) return sv_eq(pattern, file);
    // A link in a pattern is not followed: it would permit what nobody who reads it sees.
    Sv real = path_real(arena, folder.len ? folder : SV("."));
    return sv_matches_path(path_tidy(arena, path_join(arena, real.at ? real : folder, pattern)),
                           file);
}

bool database_matches(Arena *arena, Sv folder, Sv pattern, Sv place) {
    if (sv_eq_c(pattern, "*")) return true;
    static const Sv of_postgres[] = {SV_INIT("postgres://"), SV_INIT("postgresql://")};
    static const Sv of_mariadb[] = {SV_INIT("mysql://"), SV_INIT("mariadb://")};
    if (take(&place, of_postgres[0])) return matches_server(arena, pattern, place, of_postgres);
    if (take(&place, of_mariadb[0])) return matches_server(arena, pattern, place, of_mariadb);
    if (take(&place, SV("sqlite:"))) return matches_file(arena, folder, pattern, place);
    // By ODBC: a server, a file, or what only its driver knows.
    static const Sv by_odbc[] = {SV_INIT("odbc://"), SV_INIT("odbc://")};
    if (take(&place, by_odbc[0])) return matches_server(arena, pattern, place, by_odbc);
    if (sv_starts(place, SV("odbc:/"))) {
        take(&place, SV("odbc:"));
        take(&pattern, SV("odbc:"));
        return matches_file(arena, folder, pattern, place);
    }
    return sv_matches_path(pattern, place);
}
