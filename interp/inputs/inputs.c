#include "inputs/inputs.h"
#include "base/limits.h"
#include "base/system/file.h"
#include "inputs/asked_inputs.h"
#include "inputs/node_value.h"
#include "plan/inputs/input_value.h"
#include "plan/read/secret_parts.h"
#include "yaml/node.h"
#include "yaml/scalar.h"

// One --inputs file: a map of names to values.
typedef struct Profile {
    Sv path;
    const Node *map;
} Profile;

static const Input *input_named(const Runbook *runbook, Sv name) {
    for (uint32_t i = 0; i < runbook->input_count; i++)
        if (sv_eq(runbook->inputs[i].name, name)) return &runbook->inputs[i];
    return NULL;
}

static void refuse_unknown(const Runbook *runbook, Span span, Sv name, Sv from, Arena *arena,
                           Diags *diags) {
    Sv *names = arena_new_array(arena, Sv, runbook->input_count);
    for (uint32_t i = 0; i < runbook->input_count; i++)
        names[i] = runbook->inputs[i].name;
    Sv meant = sv_closest(name, names, runbook->input_count);
    Diag *diag =
        diag_add(diags, DIAG_INPUT_UNKNOWN, span, "%.*s: %.*s has no input '%.*s'%s%.*s%s",
                 SV_ARG(from), SV_ARG(runbook->path), SV_ARG(name),
                 meant.len ? "; did you mean '" : "", SV_ARG(meant), meant.len ? "'?" : "");
    if (meant.len == 0 && runbook->input_count == 0) diag_hint(diags, diag, "it takes no inputs");
}

static const char *file_problem(FileStatus status) {
    switch (status) {
    case FILE_MISSING: return "there is no such file";
    case FILE_IS_FOLDER: return "it is a folder";
    case FILE_TOO_LARGE: return "it is over the limit of 4 MiB (FILE_BYTES)";
    case FILE_DENIED: return "it may not be read";
    case FILE_NOT_REGULAR:
        return "it is no regular file (a pipe or device cannot be read again: write it into a file first)";
    default: return "it cannot be read";
    }
}

static bool read_profile(const Plan *plan, Profiles *profiles, Sv path, Arena *arena, Diags *diags,
                         Profile *out) {
    Sv text;
    FileStatus status = profile_text(profiles, path, arena, &text);
    if (status != FILE_OK) {
        diag_add(diags, DIAG_FILE_UNREADABLE, (Span){0}, "--inputs %.*s: %s", SV_ARG(path),
                 file_problem(status));
        return false;
    }
    Source *source = source_new(arena, path, text);
    const Node *node = yaml_read(arena, source, diags);
    secret_parts_of_inputs(arena, source, node, plan->top);
    if (!node) return false;
    if (node->kind != NODE_MAP) {
        diag_add(diags, DIAG_INPUT_WRONG, node->span,
                 "a file of inputs is a map of names to values, not %s", node_kind_name(node));
        return false;
    }
    *out = (Profile){path, node};
    profile_digest(profiles, path, plan->top, node);
    for (uint32_t i = 0; i < node->count; i++) {
        const Node *key = node->pairs[i].key;
        if (!input_named(plan->top, key->text))
            refuse_unknown(plan->top, key->span, key->text, path, arena, diags);
    }
    return true;
}

// ── one input ──

static bool fits(Arena *arena, const Input *input, Value *value, Sv *error) {
    return input_allows(arena, input, *value, error);
}

static void refuse_value(const Input *input, Value value, Span span, Sv from, Sv error,
                         Diags *diags) {
    Diag *diag = diag_add(diags, DIAG_INPUT_WRONG, span, "input '%.*s' (%.*s): %.*s",
                          SV_ARG(input->name), SV_ARG(from), SV_ARG(error));
    if (!input_lacks_text(input, value)) return;
    diag_hint(diags, diag,
              !input->required && !input->fallback
                  ? "give it text, or leave it out; where an empty one is meant, its declaration "
                    "says so: min: 0"
              : input->fallback
                  ? "give it text, or leave it out for its default; where an empty one "
                    "is meant, its declaration says so: min: 0"
                  : "give it text; where an empty one is meant, its declaration says "
                    "so: min: 0");
}

static bool take_text(const Input *input, Sv text, Sv from, Arena *arena, Diags *diags,
                      ResolvedInput *out) {
    Sv error;
    out->from = from;
    if (input_from_text(arena, input, text, &out->value, &error) &&
        fits(arena, input, &out->value, &error)) {
        out->present = true;
        return true;
    }
    refuse_value(input, out->value, input->span, from, error, diags);
    return false;
}

// How other programs write an unknown value.
static bool take_null(const Input *input, const Node *node, Sv from, Diags *diags) {
    if (!input->required && !input->fallback) return true;
    Diag *diag = diag_add(diags, DIAG_INPUT_WRONG, node->span, "input '%.*s' (%.*s): it is null",
                          SV_ARG(input->name), SV_ARG(from));
    diag_hint(diags, diag, "give it %s%s%s", input_type_hint(input->type),
              input->fallback ? ", or leave it out for its default" : "",
              input->type == INPUT_STRING ? "; a text that reads so stands in quotes" : "");
    return false;
}

