// Checks parameters before anything runs: which ones are there, and whether what is known of them
// is valid.
#include "base/text_list.h"
#include "plan/read/known_param.h"
#include "plan/read/params.h"
#include "plan/read/read.h"
#include "words/words.h"

static bool is_only_beside(const Param *row) {
    return row->flags & PARAM_BESIDE && !(row->flags & PARAM_EITHER);
}

// What another tool calls a parameter that this one has.
static const OtherWord *other_name(const ParamSet *set, Sv word) {
    for (size_t i = 0; i < other_word_count; i++) {
        const OtherWord *row = &other_words[i];
        if (row->sense != WORD_PARAM || !word_is_of(row, word)) continue;
        size_t index = params_find(set, sv_from_c(row->here));
        if (index < set->count && !is_only_beside(&set->rows[index])) return row;
    }
    return NULL;
}

// What other tools write within the verb and stands beside it here; NULL = it is none.
static const OtherWord *other_beside(Sv word) {
    const OtherWord *said = word_find(WORD_PARAM, word);
    if (said && !said->here) return said;
    const OtherWord *step = word_find(WORD_STEP, word);
    return step && step->here && key_row(KEY_STEP, sv_from_c(step->here)) ? step : NULL;
}

static void refuse_unknown(RunbookLoader *loader, const ParamSet *set, const Node *key) {
    const OtherWord *other = other_name(set, key->text);
    if (other) {
        Diag *diag = diag_add(loader->diags, DIAG_UNKNOWN_KEY, key->span,
                              "'%s' has no parameter '%.*s'; here it is called '%s'", set->owner,
                              SV_ARG(key->text), other->here);
        if (other->how) diag_hint(loader->diags, diag, "%s", other->how);
        return;
    }
    TextList known = {0};
    for (size_t i = 0; i < set->count; i++)
        if (!is_only_beside(&set->rows[i]))
            text_list_add(loader->arena, &known, sv_from_c(set->rows[i].name));
    Sv meant = did_you_mean(loader->arena, key->text, known.items, known.count);
    Diag *diag =
        diag_add(loader->diags, DIAG_UNKNOWN_KEY, key->span, "'%s' has no parameter '%.*s'%.*s",
                 set->owner, SV_ARG(key->text), SV_ARG(meant));
    if (meant.len > 0) return;
    bool modifier = key_row(KEY_STEP, key->text) != NULL;
    size_t beside = params_find(set, key->text);
    if (modifier || beside < set->count) {
        diag_hint(loader->diags, diag, "'%.*s' stands beside '%s', not within it",
                  SV_ARG(key->text), set->owner);
        return;
    }
    const OtherWord *elsewhere = other_beside(key->text);
    if (elsewhere && !elsewhere->here) {
        diag_hint(loader->diags, diag, "%s", elsewhere->how);
        return;
    }
    if (elsewhere) {
        diag_hint(loader->diags, diag, "here it is called '%s', and stands beside '%s'",
                  elsewhere->here, set->owner);
        return;
    }
    Sv list = join_words(loader->arena, known.items, known.count, " and ");
    diag_hint(loader->diags, diag, "its parameters are %.*s", SV_ARG(list));
}

// A map where a text must stand, and the parameter that takes one in its stead.
static bool refuse_data(RunbookLoader *loader, const ParamSet *set, const Param *row,
                        const Node *node) {
    bool data = (node->kind == NODE_MAP || node->kind == NODE_LIST) && !node->broken;
    if (!data || row->kind != PARAM_TEXT || !(row->flags & PARAM_EXCLUSIVE)) return false;
    for (size_t i = 0; i < set->count; i++) {
        const Param *other = &set->rows[i];
        if (other->kind != PARAM_DATA || !(other->flags & PARAM_EXCLUSIVE)) continue;
        Diag *diag = refuse_value(loader, node, row->name, "text");
        diag_hint(loader->diags, diag, "for such a value write '%s:' instead of '%s:'", other->name,
                  row->name);
        return true;
    }
    return false;
}

bool params_read_map(RunbookLoader *loader, ParamSet *set, const Node *map) {
    if (map->broken) return false;
    if (map->kind != NODE_MAP || map->count == 0) {
        refuse_value(loader, map, set->owner, "a map of its parameters");
        return false;
    }
    bool good = true;
    for (uint32_t i = 0; i < map->count; i++) {
        const NodePair *pair = &map->pairs[i];
        size_t index = params_find(set, pair->key->text);
        if (index == set->count || is_only_beside(&set->rows[index])) {
            refuse_unknown(loader, set, pair->key);
            good = false;
            continue;
        }
        ValueSource *source = arena_new_of(loader->arena, ValueSource);
        if (refuse_data(loader, set, &set->rows[index], pair->value))
            good = false;
        else if (param_read(loader, &set->rows[index], pair->value, set->names, source))
            set->sources[index] = source;
        else
            good = false;
    }
    return good;
}

