// Which name may be meant by one that is not known: a field of a name that is known (base of
// inputs), what another tool calls it, one that is spelled like it.
#include "base/ascii.h"
#include "cel/check/checker.h"
#include "words/words.h"

enum { CANDIDATES = 512 };

// ── fields of what is known ──

static bool has_fields(const CelName *name) {
    return !name->unavailable && name->type.kind == CEL_TYPE_RECORD && name->type.node != NULL;
}

// "inputs.base" for base; the one that is spelled most like it unless `exact`. Empty if there is
// none.
static Sv owned_name(const Checker *checker, Sv word, bool exact) {
    Sv *fields = arena_new_array(checker->arena, Sv, CANDIDATES);
    Sv *owners = arena_new_array(checker->arena, Sv, CANDIDATES);
    size_t count = 0;
    for (uint32_t i = 0; i < checker->names->count; i++) {
        const CelName *name = &checker->names->items[i];
        if (!has_fields(name)) continue;
        const CelTypeNode *record = name->type.node;
        for (uint32_t k = 0; k < record->field_count && count < CANDIDATES; k++) {
            CelTypeKind kind = record->fields[k].type.kind;
            // A list is hardly what was meant by one that is spelled like it: tenant, tenants.
            if (!exact && (kind == CEL_TYPE_LIST || kind == CEL_TYPE_MAP)) continue;
            owners[count] = name->name;
            fields[count++] = record->fields[k].name;
        }
    }
    Sv meant = exact ? word : sv_closest(word, fields, count);
    for (size_t i = 0; i < count && meant.len > 0; i++)
        if (sv_eq(fields[i], meant))
            return sv_format(checker->arena, "%.*s.%.*s", SV_ARG(owners[i]), SV_ARG(meant));
    return (Sv){0};
}

Sv cel_owned_name(Arena *arena, const CelNames *names, Sv word) {
    Checker checker = {.arena = arena, .names = names};
    return owned_name(&checker, word, true);
}

// ── words of other tools ──

static bool can_be_read(const Checker *checker, Sv name) {
    uint32_t index = find_name(checker, name, false);
    return index != UINT32_MAX && !checker->names->items[index].unavailable;
}

static Sv other_name(const Checker *checker, Sv word) {
    for (size_t i = 0; i < other_word_count; i++) {
        const OtherWord *row = &other_words[i];
        if (row->sense != WORD_NAME || !row->here || !word_is_of(row, word)) continue;
        if (can_be_read(checker, sv_from_c(row->here))) return sv_from_c(row->here);
    }
    return (Sv){0};
}

// ── names that are spelled like it ──

static Sv closest_name(const Checker *checker, Sv word) {
    Sv *known = arena_new_array(checker->arena, Sv, CANDIDATES);
    size_t count = 0;
    for (uint32_t i = 0; i < checker->local_count && count < CANDIDATES; i++)
        known[count++] = checker->locals[i].name;
    for (uint32_t i = 0; i < checker->names->count && count < CANDIDATES; i++)
        if (!checker->names->items[i].unavailable) known[count++] = checker->names->items[i].name;
    return sv_closest(word, known, count);
}

Sv meant_name(const Checker *checker, Sv word) {
    Sv meant = owned_name(checker, word, true);
    if (meant.len == 0) meant = other_name(checker, word);
    if (meant.len == 0) meant = closest_name(checker, word);
    return meant.len > 0 ? meant : owned_name(checker, word, false);
}

// ── response.status ──

static size_t name_end(Sv text, size_t at) {
    while (at < text.len && ascii_is_word(text.at[at]))
        at++;
    return at;
}

bool refuse_answer(Checker *checker, const CelExpr *expr, Sv name) {
    const OtherWord *row = word_find(WORD_NAME, name);
    if (!row || row->here || expr->kind != CEL_NAME) return false;
    Sv text = checker->program->text;
    Diag *diag = diag_add(checker->diags, DIAG_CEL_UNKNOWN_NAME, expr_span(checker, expr),
                          "the name '%.*s' is not known; what the verb yields stands by itself",
                          SV_ARG(name));
    size_t from = expr->to + 1, to = name_end(text, from);
    bool selects = expr->to < text.len && text.at[expr->to] == '.' && to > from;
    Sv field = selects ? sv_slice(text, from, to) : (Sv){0};
    if (field.len > 0 && !can_be_read(checker, field)) field = other_name(checker, field);
    if (field.len == 0) {
        diag_hint(checker->diags, diag, "%s", row->how);
        return true;
    }
    if (sv_starts(sv_slice(text, to, text.len), SV("()"))) to += 2;
    hint_with(checker, diag, expr->from, (uint32_t)to, "%.*s", SV_ARG(field));
    return true;
}
