#include "match/regex.h"
#include "plan/inputs/input_value.h"
#include "plan/read/expr.h"
#include "plan/read/fields.h"
#include "plan/read/read.h"
#include "yaml/scalar.h"

// The literal value of a node: by the input's type if it has one, else by its looks.
static bool read_literal(RunbookLoader *loader, const Node *node, const char *key,
                         const Input *input, bool whole, Value *out) {
    TextRules rules = {.key = key, .literal = true};
    ValueSource source;
    Value value;
    bool as_text = node->kind == NODE_SCALAR && (input->type <= INPUT_PATH || !whole);
    if (as_text && !node_is_nothing(node)) {
        if (node->broken) return false;
        // The characters, whatever they look like.
        if (!text_read(loader, node, &rules, &source)) return false;
        value = source.constant;
    } else {
        if (!data_read(loader, node, &rules, &source)) return false;
        value = source.constant;
    }
    Sv error;
    Input item = *input;
    if (!whole && (input->type == INPUT_LIST || input->type == INPUT_MAP)) item.type = input->items;
    if (input_from_value(loader->arena, &item, value, out, &error)) return true;
    Diag *diag = diag_add(loader->diags, DIAG_WRONG_VALUE, node_place(node), "'%s': %.*s", key,
                          SV_ARG(error));
    if (item.type == INPUT_BOOL && node->kind == NODE_SCALAR)
        hint_bool(loader, diag, node->text, key);
    return false;
}

// Items of a default list or map keep their characters if `items` declares their type.
static bool read_default(RunbookLoader *loader, const Node *node, Input *input) {
    Value value;
    Sv error;
    if (scalar_is_null(loader->arena, node)) {
        Diag *diag = diag_add(loader->diags, DIAG_WRONG_VALUE, node->span, "'default': it is null");
        diag_hint(loader->diags, diag,
                  "leave it out, or write '%.*s' for these very characters; an input that need "
                  "not be given says required: false",
                  SV_ARG(node->text));
        return false;
    }
    if (input->has_items && node->kind == NODE_LIST && input->type == INPUT_LIST) {
        ListBuilder list = list_builder(loader->arena);
        for (uint32_t i = 0; i < node->count; i++) {
            Value item;
            if (!read_literal(loader, node->items[i], "default", input, false, &item)) return false;
            list_add(&list, item);
        }
        value = list_done(&list);
    } else if (!read_literal(loader, node, "default", input, true, &value)) {
        return false;
    }
    ValueSource *source = arena_new_of(loader->arena, ValueSource);
    *source = (ValueSource){.kind = SOURCE_CONSTANT, .span = node->span, .constant = value};
    input->fallback = source;
    if (!input_allows(loader->arena, input, value, &error)) {
        input->fallback = NULL;
        diag_add(loader->diags, DIAG_WRONG_VALUE, first_line(node->span),
                 "the default breaks the input's own rule: %.*s", SV_ARG(error));
        return false;
    }
    return true;
}

static void read_choices(RunbookLoader *loader, const Node *node, Input *input) {
    if (!read_list(loader, node, "choices")) return;
    ListBuilder list = list_builder(loader->arena);
    for (uint32_t i = 0; i < node->count; i++) {
        Value choice;
        if (!read_literal(loader, node->items[i], "choices", input, false, &choice)) return;
        list_add(&list, choice);
    }
    input->choices = list_done(&list);
}

static bool read_bound(RunbookLoader *loader, const Node *node, const char *key, const Input *input,
                       Value *out) {
    int64_t length;
    switch (input->type) {
    case INPUT_INT:
    case INPUT_DOUBLE:
    case INPUT_DURATION:
    case INPUT_TIMESTAMP: return read_literal(loader, node, key, input, true, out);
    case INPUT_BOOL:
        diag_add(loader->diags, DIAG_MISPLACED_KEY, node->span, "'%s' means nothing for a bool",
                 key);
        return false;
    default: break;
    }
    if (!read_int(loader, node, key, 0, INT64_MAX, &length)) return false;
    *out = value_int(length);
    return true;
}

