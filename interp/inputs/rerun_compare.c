#include "inputs/rerun_compare.h"
#include "base/limits.h"
#include "base/system/file.h"
#include "base/text_list.h"
#include "journal/type_notes.h"
#include "value/json.h"

enum { DIGEST_SHOWN = sizeof "sha256:" - 1 + 8, VALUE_SHOWN = 200 };

typedef struct RerunComparison {
    const Rerun *rerun;
    Arena *arena;
    Diags *diags;
    TextList *accepted;
} RerunComparison;

static void differs(RerunComparison *comparison, Sv line) {
    if (!comparison->rerun->accept_changed) {
        Diag *diag =
            diag_add(comparison->diags, DIAG_AGAIN_CHANGED, (Span){0}, "%.*s", SV_ARG(line));
        if (comparison->diags->errors == 1)
            diag_hint(comparison->diags, diag,
                      "--accept-changed goes on with what is there now, and the journal says so");
        return;
    }
    text_list_add(comparison->arena, comparison->accepted, line);
}

static Sv short_digest(Sv digest) {
    return sv_slice(digest, 0, DIGEST_SHOWN);
}

// A file that has moved is unchanged if its bytes are the same.
static const PlanFile *same_file(const Plan *plan, Value then, bool *used) {
    for (uint32_t i = 0; i < plan->file_count; i++) {
        if (used[i] || !sv_eq(plan->files[i].digest, value_field_text(then, "digest", SV(""))))
            continue;
        used[i] = true;
        return &plan->files[i];
    }
    return NULL;
}

static const PlanFile *same_name(const Plan *plan, Sv path, bool *used) {
    for (uint32_t i = 0; i < plan->file_count; i++) {
        if (used[i] || !sv_eq(path_name(plan->files[i].path), path_name(path))) continue;
        used[i] = true;
        return &plan->files[i];
    }
    return NULL;
}

static void compare_files(RerunComparison *comparison, const Plan *plan) {
    Arena *arena = comparison->arena;
    Sv run = rerun_source(comparison->rerun, arena);
    Value files = value_field(comparison->rerun->recorded->started, "files");
    size_t count = files.kind == VALUE_LIST ? value_count(files) : 0;
    bool *used = arena_new_array(arena, bool, plan->file_count);
    bool *same = arena_new_array(arena, bool, count);
    for (size_t i = 0; i < count; i++)
        same[i] = same_file(plan, value_item(files, i), used) != NULL;
    for (size_t i = 0; i < count; i++) {
        if (same[i]) continue;
        Sv path = value_field_text(value_item(files, i), "path", SV(""));
        Sv digest = short_digest(value_field_text(value_item(files, i), "digest", SV("")));
        const PlanFile *now = same_name(plan, path, used);
        if (now)
            differs(comparison,
                    sv_format(arena, "%.*s is not what it was in %.*s: it was %.*s… and is %.*s…",
                              SV_ARG(now->path), SV_ARG(run), SV_ARG(digest),
                              SV_ARG(short_digest(now->digest))));
        else
            differs(comparison, sv_format(arena, "%.*s was a part of %.*s and is not read any more",
                                          SV_ARG(path), SV_ARG(run)));
    }
    for (uint32_t i = 0; i < plan->file_count; i++)
        if (!used[i])
            differs(comparison, sv_format(arena, "%.*s was no part of %.*s",
                                          SV_ARG(plan->files[i].path), SV_ARG(run)));
}

static Sv shown(Arena *arena, Value value) {
    BUF_AUTO Buf json = buf_new(LIMIT_JSON_BYTES);
    json_write(&json, value, JSON_SPACED);
    return json.len <= VALUE_SHOWN ? buf_keep(&json, arena)
                                   : sv_format(arena, "a value of %zu bytes", json.len);
}

static void compare_input(RerunComparison *comparison, const ResolvedInput *input) {
    Arena *arena = comparison->arena;
    Value then;
    if (input->input->secret ||
        !recorded_run_input(comparison->rerun->recorded, arena, input->input->name, &then))
        return;
    Value now = input->present ? input->value : value_null();
    // A value that the journal does not hold exactly cannot be compared.
    bool lost = value_taint(then) & TYPE_NOTES_LOST;
    if (!lost && then.kind == now.kind && value_equal(then, now)) return;
    Sv run = rerun_source(comparison->rerun, arena);
    differs(comparison, sv_format(arena, "input '%.*s' was %.*s in %.*s and is %.*s (%.*s)",
                                  SV_ARG(input->input->name), SV_ARG(shown(arena, then)),
                                  SV_ARG(run), SV_ARG(shown(arena, now)), SV_ARG(input->from)));
}

void rerun_compare(const Rerun *rerun, const Plan *plan, const ResolvedInput *inputs, Arena *arena,
                   Diags *diags, TextList *accepted) {
    *accepted = (TextList){0};
    RerunComparison comparison = {rerun, arena, diags, accepted};
    compare_files(&comparison, plan);
    for (uint32_t i = 0; i < plan->top->input_count; i++)
        compare_input(&comparison, &inputs[i]);
}

TextList rerun_subject(const Rerun *rerun, Value subject, Arena *arena) {
    TextList lines = {0};
    Value then = value_field(rerun->recorded->started, "subject");
    for (size_t i = 0; subject.kind == VALUE_MAP && i < value_count(subject); i++) {
        Sv name = value_text(value_key(subject, i)), now = value_text(value_at(subject, i));
        Sv before =
            then.kind == VALUE_MAP ? value_field_text(then, sv_to_c(arena, name), SV("")) : SV("");
        if (sv_eq(before, now)) continue;
        text_list_add(arena, &lines,
                      sv_format(arena, "%.*s was '%.*s' in %.*s and is '%.*s' now", SV_ARG(name),
                                SV_ARG(before), SV_ARG(rerun_source(rerun, arena)), SV_ARG(now)));
    }
    return lines;
}
