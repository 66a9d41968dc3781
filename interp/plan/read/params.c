#include "plan/read/params.h"
#include "base/limits.h"
#include "plan/read/read.h"
#include "yaml/pitfalls.h"
#include "yaml/scalar.h"

size_t params_find(const ParamSet *set, Sv name) {
    size_t i = 0;
    while (i < set->count && !sv_eq_c(name, set->rows[i].name))
        i++;
    return i;
}

// ── texts by kind ──

static const char *seen_in(const Param *param) {
    if (!(param->flags & PARAM_NO_SECRET)) return NULL;
    if (param->kind == PARAM_ARGV)
        return "the process's command line, which every process of the machine can read";
    return "the URL, which logs and proxies keep";
}

static TextRules rules_of(const Param *param, const CelNames *names) {
    bool literal =
        param->kind == PARAM_LITERAL || param->kind == PARAM_CHOICE || param->flags & PARAM_STATED;
    bool url = param->kind == PARAM_URL || param->kind == PARAM_SEND;
    return (TextRules){.key = param->name,
                       .names = names,
                       .wanted = cel_type(CEL_TYPE_DYN),
                       .literal = literal,
                       .no_secret = seen_in(param),
                       .url = url};
}

static bool takes_list(const Param *param) {
    return param->kind == PARAM_ARGV || param->kind == PARAM_TEXTS || param->flags & PARAM_REPEATS;
}

static bool takes_text(ParamKind kind) {
    return kind == PARAM_TEXT || kind == PARAM_SEND || kind == PARAM_URL || kind == PARAM_PATH ||
           kind == PARAM_FILE || kind == PARAM_FOLDER;
}

static bool may_be_null(const Param *param) {
    return param->kind == PARAM_TEXT_MAP || param->flags & PARAM_CONTENT;
}

// In a map of texts a null is left out; elsewhere one leaves out the key.
static bool refuse_null(RunbookLoader *loader, const Param *param, const Node *node) {
    if (!takes_text(param->kind) || !scalar_is_null(loader->arena, node)) return false;
    Diag *diag = diag_add(loader->diags, DIAG_WRONG_VALUE, node->span,
                          "'%s' must be text, found null", param->name);
    diag_hint(loader->diags, diag, "leave the key out, or write '%.*s' for these very characters",
              SV_ARG(node->text));
    return true;
}

static void null_source(const Node *node, ValueSource *out) {
    *out = (ValueSource){.kind = SOURCE_CONSTANT, .span = node->span, .constant = value_null()};
}

// The text of a parameter that is a single text, or of one value of a map.
static bool read_text_param(RunbookLoader *loader, const Param *param, const Node *node,
                            const CelNames *names, ValueSource *out) {
    if (may_be_null(param) && scalar_is_null(loader->arena, node)) {
        null_source(node, out);
        return true;
    }
    if (refuse_null(loader, param, node)) return false;
    TextRules rules = rules_of(param, names);
    rules.text_only = takes_text(param->kind);
    return text_read(loader, node, &rules, out);
}

static bool read_path(RunbookLoader *loader, const Param *param, const Node *node,
                      const CelNames *names, ValueSource *out) {
    ValueSource source;
    if (!read_text_param(loader, param, node, names, &source)) return false;
    // An empty one is refused later, with all that are empty.
    bool written = source.kind == SOURCE_CONSTANT && source.constant.kind == VALUE_STRING;
    if (written && value_text(source.constant).len > 0) {
        Sv absolute;
        if (!file_within_root(loader, node->span, value_text(source.constant), &absolute) ||
            !allow_path(loader, node->span, value_text(source.constant)))
            return false;
        source.constant = value_string(absolute);
    }
    source.path = source.kind == SOURCE_TEMPLATE;
    *out = source;
    return true;
}

// It belongs to the runbook: where its name is written out it is read now, and what was read runs.
static bool read_file(RunbookLoader *loader, const Param *param, const Node *node,
                      const CelNames *names, ValueSource *out) {
    ValueSource source;
    if (!read_text_param(loader, param, node, names, &source)) return false;
    bool written = source.kind == SOURCE_CONSTANT && source.constant.kind == VALUE_STRING;
    if (written && value_text(source.constant).len > 0 &&
        (!allow_path(loader, node->span, value_text(source.constant)) ||
         !file_pin_written(loader, node->span, value_text(source.constant), "statement",
                           &source.constant)))
        return false;
    source.path = source.kind == SOURCE_TEMPLATE;
    *out = source;
    return true;
}

// ── lists and maps ──

static bool is_file_value(const Param *param, const Node *node) {
    return param->flags & PARAM_FILE_VALUES && node->kind == NODE_MAP && node->count == 1 &&
           sv_eq(node->pairs[0].key->text, SV("file"));
}

static bool may_pass(RunbookLoader *loader, const Param *param, const ValueSource *name) {
    bool known = name->kind == SOURCE_CONSTANT && name->constant.kind == VALUE_STRING;
    return !known || !(param->flags & PARAM_VARIABLES) ||
           allow_variable(loader, name->span, value_text(name->constant));
}