static void read_pattern(RunbookLoader *loader, const Node *node, Input *input) {
    Sv problem;
    size_t at;
    if (!read_word(loader, node, "pattern", &input->pattern)) return;
    if (regex_compile(loader->arena, input->pattern, &problem, &at)) return;
    diag_add(loader->diags, DIAG_WRONG_VALUE, node_span(loader->arena, node, at, at + 1),
             "'pattern' is no regular expression: %.*s", SV_ARG(problem));
    input->pattern = (Sv){0};
}

static void read_type(RunbookLoader *loader, const Node *node, Input *input) {
    const Node *type = node_get(node, SV("type")), *items = node_get(node, SV("items"));
    int choice = INPUT_STRING;
    if (type && read_choice(loader, type, KEY_INPUT, "type", &choice))
        input->type = (InputType)choice;
    if (!items) return;
    if (input->type != INPUT_LIST && input->type != INPUT_MAP) {
        diag_add(loader->diags, DIAG_MISPLACED_KEY, first_line(items->span),
                 "'items' is for a list or a map, and this is a %s", input_type_name(input->type));
        return;
    }
    if (items->kind == NODE_MAP) {
        const Node *of = node_get(items, SV("type"));
        Diag *diag = refuse_value(loader, items, "items", "the name of one type");
        if (of && of->kind == NODE_SCALAR)
            diag_hint(loader->diags, diag, "write: items: %.*s", SV_ARG(of->text));
        return;
    }
    if (!read_choice(loader, items, KEY_INPUT, "items", &choice)) return;
    input->items = (InputType)choice;
    input->has_items = true;
}

static void read_input(RunbookLoader *loader, const NodePair *pair, Input *input) {
    const Node *node = pair->value;
    *input = (Input){.name = pair->key->text,
                     .span = pair->key->span,
                     .type = INPUT_STRING,
                     .items = INPUT_STRING,
                     .choices = value_null(),
                     .required = true};
    if (node->kind == NODE_SCALAR && !node->broken) {
        Diag *diag = refuse_value(loader, node, "an input", "a map of its keys");
        diag_hint(loader->diags, diag, "write:\n%.*s:\n  type: string\n  default: %.*s",
                  SV_ARG(input->name), SV_ARG(node->text));
        return;
    }
    if (!read_keys(loader, node, KEY_INPUT, NULL, NULL)) return;
    read_fields_INPUT(loader, node, input);
    const Node *env = node_get(node, SV("env"));
    if (env && input->env.len > 0) allow_variable(loader, env->span, input->env);
    read_type(loader, node, input);
    for (uint32_t i = 0; i < node->count; i++) {
        const Node *value = node->pairs[i].value;
        Sv key = node->pairs[i].key->text;
        if (sv_eq(key, SV("choices"))) read_choices(loader, value, input);
        if (sv_eq(key, SV("min")))
            input->has_min = read_bound(loader, value, "min", input, &input->min);
        if (sv_eq(key, SV("max")))
            input->has_max = read_bound(loader, value, "max", input, &input->max);
        if (sv_eq(key, SV("pattern"))) read_pattern(loader, value, input);
    }
    const Node *fallback = node_get(node, SV("default"));
    if (fallback) read_default(loader, fallback, input);
}

const Input *runbook_input(const Runbook *runbook, Sv name) {
    for (uint32_t i = 0; i < runbook->input_count; i++)
        if (sv_eq(runbook->inputs[i].name, name)) return &runbook->inputs[i];
    return NULL;
}

void inputs_read(RunbookLoader *loader, const Node *node) {
    if (!read_map(loader, node, "inputs")) return;
    Runbook *runbook = loader->runbook;
    Input *inputs = arena_new_array(loader->arena, Input, runbook->input_count + node->count);
    for (uint32_t i = 0; i < runbook->input_count; i++)
        inputs[i] = runbook->inputs[i];
    uint32_t before = runbook->input_count, count = before;
    for (uint32_t i = 0; i < node->count; i++) {
        const NodePair *pair = &node->pairs[i];
        if (!read_name(loader, pair->key->text, pair->key->span, "an input's name")) continue;
        const Input *first = runbook_input(runbook, pair->key->text);
        if (first) {
            refuse_clash(loader, "input", pair->key, first->span);
            continue;
        }
        read_input(loader, pair, &inputs[count++]);
    }
    runbook->inputs = inputs;
    runbook->input_count = count;
}
