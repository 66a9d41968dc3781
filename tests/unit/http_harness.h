// Drives the action `http` as the run would, against tests/tools/httpd: parameters are written as
// JSON, texts that begin with "secret-" are tainted, and ports in what comes back are replaced by
// their listener's name.
#ifndef TESTS_UNIT_HTTP_HARNESS_H
#define TESTS_UNIT_HTTP_HARNESS_H

#include "check.h"

#include "base/buf.h"
#include "base/map.h"
#include "base/num.h"
#include "registry.h"
#include "value/json.h"

#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

enum { MOST_PORTS = 12, ARENA_BYTES = 256 * 1024 * 1024, TEXT_BYTES = 64 * 1024 * 1024 };

typedef struct Server {
    pid_t pid;
    int in; // closing it ends the server
    int count;
    int ports[MOST_PORTS];
    const char *names[MOST_PORTS];
} Server;

typedef struct World {
    Arena *arena;
    Pool *pool;
    Server server;
    int64_t timeout_ms; // of each step; 0 = none
    int cancel_fd;
    const char *denied; // no host or path that holds this is permitted; NULL = all are
    Env env;
} World;

static World world;

static inline Sv text(const char *format, ...) __attribute__((format(printf, 1, 2)));
static inline Sv text(const char *format, ...) {
    BUF_AUTO Buf buf = buf_new(TEXT_BYTES);
    va_list args;
    va_start(args, format);
    buf_addv(&buf, format, args);
    va_end(args);
    return buf_keep(&buf, world.arena);
}

// ── the server ──

static inline void server_start(Server *server, char *const words[], const char *const names[]) {
    static char path[] = TEST_TOOLS "/httpd";
    char *argv[MOST_PORTS + 2] = {path};
    int in[2], out[2];
    while (words[server->count]) {
        argv[server->count + 1] = words[server->count];
        server->names[server->count] = names[server->count];
        server->count++;
    }
    if (pipe(in) || pipe(out)) abort();
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in[0], 0);
    posix_spawn_file_actions_adddup2(&actions, out[1], 1);
    posix_spawn_file_actions_addclose(&actions, in[1]);
    posix_spawn_file_actions_addclose(&actions, out[0]);
    if (posix_spawn(&server->pid, path, &actions, NULL, argv, environ)) abort();
    posix_spawn_file_actions_destroy(&actions);
    close(in[0]);
    close(out[1]);
    server->in = in[1];
    FILE *lines = fdopen(out[0], "r");
    for (int i = 0; i < server->count; i++)
        if (fscanf(lines, "%d", &server->ports[i]) != 1) abort();
    fclose(lines);
}

static inline void server_stop(Server *server) {
    close(server->in);
    waitpid(server->pid, NULL, 0);
}

static inline int port_of(const char *name) {
    for (int i = 0; i < world.server.count; i++)
        if (strcmp(world.server.names[i], name) == 0) return world.server.ports[i];
    abort();
}

// "127.0.0.1:41234" → "127.0.0.1:PLAIN"
static inline Sv without_ports(Sv from) {
    BUF_AUTO Buf buf = buf_new(TEXT_BYTES);
    for (size_t i = 0; i < from.len;) {
        bool replaced = false;
        for (int k = 0; k < world.server.count && !replaced; k++) {
            Sv digits = text("%d", world.server.ports[k]);
            replaced = sv_starts(sv_slice(from, i, from.len), digits);
            if (!replaced) continue;
            buf_add_c(&buf, world.server.names[k]);
            i += digits.len;
        }
        if (!replaced) buf_add_char(&buf, from.at[i++]);
    }
    return buf_keep(&buf, world.arena);
}