static bool take_node(const Input *input, const Node *node, Sv from, Arena *arena, Diags *diags,
                      ResolvedInput *out) {
    Sv error;
    const Node *at = node;
    Value value = value_null();
    if (scalar_is_null(arena, node)) return take_null(input, node, from, diags);
    out->from = from;
    // A scalar keeps its characters, since the declared type says how to read them.
    bool read = node->kind == NODE_SCALAR && input->type != INPUT_LIST && input->type != INPUT_MAP
                    ? input_from_text(arena, input, node->text, &out->value, &error)
                    : node_value(arena, node, &value, &at, &error) &&
                          input_from_value(arena, input, value, &out->value, &error);
    if (read && fits(arena, input, &out->value, &error)) {
        out->present = true;
        return true;
    }
    refuse_value(input, out->value, at->span, from, error, diags);
    return false;
}

static bool refuse_lost(const Input *input, Sv why, Diags *diags) {
    Diag *diag = diag_add(diags, DIAG_AGAIN_INPUT, input->span,
                          "input '%.*s' cannot be taken from the earlier run: %.*s",
                          SV_ARG(input->name), SV_ARG(why));
    diag_hint(diags, diag, "give it %s: --input %.*s=…", input_type_hint(input->type),
              SV_ARG(input->name));
    return false;
}

// The value from the earlier run. *done if that settles it.
static bool take_rerun(const Input *input, const InputSources *sources, Arena *arena, Diags *diags,
                       ResolvedInput *out, bool *done) {
    Value before;
    Sv why, error;
    *done = false;
    if (!sources->rerun || input->secret) return true;
    RerunStatus status = rerun_input(sources->rerun, arena, input->name, &before, &why);
    if (status == RERUN_UNKNOWN || (status == RERUN_ABSENT && input->required)) return true;
    *done = true;
    if (status == RERUN_LOST) return refuse_lost(input, why, diags);
    if (status == RERUN_ABSENT) return true;
    out->from = rerun_source(sources->rerun, arena);
    out->present = input_from_value(arena, input, before, &out->value, &error) &&
                   fits(arena, input, &out->value, &error);
    if (!out->present) refuse_value(input, out->value, input->span, out->from, error, diags);
    return out->present;
}

static const Node *profile_value(const Profile *profiles, uint32_t count, Sv name, Sv *from) {
    for (uint32_t i = count; i > 0; i--) {
        const Node *node = profiles[i - 1].map ? node_get(profiles[i - 1].map, name) : NULL;
        if (!node) continue;
        *from = profiles[i - 1].path;
        return node;
    }
    return NULL;
}

static void refuse_missing(const Input *input, Diags *diags) {
    Diag *diag = diag_add(diags, DIAG_INPUT_MISSING, input->span, "input '%.*s' has no value",
                          SV_ARG(input->name));
    const char *hint = input_type_hint(input->type);
    if (input->env.len > 0)
        diag_hint(diags, diag, "give it %s: --input %.*s=…, or set %.*s", hint, SV_ARG(input->name),
                  SV_ARG(input->env));
    else
        diag_hint(diags, diag, "give it %s: --input %.*s=…", hint, SV_ARG(input->name));
}

static bool resolve_one(const Input *input, const InputSources *sources, const Profile *profiles,
                        Arena *arena, Diags *diags, ResolvedInput *out) {
    *out = (ResolvedInput){.input = input, .value = value_null(), .from = SV("")};
    for (uint32_t i = sources->input_count; i > 0; i--)
        if (sv_eq(sources->inputs[i - 1].name, input->name))
            return take_text(input, sources->inputs[i - 1].text, SV("--input"), arena, diags, out);
    Sv from;
    const Node *node = profile_value(profiles, sources->file_count, input->name, &from);
    if (node) return take_node(input, node, from, arena, diags, out);
    bool done;
    bool well = take_rerun(input, sources, arena, diags, out, &done);
    if (done || !well) return well;
    const char *variable = input->env.len > 0 ? sv_to_c(arena, input->env) : NULL;
    const char *found = variable ? sources->env->get(sources->env->self, variable) : NULL;
    if (found && *found)
        return take_text(input, sv_copy(arena, sv_from_c(found)), input->env, arena, diags, out);
    if (input->fallback) {
        out->present = true;
        out->value = input->fallback->constant;
        out->from = SV("default");
        return true;
    }
    if (!input->required) return true;
    const NamedText *asked = asked_input(sources->asked, input->name);
    if (asked) return take_text(input, asked->text, SV("the terminal"), arena, diags, out);
    refuse_missing(input, diags);
    return false;
}

bool inputs_resolve(const Plan *plan, const InputSources *sources, Arena *arena, Diags *diags,
                    ResolvedInput *out) {
    uint32_t before = diags->errors;
    Profile *profiles = arena_new_array(arena, Profile, sources->file_count);
    for (uint32_t i = 0; i < sources->file_count; i++)
        read_profile(plan, sources->profiles, sources->files[i], diags->arena, diags,
                     &profiles[i]); // which shows them
    for (uint32_t i = 0; i < sources->input_count; i++)
        if (!input_named(plan->top, sources->inputs[i].name))
            refuse_unknown(plan->top, (Span){0}, sources->inputs[i].name, SV("--input"), arena,
                           diags);
    for (uint32_t i = 0; i < plan->top->input_count; i++)
        resolve_one(&plan->top->inputs[i], sources, profiles, arena, diags, &out[i]);
    return diags->errors == before;
}
