#include "base/limits.h"
#include "plan/keys/synonyms.h"
#include "plan/read/read.h"
#include "plan/steps/step_read.h"

static bool name_is_free(StepBuilder *builder, const Node *key) {
    RunbookLoader *loader = builder->loader;
    if (!read_name(loader, key->text, key->span, "a loop's name")) return false;
    bool result = step_has_result(loader->load->registry, key->text);
    if (scope_reserved(key->text) || result) {
        Diag *diag = diag_add(loader->diags, DIAG_SHADOWED, key->span,
                              "a loop's name cannot be '%.*s': %s", SV_ARG(key->text),
                              result ? "it is a result of a step, which the loop would hide"
                                     : "the name means something else everywhere");
        diag_hint(loader->diags, diag, "call it the_%.*s, say", SV_ARG(key->text));
        return false;
    }
    for (uint32_t i = 0; i < scope_loop_count(&loader->scope); i++) {
        const LoopName *outer = scope_loop_name(&loader->scope, i);
        if (!sv_eq(outer->name, key->text)) continue;
        Diag *diag = diag_add(loader->diags, DIAG_SHADOWED, key->span,
                              "'%.*s' is the name of a loop around this one", SV_ARG(key->text));
        diag->related = outer->span;
        diag->related_message = SV("it is declared here");
        diag_hint(loader->diags, diag, "give it another name");
        return false;
    }
    return true;
}

static bool read_items(StepBuilder *builder, const Node *node, const CelNames *names,
                       ValueSource *out) {
    RunbookLoader *loader = builder->loader;
    if (node->kind == NODE_LIST) {
        TextRules rules = {.key = "for_each", .names = names};
        if (node->count > LIMIT_ITERATIONS) {
            Diag *many = diag_add(
                loader->diags, DIAG_LIMIT, node_place(node),
                "%u items are more than the limit of 10,000 iterations (ITERATIONS)", node->count);
            diag_hint(loader->diags, many, "go over fewer things at once, in several loops");
            return false;
        }
        if (node->count > 0) return data_read(loader, node, &rules, out);
        Diag *diag = diag_add(loader->diags, DIAG_EMPTY_VALUE, node->span,
                              "this list is empty: the loop would never run");
        diag_hint(loader->diags, diag, "name what it goes over");
        return false;
    }
    if (node->kind == NODE_MAP && !node->broken && node->count > 0) {
        refuse_value(loader, node, "for_each", "a list, or an expression that yields one");
        return false;
    }
    Expr *expr = expr_new(loader, node, "for_each", names,
                          cel_type_list(loader->arena, cel_type(CEL_TYPE_DYN)));
    if (!expr) return false;
    *out = (ValueSource){.kind = SOURCE_EXPR, .span = node->span, .expr = expr};
    return true;
}

static CelType item_type(Arena *arena, const ValueSource *list) {
    CelType type = source_type(arena, list);
    return type.kind == CEL_TYPE_LIST && type.node ? type.node->of : cel_type(CEL_TYPE_DYN);
}

static bool expr_observes(const RunbookLoader *loader, const Expr *expr) {
    for (uint32_t i = 0; expr && i < expr->use.name_count; i++) {
        uint32_t index = expr->names.items[expr->use.names[i]].index;
        if (index == SCOPE_STEPS || index == SCOPE_SUBJECT) return true;
        bool loop = index >= SCOPE_LOOP && index < SCOPE_RESULT;
        if (loop && scope_loop_name(&loader->scope, index - SCOPE_LOOP)->observed) return true;
    }
    return false;
}

// A loop over values from the runbook itself shows nothing about the system.
static bool source_observes(const RunbookLoader *loader, const ValueSource *source) {
    if (source->kind == SOURCE_EXPR || source->kind == SOURCE_TEMPLATE)
        return expr_observes(loader, source->expr);
    bool observes = false;
    for (uint32_t i = 0; source->kind >= SOURCE_LIST && i < source->count; i++)
        observes |= source_observes(loader, &source->items[i]);
    return observes;
}

