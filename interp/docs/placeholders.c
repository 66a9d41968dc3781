#include "docs/placeholders.h"

#include "base/limits.h"
#include "base/text_list.h"
#include "cel/ast.h"

// Roots that mean nothing to a reader of the page: what is beneath them has a name of its own.
static bool is_silent_root(Sv name) {
    static const char *const roots[] = {"inputs", "secrets", "vars", "steps"};
    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++)
        if (sv_eq_c(name, roots[i])) return true;
    return false;
}

bool placeholder_name(Buf *out, const CelExpr *expr) {
    if (expr->kind == CEL_NAME) {
        buf_add(out, expr->name);
        return true;
    }
    bool asks = expr->kind == CEL_CALL && sv_eq_c(expr->name, "orValue") && expr->count == 2;
    bool opens = expr->kind == CEL_CALL && sv_eq_c(expr->name, "value") && expr->count == 1;
    if (asks || opens) return placeholder_name(out, expr->args[0]);
    if (expr->kind != CEL_SELECT || expr->flags & CEL_TEST) return false;
    const CelExpr *above = expr->args[0];
    bool silent = above->kind == CEL_NAME && is_silent_root(above->name);
    if (!silent) {
        if (!placeholder_name(out, above)) return false;
        buf_add_char(out, '.');
    }
    buf_add(out, expr->name);
    return true;
}

static void add_folded(Buf *out, Sv text) {
    text = sv_trim(text);
    for (size_t i = 0; i < text.len; i++) {
        bool space = text.at[i] == ' ' || text.at[i] == '\n' || text.at[i] == '\t';
        if (!space)
            buf_add_char(out, text.at[i]);
        else if (out->len && out->at[out->len - 1] != ' ')
            buf_add_char(out, ' ');
    }
}

static Sv written(const CelProgram *program, const CelExpr *expr) {
    return sv_slice(program->text, expr->from, expr->to);
}

// The parts of a choice: texts without quotes, lists as their items.
static void add_part(Buf *out, const CelProgram *program, const CelExpr *expr) {
    size_t before = out->len;
    if (expr->kind == CEL_LITERAL && expr->value->kind == VALUE_STRING) {
        buf_add(out, value_text(*expr->value));
    } else if (expr->kind == CEL_LIST) {
        for (uint32_t i = 0; i < expr->count; i++) {
            if (i) buf_add_char(out, ' ');
            add_part(out, program, expr->args[i]);
        }
    } else if (!placeholder_name(out, expr)) {
        out->len = before;
        add_folded(out, written(program, expr));
    }
}

// volume_seed ? ['--volume-seed'] : [] → "--volume-seed if volume_seed"
static bool add_choice(Buf *out, const CelProgram *program) {
    const CelExpr *root = program->root;
    if (root->kind != CEL_CONDITIONAL) return false;
    BUF_AUTO Buf other = buf_new(LIMIT_TEMPLATE_BYTES);
    add_part(out, program, root->args[1]);
    buf_add_c(out, " if ");
    add_part(out, program, root->args[0]);
    add_part(&other, program, root->args[2]);
    if (other.len) buf_addf(out, ", else %.*s", SV_ARG(buf_sv(&other)));
    return true;
}

Sv placeholder(Arena *arena, const CelProgram *program) {
    BUF_AUTO Buf name = buf_new(LIMIT_TEMPLATE_BYTES);
    buf_add_char(&name, '<');
    bool named = program->root && placeholder_name(&name, program->root);
    if (!named) name.len = 1;
    bool worded = named || (program->root && add_choice(&name, program));
    if (!worded && !placeholder_phrasing(&name, program)) {
        add_folded(&name, program->text);
    }
    buf_add_char(&name, '>');
    return buf_keep(&name, arena);
}

static Sv template_text(Arena *arena, const Template *text) {
    BUF_AUTO Buf out = buf_new(LIMIT_TEMPLATE_BYTES);
    for (uint32_t i = 0; i < text->count; i++) {
        const TemplatePart *part = &text->parts[i];
        buf_add(&out, part->program.root ? placeholder(arena, &part->program) : part->literal);
    }
    return buf_keep(&out, arena);
}

Sv placeholder_text(Arena *arena, const ValueSource *text) {
    if (!text) return (Sv){0};
    if (text->kind == SOURCE_TEMPLATE) return template_text(arena, text->template);
    if (text->kind == SOURCE_EXPR) return placeholder(arena, &text->expr->program);
    Sv shown = {0};
    if (text->kind != SOURCE_CONSTANT || !value_as_text(arena, text->constant, &shown))
        return (Sv){0};
    return shown;
}

// ── values ──

const ValueSource *placeholder_var(const Runbook *runbook, const CelExpr *root) {
    bool var = root && root->kind == CEL_SELECT && root->args[0]->kind == CEL_NAME &&
               sv_eq_c(root->args[0]->name, "vars");
    for (uint32_t i = 0; var && i < runbook->var_count; i++) {
        const Var *row = &runbook->vars[i];
        bool data = row->value.kind == SOURCE_MAP || row->value.kind == SOURCE_LIST ||
                    row->value.kind == SOURCE_CONSTANT;
        if (sv_eq(row->name, root->name)) return data ? &row->value : NULL;
    }
    return NULL;
}