// Names in capitals between braces stand for ports: "http://127.0.0.1:{PLAIN}/x".
static inline Sv with_ports(const char *from) {
    BUF_AUTO Buf buf = buf_new(TEXT_BYTES);
    for (const char *c = from; *c;) {
        bool replaced = false;
        for (int k = 0; *c == '{' && k < world.server.count && !replaced; k++) {
            size_t len = strlen(world.server.names[k]);
            replaced = strncmp(c + 1, world.server.names[k], len) == 0 && c[1 + len] == '}';
            if (!replaced) continue;
            buf_addf(&buf, "%d", world.server.ports[k]);
            c += len + 2;
        }
        if (!replaced) buf_add_char(&buf, *c++);
    }
    return buf_keep(&buf, world.arena);
}

// ── the world ──

static inline bool permit(void *self, const char *kind, Sv what, Sv *reason) {
    (void)self;
    if (!world.denied || sv_find(what, sv_from_c(world.denied), 0) == SV_NONE) return true;
    *reason = text("'%.*s' is not among the allowed %s", SV_ARG(what),
                   strcmp(kind, "host") == 0   ? "hosts"
                   : strcmp(kind, "path") == 0 ? "paths"
                                               : kind);
    return false;
}
static inline bool permit_way(void *self, const Caution *caution, Sv *reason) {
    return !caution->bound || permit(self, caution->bound, caution->whom, reason);
}
static inline void ignore_line(void *self, Sv line) {
    (void)self, (void)line;
}
static inline bool ask_nobody(void *self, const Question *question, const Waiter *waiter,
                              Arena *arena, Answer *out) {
    (void)self, (void)question, (void)waiter, (void)arena;
    *out = (Answer){.end = ASK_NO_TERMINAL};
    return false;
}

static inline void world_begin(char *const words[], const char *const names[]) {
    world = (World){.arena = arena_new(ARENA_BYTES),
                    .pool = pool_new(),
                    .cancel_fd = -1,
                    .timeout_ms = 10000,
                    .env = *env_system()};
    if (words) server_start(&world.server, words, names);
}

static inline int world_end(void) {
    pool_free(world.pool);
    if (world.server.pid) server_stop(&world.server);
    arena_free(world.arena);
    return check_done();
}

// ── parameters ──

static inline Value with_taints(Value value) {
    if (value.kind == VALUE_STRING && sv_starts(value_text(value), SV("secret-")))
        return value_tainted(value, 1);
    if (value.kind == VALUE_LIST) {
        ListBuilder list = list_builder(world.arena);
        for (size_t i = 0; i < value_count(value); i++)
            list_add(&list, with_taints(value_item(value, i)));
        return list_done(&list);
    }
    if (value.kind == VALUE_MAP) {
        MapBuilder map = map_builder(world.arena);
        for (size_t i = 0; i < value_count(value); i++)
            map_add(&map, value_key(value, i), with_taints(value_at(value, i)));
        return map_done(&map);
    }
    return value;
}

static inline Value json_value(Sv json) {
    Value value;
    JsonError error;
    if (json_parse(world.arena, json, &value, &error)) return with_taints(value);
    fprintf(stderr, "%s at %zu in %.*s\n", error.message, error.offset, SV_ARG(json));
    abort();
}

static inline bool decode(const Param *params, size_t count, Value map, void *out,
                          DecodeError *error) {
    Value *values = arena_new_array(world.arena, Value, count);
    bool *given = arena_new_array(world.arena, bool, count);
    for (size_t i = 0; i < count; i++) {
        const Value *found = value_get_c(map, params[i].name);
        given[i] = found != NULL;
        if (found) values[i] = *found;
    }
    return params_decode(world.arena, params, count, values, given, false, out, error);
}

static inline void *decoded(const Param *params, size_t count, size_t size, const char *json,
                            Taint *taint) {
    DecodeError error;
    void *out = arena_alloc(world.arena, size);
    Value map = json_value(with_ports(json));
    if (taint) *taint = value_taint(map);
    if (decode(params, count, map, out, &error)) return out;
    fprintf(stderr, "%.*s (%s)\n", SV_ARG(error.message), json);
    abort();
}

// ── asking ──

