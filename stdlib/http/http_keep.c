// Cookies that the connection keeps: what its server sets goes with later requests of any step, and
// with those of the redirects that a step follows.
#include "base/buf.h"
#include "base/limits.h"
#include "base/system/file.h"
#include "http/http_trip.h"

#include <errno.h>

static const char what[] = "cookie";

static bool refuse(HttpProblem *problem, Sv error, Sv hint) {
    *problem = (HttpProblem){.error = error, .hint = hint};
    return false;
}

static int64_t now(const HttpTrip *trip) {
    const Env *env = trip->call->env;
    return env->stamp(env->self).wall_ns / 1000000000;
}

static CookieJar *jar_of(const HttpTrip *trip, bool *made) {
    return cookie_jar(cookie_jars_in(trip->call->memory, made), trip->call->branch);
}

static void note_taken(HttpTrip *trip, Sv name, Sv secret, bool given) {
    KeptNames *taken = &trip->taken;
    arena_grow(trip->call->arena, taken->items, taken->count, taken->capacity);
    taken->items[taken->count++] =
        (KeptName){.what = what, .name = name, .secret = secret, .given = given};
}

// ── the file to begin with ──

static Sv path_of(const HttpTrip *trip, Sv written) {
    return path_join(trip->call->arena, trip->call->folder, written);
}

static bool read_file(HttpTrip *trip, CookieJar *jar, HttpProblem *problem) {
    Arena *arena = trip->call->arena;
    const HttpJarFiles *files = &trip->connection->cookie_jar;
    if (!files->from.len) return true;
    Sv path = path_of(trip, files->from), text;
    if (!trip_may_touch(trip, path, problem)) return false;
    FileStatus status = file_read(arena, path, LIMIT_FILE_BYTES, &text);
    // The run before will have written it, and this may be the first one.
    if (status == FILE_MISSING && sv_eq(files->from, files->to)) return true;
    if (status == FILE_TOO_LARGE)
        return refuse(
            problem,
            sv_format(arena, "the file of cookies '%.*s' is over the limit of 4 MiB (FILE_BYTES)",
                      SV_ARG(path)),
            (Sv){0});
    if (status != FILE_OK)
        return refuse(
            problem,
            sv_format(arena, "the file of cookies '%.*s' %s", SV_ARG(path),
                      status == FILE_MISSING ? "is not there" : "cannot be read"),
            SV("name another one by cookie_jar.from, or leave that out to begin without cookies"));
    size_t line;
    const char *why;
    if (!cookie_jar_read(jar, arena, text, now(trip), &line, &why))
        return refuse(
            problem,
            sv_format(arena, "line %zu of the file of cookies '%.*s': %s", line, SV_ARG(path), why),
            SV("curl writes such a file with --cookie-jar FILE"));
    return true;
}

// What may not be written is known before anything acts.
static bool may_write(const HttpTrip *trip, HttpProblem *problem) {
    Sv to = trip->connection->cookie_jar.to;
    return !to.len || trip_may_touch(trip, path_of(trip, to), problem);
}

// Whoever is answered may say them again.
static void note_all(HttpTrip *trip, const CookieJar *jar) {
    size_t count;
    JarCookie *all = cookie_jar_all(jar, trip->call->arena, &count);
    for (size_t i = 0; i < count; i++)
        note_taken(trip, all[i].name, all[i].value, true);
}

// ── what is not there any more ──

static bool has_name(const JarCookie *cookies, size_t count, Sv name) {
    for (size_t i = 0; i < count; i++)
        if (sv_eq(cookies[i].name, name)) return true;
    return false;
}

