// Reads an include: its file, and what its inputs are given.
#include "base/limits.h"
#include "base/text_list.h"
#include "plan/inputs/input_value.h"
#include "plan/read/read.h"
#include "plan/steps/step_read.h"
#include "yaml/scalar.h"

static bool is_open(const RunbookLoader *loader, Sv real) {
    for (; loader; loader = loader->outer)
        if (sv_eq(loader->file->real, real)) return true;
    return false;
}

static void refuse_cycle(RunbookLoader *loader, Span place, Sv real) {
    Buf chain BUF_AUTO = buf_new(LIMIT_EXPRESSION_BYTES);
    Sv names[LIMIT_INCLUDE_DEPTH + 2];
    uint32_t count = 0;
    for (const RunbookLoader *at = loader; at && count <= LIMIT_INCLUDE_DEPTH; at = at->outer) {
        names[count++] = at->file->shown;
        if (sv_eq(at->file->real, real)) break;
    }
    for (uint32_t i = count; i-- > 0;)
        buf_addf(&chain, "%.*s → ", SV_ARG(names[i]));
    buf_add(&chain, names[count - 1]);
    Diag *diag = diag_add(loader->diags, DIAG_CYCLE, place,
                          "runbooks include each other in a circle: %.*s", SV_ARG(buf_sv(&chain)));
    diag_hint(loader->diags, diag, "put what both need into a third runbook");
}

static LoadedFile *open_included(StepBuilder *builder) {
    RunbookLoader *loader = builder->loader;
    Sv path, real, shown;
    if (!read_word(loader, builder->verb, "include", &path)) return NULL;
    Span place = builder->verb->span;
    if (!file_resolve(loader, place, path, &real, &shown)) return NULL;
    if (is_open(loader, real)) {
        refuse_cycle(loader, place, real);
        return NULL;
    }
    if (loader->depth + 1 > LIMIT_INCLUDE_DEPTH) {
        Diag *diag = diag_add(loader->diags, DIAG_LIMIT, place,
                              "included deeper than the limit of %d levels (INCLUDE_DEPTH)",
                              LIMIT_INCLUDE_DEPTH);
        diag_hint(loader->diags, diag, "include it further up");
        return NULL;
    }
    return file_open(loader->load, real, shown, "include", place);
}

// ── inputs ──

static void refuse_input(StepBuilder *builder, const Node *key, const Runbook *included) {
    RunbookLoader *loader = builder->loader;
    TextList words = {0};
    for (uint32_t i = 0; i < included->input_count; i++)
        text_list_add(loader->arena, &words, included->inputs[i].name);
    Sv meant = did_you_mean(loader->arena, key->text, words.items, words.count);
    Diag *diag =
        diag_add(loader->diags, DIAG_UNKNOWN_REFERENCE, key->span, "'%.*s' has no input '%.*s'%.*s",
                 SV_ARG(included->path), SV_ARG(key->text), SV_ARG(meant));
    if (meant.len > 0) return;
    Sv list = join_words(loader->arena, words.items, words.count, " and ");
    diag_hint(loader->diags, diag, words.count > 0 ? "its inputs are %.*s" : "it has no inputs%.*s",
              SV_ARG(list));
}

static bool check_input_type(RunbookLoader *loader, const Input *input, ValueSource *source) {
    Sv error;
    if (source->kind == SOURCE_CONSTANT) {
        Value value;
        if (input_from_value(loader->arena, input, source->constant, &value, &error) &&
            input_allows(loader->arena, input, value, &error)) {
            source->constant = value;
            return true;
        }
        Diag *diag = diag_add(loader->diags, DIAG_WRONG_VALUE, first_line(source->span),
                              "input '%.*s': %.*s", SV_ARG(input->name), SV_ARG(error));
        if (!input_lacks_text(input, source->constant)) return false;
        diag->related = input->span;
        diag->related_message = SV("the input is declared here");
        diag_hint(loader->diags, diag,
                  "give it text, or leave it out; where an empty one is meant, its declaration "
                  "says so: min: 0");
        return false;
    }
    CelType found = source_type(loader->arena, source),
            wanted = input_cel_type(loader->arena, input);
    bool text_typed = found.kind == CEL_TYPE_STRING && wanted.kind != CEL_TYPE_LIST &&
                      wanted.kind != CEL_TYPE_MAP;
    if (text_typed || found.kind == CEL_TYPE_OPTIONAL || cel_type_fits(found, wanted)) return true;
    Sv shown = cel_type_show(loader->arena, found);
    diag_add(loader->diags, DIAG_WRONG_VALUE, first_line(source->span),
             "input '%.*s' must be %s, found a value of type %.*s", SV_ARG(input->name),
             input_type_hint(input->type), SV_ARG(shown));
    return false;
}

