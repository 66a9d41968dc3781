#include "cli/eval/eval_session.h"
#include "base/system/digest.h"
#include "base/system/file.h"
#include "cli/found/recorded_file.h"
#include "cli/found/runs.h"
#include "value/json.h"

// ── bindings ──

static bool get_binding(void *self, uint32_t index, Value *out, Fault *fault) {
    (void)fault;
    *out = ((const Value *)self)[index];
    return true;
}

// FILE is {"name": V}, V in the typed form.
static bool read_bindings(const Cli *cli, Sv path, EvalSession *out, Buf *error) {
    Sv text;
    Value json;
    JsonError wrong;
    FileStatus status = file_read(cli->arena, path, LIMIT_FILE_BYTES, &text);
    if (status != FILE_OK)
        return buf_addf(error, "cannot read the bindings '%.*s'", SV_ARG(path)), false;
    if (!json_parse(cli->arena, text, &json, &wrong))
        return buf_addf(error, "%.*s: byte %zu: %s", SV_ARG(path), wrong.offset, wrong.message),
               false;
    if (json.kind != VALUE_MAP)
        return buf_addf(error, "%.*s must be a mapping: {\"name\": {\"int\": \"5\"}}",
                        SV_ARG(path)),
               false;
    uint32_t count = (uint32_t)value_count(json);
    CelName *names = arena_new_array(cli->arena, CelName, count);
    Value *values = arena_new_array(cli->arena, Value, count);
    for (uint32_t i = 0; i < count; i++) {
        Sv name = value_text(value_key(json, i));
        names[i] = (CelName){.name = name,
                             .type = cel_type(CEL_TYPE_DYN),
                             .index = i,
                             .observed = true,
                             .answered = true};
        if (!value_from_typed(cli->arena, value_at(json, i), &values[i]))
            return buf_addf(error,
                            "%.*s: '%.*s' is not in the typed form, such as {\"int\": \"5\"}",
                            SV_ARG(path), SV_ARG(name)),
                   false;
    }
    out->names.items = names;
    out->names.count = count;
    out->binding = (CelBinding){.self = values, .get = get_binding};
    return true;
}

// ── a step of a run ──

static void drop_arena(void *arena) {
    arena_free(arena);
}

// ── schemas ──

// Where schemas are looked for, and the run that has read some.
typedef struct SchemaFiles {
    Sv root;                     // --root
    const RecordedRun *recorded; // NULL = no run
} SchemaFiles;

static Sv first_digits(Sv digest) {
    return sv_slice(digest, 0, sizeof "sha256:" - 1 + 8);
}

// Whether the run has read a file of this name, and none with these bytes.
static bool is_another(Value files, Sv name, Sv digest, Sv *then) {
    for (size_t i = 0; i < value_count(files); i++) {
        Value file = value_item(files, i);
        if (!sv_eq(path_name(value_field_text(file, "path", SV(""))), name)) continue;
        *then = value_field_text(file, "digest", SV(""));
        if (sv_eq(*then, digest)) return false;
    }
    return then->len > 0;
}

static bool as_it_was(const RecordedRun *recorded, Sv path, Sv text, Arena *arena, Sv *error) {
    Sv digest = sha256_text(arena, sha256_of(text)), then = {0};
    const Value lists[] = {value_field(recorded->started, "files"),
                           value_field(recorded->ended, "files")};
    for (size_t i = 0; i < 2; i++) {
        Sv found = {0};
        bool another = is_another(lists[i], path_name(path), digest, &found);
        if (!another && found.len > 0) return true;
        if (another) then = found;
    }
    if (!then.len) return true;
    *error = sv_format(arena, "it is not what it was in the run: it was %.*s… and is %.*s…",
                       SV_ARG(first_digits(then)), SV_ARG(first_digits(digest)));
    return false;
}

