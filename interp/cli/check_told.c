#include "cli/check_told.h"
#include "report/report.h"
#include "value/json.h"

enum { TEXT_BYTES = 64 * 1024 * 1024 };

static bool is_on_github(const Cli *cli, const CommandLine *line) {
    const char *actions = cli->env->get(cli->env->self, "GITHUB_ACTIONS");
    return !line->no_github && actions && sv_eq_c(SV("true"), actions);
}

bool check_told_begin(CheckTold *told, const Cli *cli, const CommandLine *line, Buf *error) {
    Sv form = line->format.len ? line->format : SV("text");
    *told = (CheckTold){.cli = cli,
                        .json = sv_eq_c(form, "json"),
                        .github = sv_eq_c(form, "github"),
                        .files = buf_new(TEXT_BYTES),
                        .diagnostics = buf_new(TEXT_BYTES)};
    for (size_t i = 0; i < 2; i++)
        told->annotated[i].held = buf_new(TEXT_BYTES);
    told->text = sv_eq_c(form, "text") || told->github;
    if (!told->text && !told->json) {
        buf_addf(error, "--format takes text, json or github, not '%.*s'", SV_ARG(form));
        return false;
    }
    told->github |= told->text && is_on_github(cli, line);
    return true;
}

static Sv shown_text(Arena *arena, const Diag *diag, void (*add)(const Diag *diag, Buf *out)) {
    BUF_AUTO Buf text = buf_new(TEXT_BYTES);
    add(diag, &text);
    return buf_keep(&text, arena);
}

// What has no place in a file, as that it is not there, is told of the file itself.
static void add_place(MapBuilder *map, Span span, Sv file) {
    Place place = span.source ? source_place(span.source, span.offset) : (Place){0};
    map_add_c(map, "path", value_string(span.source ? span.source->path : file));
    map_add_c(map, "line", span.source ? value_int(place.line) : value_null());
    map_add_c(map, "column", span.source ? value_int(place.column) : value_null());
    Place end = span.source ? source_place(span.source, span.offset + span.length) : (Place){0};
    map_add_c(map, "end_line", span.source ? value_int(end.line) : value_null());
    map_add_c(map, "end_column", span.source ? value_int(end.column) : value_null());
}

static void add_json(Buf *out, Value value) {
    buf_add_c(out, out->len ? ",\n    " : "\n    ");
    json_write(out, value, JSON_SPACED);
}

static void tell_json(CheckTold *told, const Diag *diag, bool error) {
    Arena *arena = arena_new((size_t)16 * 1024 * 1024);
    MapBuilder map = map_builder(arena);
    add_place(&map, diag->span, told->path);
    map_add_c(&map, "severity", value_string(error ? SV("error") : SV("warning")));
    map_add_c(&map, "code", value_string(sv_from_c(diag_rows[diag->id].name)));
    map_add_c(&map, "message", value_string(shown_text(arena, diag, diag_add_message)));
    if (diag->hint.len)
        map_add_c(&map, "hint", value_string(shown_text(arena, diag, diag_add_hint)));
    if (diag->related.source) {
        MapBuilder related = map_builder(arena);
        add_place(&related, diag->related, told->path);
        map_add_c(&related, "message", value_string(diag->related_message));
        map_add_c(&map, "related", map_done(&related));
    }
    add_json(&told->diagnostics, map_done(&map));
    arena_free(arena);
}

// GitHub shows no more than ten of each severity: the last one is kept until it is known whether it
// has to stand for more.
static void write_annotation(CheckTold *told, Sv line, bool error) {
    if (told->annotated[error].written + 1 < REPORT_MOST_ANNOTATIONS) {
        told->annotated[error].written++;
        cli_out_commands(told->cli, line);
    } else if (told->annotated[error].held_for++ == 0)
        buf_add(&told->annotated[error].held, line);
}

static void write_held(CheckTold *told, bool error) {
    uint32_t count = told->annotated[error].held_for;
    if (count > 1) {
        BUF_AUTO Buf title = buf_new(200);
        buf_addf(&title, "%u more %s", count, error ? "errors" : "warnings");
        buf_clear(&told->annotated[error].held);
        report_annotation(
            &told->annotated[error].held,
            &(Annotation){.error = error,
                          .title = buf_sv(&title),
                          .text = SV("GitHub shows ten annotations of a kind; the log has all")});
    }
    if (count > 0) cli_out_commands(told->cli, buf_sv(&told->annotated[error].held));
    buf_free(&told->annotated[error].held);
}

static void tell_github(CheckTold *told, const Diag *diag, bool error) {
    Arena *arena = arena_new((size_t)16 * 1024 * 1024);
    BUF_AUTO Buf line = buf_new(TEXT_BYTES);
    Sv hint = shown_text(arena, diag, diag_add_hint);
    Place place =
        diag->span.source ? source_place(diag->span.source, diag->span.offset) : (Place){0};
    report_annotation(
        &line, &(Annotation){.error = error,
                             .path = diag->span.source ? diag->span.source->path : told->path,
                             .line = place.line,
                             .column = place.column,
                             .title = sv_from_c(diag_rows[diag->id].name),
                             .text = sv_format(arena, "%.*s%s%.*s",
                                               SV_ARG(shown_text(arena, diag, diag_add_message)),
                                               hint.len ? "\n" : "", SV_ARG(hint))});
    write_annotation(told, buf_sv(&line), error);
    arena_free(arena);
}

static void tell(void *self, const Diag *diag) {
    CheckTold *told = self;
    bool error = diag_rows[diag->id].severity == SEVERITY_ERROR;
    if (error)
        told->errors++;
    else
        told->warnings++;
    if (told->json) tell_json(told, diag, error);
    if (told->github) tell_github(told, diag, error);
}

void check_told_file(CheckTold *told, Sv path, const Diags *diags, const char *end,
                     uint32_t steps) {
    told->path = path;
    diags_walk(diags, tell, told);
    told->errors += diags->dropped;
    if (!told->json) return;
    Arena *arena = arena_new(64 * 1024);
    MapBuilder map = map_builder(arena);
    map_add_c(&map, "path", value_string(path));
    map_add_c(&map, "is", value_string(sv_from_c(end)));
    map_add_c(&map, "steps", value_int(steps));
    if (diags->dropped) map_add_c(&map, "not_shown", value_int(diags->dropped));
    add_json(&told->files, map_done(&map));
    arena_free(arena);
}

void check_told_end(CheckTold *told) {
    if (told->json) {
        BUF_AUTO Buf out = buf_new((size_t)4 * TEXT_BYTES), safe = buf_new((size_t)8 * TEXT_BYTES);
        buf_addf(&out, "{\n  \"format\": 1,\n  \"errors\": %u,\n  \"warnings\": %u,\n",
                 told->errors, told->warnings);
        buf_addf(&out, "  \"files\": [%.*s\n  ],\n  \"diagnostics\": [%.*s%s]\n}\n",
                 SV_ARG(buf_sv(&told->files)), SV_ARG(buf_sv(&told->diagnostics)),
                 told->diagnostics.len ? "\n  " : "");
        json_add_for_log(&safe, buf_sv(&out));
        cli_out(told->cli, buf_sv(&safe));
    }
    write_held(told, true);
    write_held(told, false);
    buf_free(&told->files);
    buf_free(&told->diagnostics);
}