bool params_check_given(RunbookLoader *loader, const ParamSet *set, Span place) {
    const ValueSource *first = NULL;
    const char *first_name = NULL;
    bool good = true;
    for (size_t i = 0; i < set->count; i++) {
        const Param *row = &set->rows[i];
        const ValueSource *source = set->sources[i];
        if (!source && row->flags & PARAM_REQUIRED) {
            Diag *diag = diag_add(loader->diags, DIAG_MISSING_KEY, first_line(place),
                                  "'%s' needs the parameter '%s'", set->owner, row->name);
            diag_hint(loader->diags, diag, "add %s: …\n%s", row->name, row->doc);
            good = false;
        }
        if (!source || !(row->flags & PARAM_EXCLUSIVE)) continue;
        if (first) {
            Diag *diag = diag_add(loader->diags, DIAG_MISPLACED_KEY, first_line(source->span),
                                  "'%s' cannot stand beside '%s'", row->name, first_name);
            diag->related = first_line(first->span);
            diag->related_message = sv_format(loader->arena, "'%s' is given here", first_name);
            diag_hint(loader->diags, diag, "keep one of the two");
            good = false;
        } else {
            first = source;
            first_name = row->name;
        }
    }
    return good;
}

bool params_open(const ParamSet *set) {
    for (size_t i = 0; i < set->count; i++)
        if (set->sources[i] && set->rows[i].kind == PARAM_DATA &&
            set->sources[i]->kind == SOURCE_TEMPLATE)
            return true;
    return false;
}

// The part of a source that a path such as "X-Id" or "[2].name" leads to.
static const ValueSource *follow(const ValueSource *source, Sv path) {
    for (;;) {
        if (sv_starts(path, SV("."))) path = sv_slice(path, 1, path.len);
        if (path.len == 0 || (source->kind != SOURCE_MAP && source->kind != SOURCE_LIST))
            return source;
        const ValueSource *next = NULL;
        size_t taken = 0;
        for (uint32_t i = 0; i < source->count && source->kind == SOURCE_MAP; i++)
            if (sv_starts(path, source->keys[i]) && source->keys[i].len > taken) {
                next = &source->items[i];
                taken = source->keys[i].len;
            }
        if (source->kind == SOURCE_LIST && path.at[0] == '[') {
            size_t close = sv_find_char(path, ']', 0);
            uint32_t index = 0;
            for (size_t i = 1; i < close && close != SV_NONE; i++)
                index = index * 10 + (uint32_t)(path.at[i] - '0');
            if (close != SV_NONE && index < source->count) {
                next = &source->items[index];
                taken = close + 1;
            }
        }
        if (!next) return source;
        source = next;
        path = sv_slice(path, taken, path.len);
    }
}

bool params_decode_known(RunbookLoader *loader, const ParamSet *set, void *out) {
    Arena *scratch = loader->load->scratch;
    Value *values = arena_new_array(scratch, Value, set->count + 1);
    bool *given = arena_new_array(scratch, bool, set->count + 1);
    for (size_t i = 0; i < set->count; i++)
        given[i] = set->sources[i] &&
                   known_value(loader->arena, &set->rows[i], set->sources[i], &values[i]);
    DecodeError error = {0};
    if (params_decode(scratch, set->rows, set->count, values, given, true, out, &error))
        return true;
    const ValueSource *source = set->sources[error.param];
    Span span = source ? follow(source, error.path)->span : (Span){0};
    Diag *diag =
        diag_add(loader->diags, DIAG_WRONG_VALUE, first_line(span), "%.*s", SV_ARG(error.message));
    diag->hint = sv_copy(loader->arena, error.hint);
    return false;
}

void params_refuse(RunbookLoader *loader, const ParamSet *set, int index, Span place, Sv error,
                   Sv hint) {
    const ValueSource *source =
        index >= 0 && (size_t)index < set->count ? set->sources[index] : NULL;
    Diag *diag = diag_add(loader->diags, DIAG_BAD_PARAMETER,
                          first_line(source ? source->span : place), "%.*s", SV_ARG(error));
    diag->hint = sv_copy(loader->arena, hint);
}
