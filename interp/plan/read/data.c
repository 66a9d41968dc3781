// Reads trees of untyped leaves, and finds the types of values.
#include "plan/read/expr.h"
#include "plan/read/read.h"
#include "yaml/scalar.h"

static bool refuse_ambiguous(RunbookLoader *loader, const Node *node, const CoreValue *core) {
    Diag *diag = diag_add(loader->diags, DIAG_AMBIGUOUS_NUMBER, node->span,
                          "'%.*s' is text or a number: %s", SV_ARG(node->text), core->why);
    if (core->plainly.len > 0)
        diag_hint(loader->diags, diag, "write '%.*s' for the text, %.*s for the number",
                  SV_ARG(node->text), SV_ARG(core->plainly));
    else
        diag_hint(loader->diags, diag, "write '%.*s' for the text", SV_ARG(node->text));
    return false;
}

static bool core_constant(RunbookLoader *loader, const Node *node, Value *out) {
    CoreValue core = scalar_core(loader->arena, node);
    switch (core.kind) {
    case CORE_NULL: *out = value_null(); return true;
    case CORE_BOOL: *out = value_bool(core.boolean); return true;
    case CORE_INT: *out = value_int(core.integer); return true;
    case CORE_DOUBLE: *out = value_double(core.number); return true;
    case CORE_BIG: return value_decimal(loader->arena, node->text, out);
    case CORE_AMBIGUOUS: return refuse_ambiguous(loader, node, &core);
    case CORE_TEXT: break;
    }
    return false;
}

static bool is_text(RunbookLoader *loader, const Node *node) {
    return scalar_core(loader->arena, node).kind == CORE_TEXT;
}

static bool read_leaf(RunbookLoader *loader, const Node *node, const TextRules *rules,
                      ValueSource *out) {
    if (node_is_nothing(node)) {
        Diag *diag =
            diag_add(loader->diags, DIAG_EMPTY_VALUE, node->span, "a value is missing here");
        diag_hint(loader->diags, diag, "write null, '' or the value");
        return false;
    }
    if (is_text(loader, node)) return text_read(loader, node, rules, out);
    Value constant;
    if (!core_constant(loader, node, &constant)) return false;
    *out = (ValueSource){.kind = SOURCE_CONSTANT, .span = node->span, .constant = constant};
    return true;
}

static void fold_list(RunbookLoader *loader, ValueSource *source) {
    Value *items = arena_new_array(loader->arena, Value, source->count + 1);
    for (uint32_t i = 0; i < source->count; i++) {
        if (source->items[i].kind != SOURCE_CONSTANT) return;
        items[i] = source->items[i].constant;
    }
    *source = (ValueSource){.kind = SOURCE_CONSTANT,
                            .span = source->span,
                            .constant = value_list(loader->arena, items, source->count)};
}

static void fold_map(RunbookLoader *loader, ValueSource *source) {
    MapBuilder builder = map_builder(loader->arena);
    for (uint32_t i = 0; i < source->count; i++) {
        if (source->items[i].kind != SOURCE_CONSTANT) return;
        map_add_sv(&builder, source->keys[i], source->items[i].constant);
    }
    *source = (ValueSource){
        .kind = SOURCE_CONSTANT, .span = source->span, .constant = map_done(&builder)};
}

void source_fold(RunbookLoader *loader, ValueSource *source) {
    if (source->kind == SOURCE_LIST) fold_list(loader, source);
    if (source->kind == SOURCE_MAP) fold_map(loader, source);
}

bool data_read(RunbookLoader *loader, const Node *node, const TextRules *rules, ValueSource *out) {
    if (node->broken) return false;
    if (node->kind == NODE_SCALAR) return read_leaf(loader, node, rules, out);
    bool map = node->kind == NODE_MAP, good = true;
    ValueSource source = {
        .kind = map ? SOURCE_MAP : SOURCE_LIST, .span = node->span, .count = node->count};
    source.items = arena_new_array(loader->arena, ValueSource, node->count + 1);
    if (map) source.keys = arena_new_array(loader->arena, Sv, node->count + 1);
    for (uint32_t i = 0; i < node->count; i++) {
        if (map) source.keys[i] = node->pairs[i].key->text;
        if (map && !key_is_plain(loader, node->pairs[i].key)) good = false;
        good = data_read(loader, map ? node->pairs[i].value : node->items[i], rules,
                         &source.items[i]) &&
               good;
    }
    if (!good) return false;
    source_fold(loader, &source);
    *out = source;
    return true;
}

// ── types ──

static CelType value_static_type(Arena *arena, Value value) {
    switch ((ValueKind)value.kind) {
    case VALUE_NULL: return cel_type(CEL_TYPE_NULL);
    case VALUE_BOOL: return cel_type(CEL_TYPE_BOOL);
    case VALUE_INT: return cel_type(CEL_TYPE_INT);
    case VALUE_DOUBLE: return cel_type(CEL_TYPE_DOUBLE);
    case VALUE_DECIMAL: return cel_type(CEL_TYPE_DECIMAL);
    case VALUE_STRING: return cel_type(CEL_TYPE_STRING);
    case VALUE_DURATION: return cel_type(CEL_TYPE_DURATION);
    case VALUE_TIMESTAMP: return cel_type(CEL_TYPE_TIMESTAMP);
    case VALUE_LIST: break;
    case VALUE_MAP: return cel_type_map(arena, cel_type(CEL_TYPE_STRING), cel_type(CEL_TYPE_DYN));
    default: return cel_type(CEL_TYPE_DYN);
    }
    // If all items have one type, so does the list.
    CelType item = cel_type(CEL_TYPE_DYN);
    for (size_t i = 0; i < value_count(value); i++) {
        CelType type = value_static_type(arena, value_item(value, i));
        bool scalar = type.kind != CEL_TYPE_LIST && type.kind != CEL_TYPE_MAP;
        if (i == 0 && scalar) item = type;
        if (!scalar || type.kind != item.kind) return cel_type_list(arena, cel_type(CEL_TYPE_DYN));
    }
    return cel_type_list(arena, item);
}

CelType source_type(Arena *arena, const ValueSource *source) {
    switch (source->kind) {
    case SOURCE_CONSTANT: return value_static_type(arena, source->constant);
    case SOURCE_EXPR: return source->expr->program.type;
    case SOURCE_TEMPLATE:
        return source->template->whole ? source->template->parts[0].program.type
                                       : cel_type(CEL_TYPE_STRING);
    case SOURCE_LIST: return cel_type_list(arena, cel_type(CEL_TYPE_DYN));
    case SOURCE_MAP: return cel_type_map(arena, cel_type(CEL_TYPE_STRING), cel_type(CEL_TYPE_DYN));
    }
    return cel_type(CEL_TYPE_DYN);
}