// One step with these parameters, over this connection (NULL = none).
static inline Outcome ask_via(const char *connection, const char *params) {
    ActionCall call = {.arena = world.arena,
                       .env = &world.env,
                       .folder = SV(TEST_TOOLS),
                       .key = SV("key"),
                       .pool = world.pool,
                       .live = ignore_line,
                       .ask = ask_nobody,
                       .permitted = permit,
                       .may_go = permit_way};
    int64_t now = world.env.mono_ns(world.env.self);
    call.waiter =
        (Waiter){.env = &world.env,
                 .cancel_fd = world.cancel_fd,
                 .deadline_ns = world.timeout_ms ? now + world.timeout_ms * 1000000 : NO_DEADLINE};
    call.params = decoded(action_http.params, action_http.param_count, action_http.params_size,
                          params, &call.secret_params);
    if (connection) {
        call.connection_name = SV("app");
        call.credentials = hash_bytes(sv_from_c(connection));
        call.connection = decoded(connection_http.params, connection_http.param_count,
                                  connection_http.params_size, connection, NULL);
    }
    Outcome out = {0};
    action_http.run(&call, &out);
    return out;
}

#define HOME "{\"http\": \"http://127.0.0.1:{PLAIN}\"}"
// A GET, or whatever the text begins with, at the plain listener.
static inline Outcome get(const char *send) {
    return ask_via(HOME, text("{\"send\": \"%s\"}", send).at);
}

// ── looking ──

static inline Sv end_name(OutcomeStatus status) {
    static const char *const names[] = {"answered",  "failed", "not started",
                                        "no answer", "denied", "bad value"};
    return sv_from_c(names[status]);
}

// "no answer, timed out: GET /never: no answer from 127.0.0.1:PLAIN within 200ms (look why …)"
static inline Sv told(Outcome out) {
    Sv end = end_name(out.end);
    Sv line = text("%.*s%s%s: %.*s", SV_ARG(end), out.timed_out ? ", timed out" : "",
                   out.cancelled ? ", cancelled" : "", SV_ARG(out.request));
    if (out.answer.len) line = text("%.*s -> %.*s", SV_ARG(line), SV_ARG(out.answer));
    if (out.reason.len) line = text("%.*s: %.*s", SV_ARG(line), SV_ARG(out.reason));
    if (out.hint.len) line = text("%.*s (%.*s)", SV_ARG(line), SV_ARG(out.hint));
    return without_ports(line);
}

static inline Value result(Outcome out, const char *name) {
    int index = action_result(&action_http, sv_from_c(name));
    if (index < 0 || !out.results) return value_null();
    const ResultField *field = &action_http.results[index];
    Value value = out.results[index];
    Sv error = {0};
    if (field->derive && !field->derive(world.arena, out.results, &value, &error))
        return value_string(text("error: %.*s", SV_ARG(error)));
    return value;
}

static inline Sv as_json(Value value) {
    BUF_AUTO Buf buf = buf_new(TEXT_BYTES);
    json_write(&buf, value, JSON_SPACED);
    return without_ports(buf_keep(&buf, world.arena));
}

static inline Sv shown(Outcome out, const char *name) {
    return as_json(result(out, name));
}

// What the server saw since the last time, and forgets.
static inline Value server_log(void) {
    Outcome out = ask_via(NULL, "{\"send\": \"GET http://127.0.0.1:{PLAIN}/log/clear\"}");
    return result(out, "json");
}

// A header of the request, "" where it was not sent.
static inline Sv sent_header(Value request, const char *name) {
    Value lines = value_field(request, "headers");
    for (size_t i = 0; i < value_count(lines); i++) {
        Sv line = value_text(value_item(lines, i));
        size_t colon = sv_find_char(line, ':', 0);
        if (sv_eq_nocase(sv_slice(line, 0, colon), sv_from_c(name)))
            return without_ports(sv_trim(sv_slice(line, colon + 1, line.len)));
    }
    return (Sv){0};
}

static inline int64_t now_ms(void) {
    return world.env.mono_ns(world.env.self) / 1000000;
}

#endif