static bool read_texts(RunbookLoader *loader, const Param *param, const Node *node,
                       const CelNames *names, ValueSource *out) {
    ValueSource source = {.kind = SOURCE_LIST, .span = node->span, .count = node->count};
    source.items = arena_new_array(loader->arena, ValueSource, node->count + 1);
    bool good = true;
    for (uint32_t i = 0; i < node->count; i++) {
        if (!read_text_param(loader, param, node->items[i], names, &source.items[i])) good = false;
        bool whole = source.items[i].kind == SOURCE_TEMPLATE && source.items[i].template->whole;
        source.items[i].splice = param->kind == PARAM_ARGV && whole;
        good = may_pass(loader, param, &source.items[i]) && good;
    }
    if (!good) return false;
    source_fold(loader, &source);
    *out = source;
    return true;
}

static bool read_map_value(RunbookLoader *loader, const Param *param, const Node *node,
                           const CelNames *names, ValueSource *out) {
    if (node->kind == NODE_LIST && param->flags & PARAM_REPEATS)
        return read_texts(loader, param, node, names, out);
    if (may_be_null(param) && scalar_is_null(loader->arena, node)) {
        null_source(node, out);
        return true;
    }
    if (!is_file_value(param, node)) {
        TextRules rules = rules_of(param, names);
        rules.text_only = !takes_list(param);
        return text_read(loader, node, &rules, out);
    }
    ValueSource source = {.kind = SOURCE_MAP, .span = node->span, .count = 1};
    source.items = arena_new_of(loader->arena, ValueSource);
    source.keys = arena_new_of(loader->arena, Sv);
    source.keys[0] = SV("file");
    if (!read_text_param(loader, param, node->pairs[0].value, names, &source.items[0]))
        return false;
    *out = source;
    return true;
}

typedef bool ReadEntry(RunbookLoader *loader, const Param *param, const Node *node,
                       const CelNames *names, ValueSource *out);

// A map whose entries are all read alike.
static bool read_entries(RunbookLoader *loader, const Param *param, const Node *node,
                         const CelNames *names, ReadEntry *read, ValueSource *out) {
    ValueSource source = {.kind = SOURCE_MAP, .span = node->span, .count = node->count};
    source.items = arena_new_array(loader->arena, ValueSource, node->count + 1);
    source.keys = arena_new_array(loader->arena, Sv, node->count + 1);
    bool good = true;
    for (uint32_t i = 0; i < node->count; i++) {
        source.keys[i] = node->pairs[i].key->text;
        if (!key_is_plain(loader, node->pairs[i].key)) good = false;
        if (param->flags & PARAM_ENVIRONMENT)
            good = allow_setting(loader, node->pairs[i].key->span, source.keys[i]) && good;
        good = read(loader, param, node->pairs[i].value, names, &source.items[i]) && good;
    }
    if (!good) return false;
    source_fold(loader, &source);
    *out = source;
    return true;
}

Sv argv_items(Arena *arena, Sv command) {
    Buf list BUF_AUTO = buf_new(LIMIT_FILE_BYTES);
    Sv rest = sv_trim(command), word;
    while (sv_next_part(&rest, ' ', &word)) {
        if (word.len == 0) continue;
        if (list.len > 0) buf_add_c(&list, ", ");
        bool plain = sv_find_char(SV("[]{},"), word.at[0], 0) == SV_NONE &&
                     sv_starts(word, SV("-")) && word.len > 1;
        Sv item = plain ? word : yaml_scalar(arena, word);
        buf_add(&list, item);
    }
    return buf_keep(&list, arena);
}

static bool read_argv(RunbookLoader *loader, const Param *param, const Node *node,
                      const CelNames *names, ValueSource *out) {
    if (node->broken) return false;
    if (node->kind == NODE_LIST && node->count > 0)
        return read_texts(loader, param, node, names, out);
    bool whole = node->kind == NODE_SCALAR && sv_starts(node->text, SV("${"));
    if (whole || (node->kind == NODE_SCALAR && param->kind == PARAM_TEXTS))
        return read_text_param(loader, param, node, names, out) && may_pass(loader, param, out);
    if (node->kind == NODE_LIST) return read_list(loader, node, param->name); // an empty one
    Diag *diag = refuse_value(loader, node, param->name, "a list of texts");
    if (node->kind != NODE_SCALAR || node_is_nothing(node)) return false;
    Sv items = argv_items(loader->arena, node->text);
    diag_hint(loader->diags, diag, "write the program and each argument as an item: [%.*s]",
              SV_ARG(items));
    return false;
}

// A word that may stand in the place of a map of texts.
static bool is_word_of(const Param *param, const Node *node) {
    for (size_t i = 0; param->choices && node->kind == NODE_SCALAR && param->choices[i]; i++)
        if (param->kind == PARAM_TEXT_MAP && sv_eq_c(node->text, param->choices[i])) return true;
    return false;
}