// False if it is refused. An optional input may be null; then it is not handed on.
static bool read_null(RunbookLoader *loader, const Node *node, const Input *input,
                      ValueSource *out) {
    if (!input->required && !input->fallback) {
        *out = (ValueSource){.kind = SOURCE_CONSTANT, .span = node->span, .constant = value_null()};
        return true;
    }
    Diag *diag = diag_add(loader->diags, DIAG_WRONG_VALUE, node->span, "input '%.*s': it is null",
                          SV_ARG(input->name));
    diag->related = input->span;
    diag->related_message = SV("the input is declared here");
    diag_hint(loader->diags, diag, "give it %s, or leave it out", input_type_hint(input->type));
    return false;
}

static bool read_given(StepBuilder *builder, const NodePair *pair, const Input *input,
                       ValueSource *out) {
    RunbookLoader *loader = builder->loader;
    if (scalar_is_null(loader->arena, pair->value))
        return read_null(loader, pair->value, input, out);
    TextRules rules = {.key = "inputs", .names = builder->before};
    bool text = pair->value->kind == NODE_SCALAR && input->type <= INPUT_PATH;
    if (text ? !text_read(loader, pair->value, &rules, out)
             : !data_read(loader, pair->value, &rules, out))
        return false;
    Sv secret = source_secret(loader, out);
    if (secret.len > 0 && !input->secret) {
        Diag *diag = diag_add(loader->diags, DIAG_EXPOSED_SECRET, out->span,
                              "the secret '%.*s' would be seen as an input that is not secret",
                              SV_ARG(secret));
        diag->related = input->span;
        diag->related_message = SV("the input is declared here");
        diag_hint(
            loader->diags, diag,
            "declare the input with secret: true, or let the included runbook have the secret itself");
        return false;
    }
    return check_input_type(loader, input, out);
}

static bool is_handed_on(const Runbook *from, const Input *input) {
    const Input *own = runbook_input(from, input->name);
    return own && own->type == input->type;
}

static void check_missing(StepBuilder *builder, const Runbook *included, const Node *given) {
    RunbookLoader *loader = builder->loader;
    for (uint32_t i = 0; i < included->input_count; i++) {
        const Input *input = &included->inputs[i];
        bool there = input->fallback || !input->required || input->env.len > 0 ||
                     (given && node_get(given, input->name)) ||
                     is_handed_on(loader->runbook, input);
        if (there) continue;
        Diag *diag = diag_add(loader->diags, DIAG_MISSING_INPUT, builder->verb->span,
                              "'%.*s' needs the input '%.*s', %s", SV_ARG(included->path),
                              SV_ARG(input->name), input_type_hint(input->type));
        diag->related = input->span;
        diag->related_message = SV("it is declared here");
        diag_hint(loader->diags, diag, "give it beside include:\ninputs:\n  %.*s: …",
                  SV_ARG(input->name));
    }
}

static void read_inputs(StepBuilder *builder, const Node *node, const Runbook *included) {
    RunbookLoader *loader = builder->loader;
    if (!read_map(loader, node, "inputs")) return;
    ValueSource *inputs = arena_new_of(loader->arena, ValueSource);
    *inputs = (ValueSource){.kind = SOURCE_MAP, .span = node->span};
    inputs->items = arena_new_array(loader->arena, ValueSource, node->count);
    inputs->keys = arena_new_array(loader->arena, Sv, node->count);
    for (uint32_t i = 0; i < node->count; i++) {
        const NodePair *pair = &node->pairs[i];
        const Input *input = runbook_input(included, pair->key->text);
        if (!input) {
            refuse_input(builder, pair->key, included);
            continue;
        }
        if (!read_given(builder, pair, input, &inputs->items[inputs->count])) continue;
        inputs->keys[inputs->count++] = pair->key->text;
    }
    builder->step->include_inputs = inputs;
}

void include_read(StepBuilder *builder) {
    Step *step = builder->step;
    LoadedFile *file = open_included(builder);
    if (!file) return;
    step->include = runbook_read(builder->loader->load, file, builder->loader, step);
    if (!step->include) return;
    const Node *inputs = step_builder_get(builder, "inputs");
    if (inputs) read_inputs(builder, inputs, step->include);
    check_missing(builder, step->include, inputs);
}
