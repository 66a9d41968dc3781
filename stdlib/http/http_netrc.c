// User and password from a netrc file, in the form that curl reads: words with blanks between them,
// or in quotes; the first `machine` of the host counts, and `default` for all others.
#include "base/ascii.h"
#include "base/buf.h"
#include "base/limits.h"
#include "base/system/file.h"
#include "http/http_trip.h"

#include <sys/stat.h>

static bool refuse(HttpProblem *problem, Sv error, Sv hint) {
    *problem = (HttpProblem){.error = error, .hint = hint};
    return false;
}

// ── words ──

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static Sv quoted(Arena *arena, Sv *rest) {
    BUF_AUTO Buf word = buf_new(LIMIT_FILE_BYTES);
    size_t at = 1;
    for (; at < rest->len && rest->at[at] != '"'; at++) {
        char c = rest->at[at];
        if (c == '\\' && at + 1 < rest->len) {
            c = rest->at[++at];
            c = c == 'n' ? '\n' : c == 'r' ? '\r' : c == 't' ? '\t' : c;
        }
        buf_add_char(&word, c);
    }
    *rest = sv_slice(*rest, at + 1, rest->len);
    return buf_keep(&word, arena);
}

static bool next_word(Arena *arena, Sv *rest, Sv *word) {
    size_t at = 0;
    while (at < rest->len && is_blank(rest->at[at]))
        at++;
    *rest = sv_slice(*rest, at, rest->len);
    if (rest->len == 0) return false;
    if (rest->at[0] == '"') {
        *word = quoted(arena, rest);
        return true;
    }
    for (at = 0; at < rest->len && !is_blank(rest->at[at]);)
        at++;
    *word = sv_slice(*rest, 0, at);
    *rest = sv_slice(*rest, at, rest->len);
    return true;
}

static void skip_line(Sv *rest) {
    Sv line;
    sv_next_line(rest, &line);
}

// Up to an empty line.
static void skip_macro(Sv *rest) {
    Sv line;
    skip_line(rest);
    while (sv_next_line(rest, &line) && sv_trim(line).len > 0)
        continue;
}

// ── an entry ──

typedef struct NetrcEntry {
    Sv user, password;
    bool has_user, has_password;
} NetrcEntry;

// The words behind `machine HOST` or `default`, up to the next of these.
static bool find(Arena *arena, Sv text, Sv host, NetrcEntry *out) {
    Sv rest = text, word, value;
    bool within = false;
    while (next_word(arena, &rest, &word)) {
        bool machine = sv_eq_c(word, "machine");
        if (word.len && word.at[0] == '#') {
            skip_line(&rest);
        } else if (sv_eq_c(word, "macdef")) {
            skip_macro(&rest);
        } else if (machine || sv_eq_c(word, "default")) {
            if (within) return true;
            within = machine ? next_word(arena, &rest, &value) && sv_eq_nocase(value, host) : true;
        } else if (next_word(arena, &rest, &value) && within) {
            if (sv_eq_c(word, "login")) out->user = value, out->has_user = true;
            if (sv_eq_c(word, "password")) out->password = value, out->has_password = true;
        }
    }
    return within;
}

// ── the file ──

static Sv path_of(const HttpTrip *trip, Sv written) {
    const ActionCall *call = trip->call;
    Sv named = sv_eq_c(written, "true") ? SV("~/.netrc") : written;
    return path_join_home(call->arena, call->env->get(call->env->self, "HOME"), call->folder,
                          named);
}

static bool read_private(const HttpTrip *trip, Sv path, Sv *text, HttpProblem *problem) {
    Arena *arena = trip->call->arena;
    if (!trip_may_touch(trip, path, problem)) return false;
    struct stat about;
    FileStatus status = file_read(arena, path, LIMIT_FILE_BYTES, text);
    if (status != FILE_OK || stat(sv_to_c(arena, path), &about) != 0)
        return refuse(
            problem,
            sv_format(arena, "the netrc file '%.*s' %s", SV_ARG(path),
                      status == FILE_MISSING ? "is not there" : "cannot be read"),
            SV("name another one by auth.netrc, or give user and password by auth.basic"));
    if (about.st_mode & (S_IRWXG | S_IRWXO))
        return refuse(problem,
                      sv_format(arena, "others than you may read the netrc file '%.*s' (mode %04o)",
                                SV_ARG(path), (unsigned)about.st_mode & 07777),
                      sv_format(arena, "chmod 600 %.*s", SV_ARG(path)));
    return true;
}

static bool take(HttpTrip *trip, Sv path, Sv text, HttpProblem *problem) {
    Arena *arena = trip->call->arena;
    NetrcEntry entry = {0};
    Sv host = trip->url.host;
    const char *lacks = !find(arena, text, host, &entry) ? "no entry"
                        : !entry.has_user                ? "no login"
                        : !entry.has_password            ? "no password"
                                                         : NULL;
    if (lacks)
        return refuse(problem,
                      sv_format(arena, "the netrc file '%.*s' has %s for %.*s", SV_ARG(path), lacks,
                                SV_ARG(host)),
                      sv_format(arena, "a line of it: machine %.*s login USER password PASSWORD",
                                SV_ARG(host)));
    if (sv_find_char(entry.user, ':', 0) != SV_NONE)
        return refuse(problem,
                      sv_format(arena, "the login for %.*s in the netrc file '%.*s' holds a colon",
                                SV_ARG(host), SV_ARG(path)),
                      (Sv){0});
    trip->netrc.basic = (HttpBasic){entry.user, entry.password};
    trip->netrc.basic_given = true;
    KeptNames *taken = &trip->taken;
    arena_grow(arena, taken->items, taken->count, taken->capacity);
    taken->items[taken->count++] = (KeptName){
        .what = "netrc password of", .name = host, .secret = entry.password, .given = true};
    return true;
}

bool trip_netrc(HttpTrip *trip, HttpProblem *problem) {
    const HttpAuth *given = trip_auth_given(trip);
    if (!given || !given->netrc.len) return true;
    Sv path = path_of(trip, given->netrc), text;
    return read_private(trip, path, &text, problem) && take(trip, path, text, problem);
}
