#include "base/file.h"
#include "cel/cel.h"
#include "cli/cli.h"
#include "value/json.h"

#include <unistd.h>

typedef struct Bindings {
    CelName *names;
    Value *values;
    uint32_t count;
} Bindings;

static bool get_binding(void *self, uint32_t index, Value *out, CelFault *fault) {
    (void)fault;
    *out = ((const Bindings *)self)->values[index];
    return true;
}

// FILE is {"name": V}, V in the typed form.
static bool read_bindings(const Cli *cli, Sv path, Bindings *out, Buf *error) {
    Sv text;
    Value json;
    JsonError wrong;
    FileEnd end = file_read(cli->arena, path, LIMIT_FILE_BYTES, &text);
    if (end != FILE_OK)
        return buf_addf(error, "cannot read the bindings '%.*s'", SV_ARG(path)), false;
    if (!json_parse(cli->arena, text, &json, &wrong))
        return buf_addf(error, "%.*s: byte %zu: %s", SV_ARG(path), wrong.offset, wrong.message),
               false;
    if (json.kind != VALUE_MAP)
        return buf_addf(error, "%.*s must be a mapping: {\"name\": {\"int\": \"5\"}}",
                        SV_ARG(path)),
               false;
    uint32_t count = (uint32_t)value_count(json);
    Bindings found = {arena_new_array(cli->arena, CelName, count),
                      arena_new_array(cli->arena, Value, count), count};
    for (uint32_t i = 0; i < count; i++) {
        Sv name = value_text(value_key(json, i));
        found.names[i] =
            (CelName){.name = name, .type = cel_type(CEL_TYPE_DYN), .index = i, .observed = true};
        if (!value_from_typed(cli->arena, value_at(json, i), &found.values[i]))
            return buf_addf(error,
                            "%.*s: '%.*s' is not in the typed form, such as {\"int\": \"5\"}",
                            SV_ARG(path), SV_ARG(name)),
                   false;
    }
    *out = found;
    return true;
}

static bool read_stdin(Arena *arena, Sv *out) {
    BUF_AUTO Buf buf = buf_new(LIMIT_EXPRESSION_BYTES + 1);
    for (;;) {
        char chunk[4096];
        ssize_t got = read(STDIN_FILENO, chunk, sizeof chunk);
        if (got < 0) return false;
        if (got == 0) break;
        if (!buf_add(&buf, (Sv){chunk, (size_t)got})) break;
    }
    *out = sv_trim(buf_keep(&buf, arena));
    return true;
}

static void show_fault(const Cli *cli, const CelFault *fault) {
    Diags diags = diags_new(cli->arena);
    Diag *diag = diag_add(&diags, DIAG_EVALUATION, fault->span, "%.*s", SV_ARG(fault->message));
    if (fault->mend.len) diag_mend(&diags, diag, "%.*s", SV_ARG(fault->mend));
    cli_diagnose(cli, &diags);
}

// A schema that the expression names: beneath the project's root, seen from here.
static bool read_here(void *self, Sv path, Arena *arena, Sv *out, Sv *error) {
    (void)self;
    Sv real = path_real(arena, path), here = path_real(arena, SV("."));
    if (real.len == 0 || !path_beneath(arena, path_project_root(arena, here), real)) {
        *error = SV("there is no such file beneath the project's root");
        return false;
    }
    if (file_read(arena, real, LIMIT_SCHEMA_BYTES, out) == FILE_OK) return true;
    *error = SV("it cannot be read");
    return false;
}

int cmd_EVAL(const Cli *cli, const CommandLine *line) {
    Sv form = line->output.at ? line->output : SV("json");
    bool typed = sv_eq(form, SV("typed"));
    if (!typed && !sv_eq(form, SV("json")))
        return cli_usage(cli, "--output takes json or typed, not '%.*s'", SV_ARG(form));
    Sv text = line->operands.items[0];
    if (sv_eq(text, SV("-")) && !read_stdin(cli->arena, &text))
        return cli_usage(cli, "standard input cannot be read");
    Bindings bindings = {0};
    BUF_AUTO Buf error = buf_new(4096);
    if (line->bindings.at && !read_bindings(cli, line->bindings, &bindings, &error))
        return cli_usage(cli, "%.*s", SV_ARG(buf_sv(&error)));

    Diags diags = diags_new(cli->arena);
    CelProgram program;
    CelOptions options = {.strict = line->strict, .read_file = read_here};
    // By the specification a name or function that does not exist is an error of the evaluation.
    CelNames names = {.items = bindings.names,
                      .count = bindings.count,
                      .container = line->container,
                      .strict = line->strict,
                      .allow_unknown = !line->strict,
                      .options = &options};
    if (!cel_parse(cli->arena, text, (SpanMap){0}, &diags, &program) ||
        !cel_check(cli->arena, &program, &names, cel_type(CEL_TYPE_DYN), &diags, NULL)) {
        cli_diagnose(cli, &diags);
        return STATUS_RUNBOOK;
    }
    Value value;
    CelFault fault = {0};
    CelBinding binding = {&bindings, get_binding};
    if (!cel_eval(cli->arena, &program, &binding, &options, &value, &fault)) {
        show_fault(cli, &fault);
        return STATUS_NO_GO;
    }
    BUF_AUTO Buf out = buf_new(LIMIT_JSON_BYTES);
    if (typed) value = value_to_typed(cli->arena, value);
    json_write(&out, value, JSON_SPACED);
    buf_add_char(&out, '\n');
    cli_write(STDOUT_FILENO, buf_sv(&out));
    return 0;
}
