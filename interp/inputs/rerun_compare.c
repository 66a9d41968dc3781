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
    bool unseen; // what is judged is not looked at where this differs
} RerunComparison;

static void differs(RerunComparison *comparison, Sv line) {
    if (!comparison->rerun->accept_changed) {
        DiagId id = comparison->rerun->taken_up ? DIAG_RESUME_CHANGED : DIAG_AGAIN_CHANGED;
        Diag *diag = diag_add(comparison->diags, id, (Span){0}, "%.*s", SV_ARG(line));
        if (comparison->diags->errors == 1)
            diag_hint(comparison->diags, diag,
                      "--accept-changed goes on with what is there now, and the journal says so%s",
                      comparison->unseen ? "; what is judged is looked at only then" : "");
        return;
    }
    text_list_add(comparison->arena, comparison->accepted, line);
}

static Sv short_digest(Sv digest) {
    return sv_slice(digest, 0, DIGEST_SHOWN);
}

typedef enum SameBy { SAME_BY_BOTH, SAME_BY_DIGEST, SAME_BY_NAME } SameBy;

// The one that `then` is now, among those that no other is.
static const PlanFile *same(const RerunNow *now, Value then, SameBy by, bool *used) {
    Sv path = value_field_text(then, "path", SV("")),
       digest = value_field_text(then, "digest", SV(""));
    for (uint32_t i = 0; i < now->file_count; i++) {
        const PlanFile *file = &now->files[i];
        bool digests = sv_eq(file->digest, digest);
        bool names = sv_eq(path_name(file->path), path_name(path));
        if (used[i] || (by != SAME_BY_NAME && !digests) || (by != SAME_BY_DIGEST && !names))
            continue;
        used[i] = true;
        return file;
    }
    return NULL;
}

// Its values are compared one by one; waivers cover failures of that run alone.
static bool is_given(Value file) {
    Sv kind = value_field_text(file, "kind", SV(""));
    return sv_eq_c(kind, "inputs") || sv_eq_c(kind, "waivers");
}

static void compare_files(RerunComparison *comparison, const RerunNow *now) {
    Arena *arena = comparison->arena;
    Sv run = rerun_source(comparison->rerun, arena);
    Value files = recorded_run_given(comparison->rerun->recorded, "files");
    size_t count = files.kind == VALUE_LIST ? value_count(files) : 0;
    bool *used = arena_new_array(arena, bool, now->file_count);
    bool *settled = arena_new_array(arena, bool, count);
    for (size_t i = 0; i < count; i++)
        settled[i] =
            is_given(value_item(files, i)) || same(now, value_item(files, i), SAME_BY_BOTH, used);
    // A file that has moved is unchanged if its bytes are the same.
    for (size_t i = 0; i < count; i++)
        settled[i] = settled[i] || same(now, value_item(files, i), SAME_BY_DIGEST, used);
    for (size_t i = 0; i < count; i++) {
        if (settled[i]) continue;
        Sv path = value_field_text(value_item(files, i), "path", SV(""));
        Sv digest = short_digest(value_field_text(value_item(files, i), "digest", SV("")));
        const PlanFile *other = same(now, value_item(files, i), SAME_BY_NAME, used);
        if (other)
            differs(comparison,
                    sv_format(arena, "%.*s is not what it was in %.*s: it was %.*s… and is %.*s…",
                              SV_ARG(other->path), SV_ARG(run), SV_ARG(digest),
                              SV_ARG(short_digest(other->digest))));
        else
            differs(comparison, sv_format(arena, "%.*s was a part of %.*s and is not read any more",
                                          SV_ARG(path), SV_ARG(run)));
    }
    for (uint32_t i = 0; i < now->file_count; i++)
        if (!used[i])
            differs(comparison, sv_format(arena, "%.*s was no part of %.*s",
                                          SV_ARG(now->files[i].path), SV_ARG(run)));
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

bool rerun_compare(const Rerun *rerun, const RerunNow *now, Arena *arena, Diags *diags,
                   TextList *accepted) {
    *accepted = (TextList){0};
    bool judges = rerun->taken_up && now->top->subject_count > 0;
    RerunComparison comparison = {rerun, arena, diags, accepted, judges};
    uint32_t before = diags->errors;
    compare_files(&comparison, now);
    bool same = diags->errors == before;
    comparison.unseen &= !same;
    for (uint32_t i = 0; i < now->top->input_count; i++)
        compare_input(&comparison, &now->inputs[i]);
    return same;
}

TextList rerun_subject(const Rerun *rerun, Value subject, Arena *arena) {
    TextList lines = {0};
    Value then = recorded_run_given(rerun->recorded, "subject");
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