static bool read_many(RunbookLoader *loader, const Param *param, const Node *node,
                      const CelNames *names, ValueSource *out) {
    if (node->broken) return false;
    if (node->kind == NODE_MAP)
        return read_entries(loader, param, node, names, read_map_value, out);
    bool whole = node->kind == NODE_SCALAR && sv_starts(node->text, SV("${"));
    if (whole || is_word_of(param, node)) return read_text_param(loader, param, node, names, out);
    if (pitfall_node(loader->diags, node)) return false;
    const char *wanted = "a map of names and texts";
    Sv words = param->choices ? sv_format(loader->arena, "%s, or '%s'", wanted, param->choices[0])
                              : sv_from_c(wanted);
    Diag *diag = refuse_value(loader, node, param->name, sv_to_c(loader->arena, words));
    if (param->choices)
        diag_hint(loader->diags, diag, "write: %s: %s", param->name, param->choices[0]);
    return false;
}

// ── records ──

static const Param *short_field(const Param *param) {
    for (size_t i = 0; i < param->field_count; i++)
        if (param->fields[i].flags & PARAM_SHORT) return &param->fields[i];
    return NULL;
}

static bool read_record(RunbookLoader *loader, const Param *param, const Node *node,
                        const CelNames *names, ValueSource *out) {
    if (node->broken) return false;
    if (param->kind == PARAM_RECORDS && scalar_is_null(loader->arena, node)) {
        null_source(node, out);
        return true;
    }
    const Param *brief = short_field(param);
    ParamSet set = {
        .owner = param->name, .rows = param->fields, .count = param->field_count, .names = names};
    set.sources = arena_new_array(loader->arena, ValueSource *, param->field_count + 1);
    if (brief && node->kind != NODE_MAP) {
        ValueSource *source = arena_new_of(loader->arena, ValueSource);
        if (!param_read(loader, brief, node, names, source)) return false;
        set.sources[brief - param->fields] = source;
    } else if (!params_read_map(loader, &set, node)) {
        return false;
    }
    if (!params_check_given(loader, &set, node->span)) return false;
    ValueSource source = {.kind = SOURCE_MAP, .span = node->span};
    source.items = arena_new_array(loader->arena, ValueSource, param->field_count + 1);
    source.keys = arena_new_array(loader->arena, Sv, param->field_count + 1);
    for (size_t i = 0; i < param->field_count; i++) {
        if (!set.sources[i]) continue;
        source.keys[source.count] = sv_from_c(param->fields[i].name);
        source.items[source.count++] = *set.sources[i];
    }
    source_fold(loader, &source);
    *out = source;
    return true;
}

// A record, or a list of them where one name may have several.
static bool read_records_of_name(RunbookLoader *loader, const Param *param, const Node *node,
                                 const CelNames *names, ValueSource *out) {
    if (node->broken) return false;
    if (node->kind != NODE_LIST || !(param->flags & PARAM_REPEATS))
        return read_record(loader, param, node, names, out);
    ValueSource source = {.kind = SOURCE_LIST, .span = node->span, .count = node->count};
    source.items = arena_new_array(loader->arena, ValueSource, node->count + 1);
    bool good = true;
    for (uint32_t i = 0; i < node->count; i++)
        good = read_record(loader, param, node->items[i], names, &source.items[i]) && good;
    if (!good) return false;
    source_fold(loader, &source);
    *out = source;
    return true;
}

// name → record
static bool read_records(RunbookLoader *loader, const Param *param, const Node *node,
                         const CelNames *names, ValueSource *out) {
    if (node->broken) return false;
    if (node->kind != NODE_MAP || node->count == 0) {
        if (!pitfall_node(loader->diags, node)) refuse_value(loader, node, param->name, "a map");
        return false;
    }
    return read_entries(loader, param, node, names, read_records_of_name, out);
}

static bool read_data(RunbookLoader *loader, const Param *param, const Node *node,
                      const CelNames *names, ValueSource *out) {
    TextRules rules = rules_of(param, names);
    return data_read(loader, node, &rules, out);
}

bool param_read(RunbookLoader *loader, const Param *param, const Node *node, const CelNames *names,
                ValueSource *out) {
    switch (param->kind) {
    case PARAM_VERBATIM: return read_verbatim(loader, param, node, out);
    case PARAM_PATH: return read_path(loader, param, node, names, out);
    case PARAM_FILE: return read_file(loader, param, node, names, out);
    case PARAM_ARGV:
    case PARAM_TEXTS: return read_argv(loader, param, node, names, out);
    case PARAM_TEXT_MAP: return read_many(loader, param, node, names, out);
    case PARAM_DATA: return read_data(loader, param, node, names, out);
    case PARAM_RECORD: return read_record(loader, param, node, names, out);
    case PARAM_RECORDS: return read_records(loader, param, node, names, out);
    default: return read_text_param(loader, param, node, names, out);
    }
}