// Another tool's key for a loop, or a list without the name of its items: its items have a name all
// the same, so that what reads them is no second mistake.
static void loop_over_item(StepBuilder *builder, Span span) {
    RunbookLoader *loader = builder->loader;
    Step *step = builder->step;
    LoopName *name = arena_new_of(loader->arena, LoopName);
    *name = (LoopName){.name = SV("item"), .type = cel_type(CEL_TYPE_DYN), .span = span};
    for (uint32_t i = 0; i < scope_loop_count(&loader->scope); i++)
        if (sv_eq(scope_loop_name(&loader->scope, i)->name, name->name)) return;
    step->loops = arena_new_of(loader->arena, Loop);
    step->loops[step->loop_count++] = (Loop){.name = name->name, .span = span, .guessed = true};
    scope_enter_loop(&loader->scope, name, 1);
}

bool loops_guessed(const Step *step) {
    return step->loop_count > 0 && step->loops[0].guessed;
}

static const Node *foreign_loop(const StepBuilder *builder) {
    for (uint32_t i = 0; i < builder->node->count; i++) {
        const Node *key = builder->node->pairs[i].key;
        if (key_row(KEY_STEP, key->text)) continue;
        if (registry_action(builder->loader->load->registry, key->text)) continue;
        const OtherWord *word = synonym_find(KEY_STEP, key->text);
        if (word && word->here && sv_eq_c(SV("for_each"), word->here)) return key;
    }
    return NULL;
}

// Other tools write a template where this is an expression.
static Sv without_template(Sv text) {
    bool whole = sv_starts(text, SV("${")) && sv_find_char(text, '}', 0) == text.len - 1;
    return whole ? sv_trim(sv_slice(text, 2, text.len - 1)) : text;
}

static Sv items_as_written(const Node *node) {
    if (node->kind == NODE_SCALAR) return without_template(sv_trim(node->text));
    Sv text = span_text(node->span);
    bool flow = sv_starts(text, SV("[")) && sv_find_char(text, '\n', 0) == SV_NONE;
    return flow ? text : SV("[…]");
}

void loop_hint(StepBuilder *builder, Diag *diag, const Node *items) {
    bool named = step_builder_get(builder, "id") != NULL;
    Sv list = items_as_written(items);
    diag_hint(builder->loader->diags, diag,
              "name the item, as steps are to call it%s\nfor_each:\n  item: %.*s",
              named ? ":" : "; its step needs an id too:\nid: …", SV_ARG(list));
}

void loops_read(StepBuilder *builder) {
    RunbookLoader *loader = builder->loader;
    Step *step = builder->step;
    const Node *node = step_builder_get(builder, "for_each");
    const Node *foreign = node ? NULL : foreign_loop(builder);
    if (foreign) loop_over_item(builder, foreign->span);
    if (!node || node->broken) return;
    if (node->kind != NODE_MAP) {
        Diag *diag = refuse_value(loader, node, "for_each", "a name and its list");
        loop_hint(builder, diag, node);
        loop_over_item(builder, node->span);
        return;
    }
    if (!read_map(loader, node, "for_each")) return;
    const CelNames *names = scope_names(&loader->scope, (ScopeReader){0});
    step->loops = arena_new_array(loader->arena, Loop, node->count);
    LoopName *loop_names = arena_new_array(loader->arena, LoopName, node->count);
    for (uint32_t i = 0; i < node->count; i++) {
        const NodePair *pair = &node->pairs[i];
        Loop *loop = &step->loops[step->loop_count];
        if (!name_is_free(builder, pair->key)) continue;
        *loop = (Loop){.name = pair->key->text, .span = pair->key->span};
        LoopName *name = &loop_names[step->loop_count++];
        *name = (LoopName){.name = loop->name, .type = cel_type(CEL_TYPE_DYN), .span = loop->span};
        if (!read_items(builder, pair->value, names, &loop->list)) continue;
        name->type = item_type(loader->arena, &loop->list);
        name->secret = source_secret(loader, &loop->list).len > 0;
        name->observed = source_observes(loader, &loop->list);
    }
    if (step->loop_count > 0) scope_enter_loop(&loader->scope, loop_names, step->loop_count);
}