static bool nothing_is_lost(const HttpTrip *trip, const CookieJar *jar, HttpProblem *problem) {
    const ActionCall *call = trip->call;
    if (!call->lost.count) return true;
    size_t count;
    JarCookie *all = cookie_jar_all(jar, call->arena, &count);
    BUF_AUTO Buf names = buf_new(LIMIT_STRING_BYTES);
    for (size_t i = 0; i < call->lost.count; i++)
        if (!has_name(all, count, call->lost.items[i]))
            buf_addf(&names, "%s%.*s", names.len ? ", " : "", SV_ARG(call->lost.items[i]));
    if (!names.len) return true;
    return refuse(
        problem,
        sv_format(
            call->arena,
            "the cookies that '%.*s' was given before the run was taken up again are not in the journal: %.*s",
            SV_ARG(call->lost_by), SV_ARG(buf_sv(&names))),
        SV("a step that logs in and may be made again says effect: idempotent, and is then made anew"));
}

// ── a trip ──

static bool begin(HttpTrip *trip, HttpProblem *problem) {
    bool made;
    CookieJar *jar = jar_of(trip, &made);
    if (made) {
        if (!read_file(trip, jar, problem) || !may_write(trip, problem)) {
            connection_memory_forget(trip->call->memory);
            return false;
        }
        note_all(trip, jar);
    }
    return nothing_is_lost(trip, jar, problem);
}

bool trip_keep_begin(HttpTrip *trip, HttpProblem *problem) {
    // A whole URL of another origin gets nothing of the connection.
    if (!trip_at_home(trip) || !http_keeps_cookies(trip->connection) || !trip->call->memory)
        return true;
    Sv why, hint;
    if (!cookie_jars_ready(trip->call->arena, &why, &hint)) return refuse(problem, why, hint);
    pthread_mutex_lock(&trip->call->memory->lock);
    trip->keeps = begin(trip, problem);
    pthread_mutex_unlock(&trip->call->memory->lock);
    return trip->keeps;
}

void trip_keep_match(HttpTrip *trip) {
    if (!trip->keeps) return;
    bool made;
    pthread_mutex_lock(&trip->call->memory->lock);
    trip->kept = cookie_jar_matching(jar_of(trip, &made), trip->call->arena, &trip->url, now(trip),
                                     &trip->kept_count);
    pthread_mutex_unlock(&trip->call->memory->lock);
}

void trip_keep_take(HttpTrip *trip, const Cookie *cookie, int64_t now_seconds) {
    if (!trip->keeps) return;
    bool made;
    const char *why = NULL;
    pthread_mutex_lock(&trip->call->memory->lock);
    JarTakes takes = cookie_jar_take(jar_of(trip, &made), cookie, &trip->url, now_seconds, &why);
    pthread_mutex_unlock(&trip->call->memory->lock);
    trip->jar_changed |= takes == JAR_TAKES || takes == JAR_DELETES;
    if (takes == JAR_TAKES) {
        note_taken(trip, cookie->name, cookie->value, false);
    } else if (takes != JAR_DELETES && !trip->not_kept.len) {
        trip->not_kept = sv_format(trip->call->arena, "the cookie '%.*s' is not kept: %s",
                                   SV_ARG(cookie->name), why);
    }
}

// ── the file that holds them ──

static Sv why_not_written(HttpTrip *trip, Sv path) {
    Arena *arena = trip->call->arena;
    bool made;
    BUF_AUTO Buf text = buf_new(LIMIT_STRING_BYTES);
    pthread_mutex_lock(&trip->call->memory->lock);
    cookie_jars_write(cookie_jars_in(trip->call->memory, &made), now(trip), &text);
    pthread_mutex_unlock(&trip->call->memory->lock);
    if (file_write_atomic(path, buf_sv(&text), 0600)) return (Sv){0};
    return file_write_error(arena, path, errno);
}

void trip_keep_end(HttpTrip *trip, Outcome *out) {
    out->keeps = trip->taken;
    if (!trip->keeps) return;
    if (trip->not_kept.len && !out->note.len) out->note = trip->not_kept;
    Sv to = trip->connection->cookie_jar.to;
    if (!to.len || !trip->jar_changed) return;
    Sv why = why_not_written(trip, path_of(trip, to));
    // What was answered stays as it is, and whoever needs the file has none.
    if (why.len && !out->late.len)
        out->late =
            sv_format(trip->call->arena, "its cookies could not be written: %.*s", SV_ARG(why));
}