// ${vars.launch_environment}: data from the runbook is better shown than named.
const ValueSource *placeholder_data(const Runbook *runbook, const ValueSource *source) {
    if (source->kind != SOURCE_TEMPLATE || !source->template->whole) return NULL;
    return placeholder_var(runbook, source->template->parts[0].program.root);
}

static bool is_no_text(const CelExpr *expr) {
    switch (expr->type.kind) {
    case CEL_TYPE_BOOL:
    case CEL_TYPE_INT:
    case CEL_TYPE_UINT:
    case CEL_TYPE_DOUBLE:
    case CEL_TYPE_DECIMAL:
    case CEL_TYPE_LIST:
    case CEL_TYPE_MAP: return true;
    default: return false;
    }
}

static void note_bare(const Standing *standing, const ValueSource *source, Sv text) {
    TextList *bare = standing->bare;
    bool whole = source->kind == SOURCE_TEMPLATE && source->template->whole;
    if (!bare || !whole || !is_no_text(source->template->parts[0].program.root)) return;
    text_list_add(standing->arena, bare, text);
}

// Numbers, switches and durations cannot be written as text.
static bool takes_text(ParamKind kind) {
    switch (kind) {
    case PARAM_BOOL:
    case PARAM_INT:
    case PARAM_DURATION:
    case PARAM_CHOICE: return false;
    default: return true;
    }
}

static bool many_texts(ParamKind kind) {
    return kind == PARAM_TEXT_MAP || kind == PARAM_RECORD || kind == PARAM_RECORDS;
}

static const Param *field_of(const Param *param, Sv name) {
    for (size_t i = 0; i < param->field_count; i++)
        if (sv_eq_c(name, param->fields[i].name)) return &param->fields[i];
    return param;
}

static Value map_of(const Standing *standing, const Param *param, const ValueSource *source) {
    Param one = *param; // a name has a record, or a text
    one.kind = param->kind == PARAM_RECORDS ? PARAM_RECORD : PARAM_DATA;
    MapBuilder map = map_builder(standing->arena);
    for (uint32_t i = 0; i < source->count; i++) {
        const Param *field = param->kind == PARAM_RECORD ? field_of(param, source->keys[i]) : &one;
        Value value;
        if (placeholder_value(standing, field, &source->items[i], &value))
            map_add_sv(&map, source->keys[i], value);
    }
    return map_done(&map);
}

static Value list_of(const Standing *standing, const Param *param, const ValueSource *source) {
    ListBuilder list = list_builder(standing->arena);
    for (uint32_t i = 0; i < source->count; i++) {
        Value value;
        if (placeholder_value(standing, param, &source->items[i], &value)) list_add(&list, value);
    }
    return list_done(&list);
}

// The location of the project on this machine means nothing to whoever follows the page.
static Value file_of(const Standing *standing, Value path) {
    Sv text = value_text(path), root = standing->root;
    bool inside =
        root.len && sv_starts(text, root) && text.len > root.len && text.at[root.len] == '/';
    return inside ? value_string(sv_slice(text, root.len + 1, text.len)) : path;
}

// Records without templates are one constant; the files in them are found by their fields.
static Value constant_of(const Standing *standing, const Param *param, Value value) {
    bool records = param->kind == PARAM_RECORDS || param->kind == PARAM_RECORD;
    if (param->kind == PARAM_PATH && value.kind == VALUE_STRING) return file_of(standing, value);
    if (param->kind == PARAM_FILE && value.kind == VALUE_MAP)
        return file_value(standing->arena,
                          value_text(file_of(standing, value_field(value, "path"))),
                          value_text(value_field(value, "text")));
    if (param->kind == PARAM_RECORD && value.kind == VALUE_LIST) {
        ListBuilder list = list_builder(standing->arena);
        for (size_t i = 0; i < value_count(value); i++)
            list_add(&list, constant_of(standing, param, value_item(value, i)));
        return list_done(&list);
    }
    if (!records || value.kind != VALUE_MAP) return value;
    Param one = *param;
    one.kind = PARAM_RECORD;
    MapBuilder map = map_builder(standing->arena);
    for (size_t i = 0; i < value_count(value); i++) {
        Value key = value_key(value, i);
        Sv name = key.kind == VALUE_STRING ? value_text(key) : (Sv){0};
        const Param *field = param->kind == PARAM_RECORD ? field_of(param, name) : &one;
        Value item = value_at(value, i);
        map_add_sv(&map, name, field == param ? item : constant_of(standing, field, item));
    }
    return map_done(&map);
}

bool placeholder_value(const Standing *standing, const Param *param, const ValueSource *source,
                       Value *out) {
    const ValueSource *data = placeholder_data(standing->runbook, source);
    if (data) source = data;
    switch (source->kind) {
    case SOURCE_CONSTANT: *out = constant_of(standing, param, source->constant); return true;
    case SOURCE_LIST: *out = list_of(standing, param, source); return true;
    case SOURCE_MAP: *out = map_of(standing, param, source); return true;
    case SOURCE_TEMPLATE:
    case SOURCE_EXPR: {
        if (!takes_text(param->kind) || many_texts(param->kind)) return false;
        Sv text = placeholder_text(standing->arena, source);
        note_bare(standing, source, text);
        *out = value_string(text);
        return true;
    }
    }
    return false;
}