// Reads a file that the expression names: beneath the project's root, relative to the current
// folder, or to the runbook of the run.
static bool read_here(void *self, Sv path, const char *as, Arena *arena, Sv *out, Sv *error) {
    const SchemaFiles *files = self;
    Sv real = path_real(arena, path);
    ProjectRoot root = path_project_root(arena, files->root, SV("."), (Sv){0});
    if (root.stranger.len) {
        *error = sv_format(arena, "%.*s; --root names one", SV_ARG(root.stranger));
        return false;
    }
    if (real.len == 0 || root.path.len == 0 || !path_beneath(arena, root.path, real)) {
        *error = SV("there is no such file beneath the project's root");
        return false;
    }
    size_t most = sv_eq_c(SV("schema"), as) ? LIMIT_SCHEMA_BYTES : LIMIT_EXPECTED_BYTES;
    FileStatus status = file_read(arena, real, most, out);
    if (status != FILE_OK) {
        *error = status == FILE_TOO_LARGE ? SV("it is too large") : SV("it cannot be read");
        return false;
    }
    return !files->recorded || as_it_was(files->recorded, real, *out, arena, error);
}

static int read_run(const Cli *cli, const CommandLine *line, EvalSession *out) {
    BUF_AUTO Buf error = buf_new((size_t)64 * 1024);
    RunEntry run;
    int status = runs_open(cli, line->root, line->run, &run);
    if (status != 0) return status;
    Arena *arena = arena_new(LIMIT_RUN_MEMORY);
    arena_on_free(cli->arena, drop_arena, arena);
    RecordedRun *recorded = arena_new_of(arena, RecordedRun);
    Sv message, file;
    if (!recorded_run_read_until_made(arena, runs_shown_path(arena, run.journal), line->at,
                                      recorded, &message))
        return cli_fail(cli, STATUS_JOURNAL, "%.*s", SV_ARG(message));
    out->seen = seen_new(arena, recorded, cli->registry, line->at, &error);
    if (!out->seen) return cli_usage(cli, "%.*s", SV_ARG(buf_sv(&error)));
    bool there = recorded_file(cli, recorded, seen_file(out->seen), (Sv){0}, &file);
    out->names = *seen_names(out->seen);
    out->binding = seen_binding(out->seen);
    CelOptions options = seen_options();
    options.base_folder = there ? path_folder(path_real(arena, file)) : (Sv){0};
    options.read_file = out->options.read_file;
    SchemaFiles *files = arena_new_of(arena, SchemaFiles);
    *files = (SchemaFiles){line->root, recorded};
    options.files = files;
    out->options = options;
    return 0;
}

// ── both ──

static int check_options(const Cli *cli, const CommandLine *line) {
    if (line->run.at && line->bindings.at)
        return cli_usage(cli, "names come from --bindings or from --run, not from both");
    if (line->at.at && !line->run.at)
        return cli_usage(cli, "--at names a step of a run; give the run too: --run latest");
    if (line->run.at && !line->at.at)
        return cli_usage(cli,
                         "--run needs --at ADDRESS, the step whose answer is meant; `runbook show "
                         "%.*s` draws the run's steps",
                         SV_ARG(line->run));
    return 0;
}

bool eval_session(const Cli *cli, const CommandLine *line, EvalSession *out, int *status) {
    SchemaFiles *files = arena_new_of(cli->arena, SchemaFiles);
    *files = (SchemaFiles){.root = line->root};
    *out =
        (EvalSession){.options = {.strict = line->strict, .read_file = read_here, .files = files}};
    // By the specification unknown names and functions are errors of the evaluation.
    out->names = (CelNames){
        .container = line->container, .strict = line->strict, .allow_unknown = !line->strict};
    BUF_AUTO Buf error = buf_new(4096);
    *status = check_options(cli, line);
    if (*status == 0 && line->run.at) *status = read_run(cli, line, out);
    if (*status == 0 && line->bindings.at && !read_bindings(cli, line->bindings, out, &error))
        *status = cli_usage(cli, "%.*s", SV_ARG(buf_sv(&error)));
    return *status == 0;
}
