#include "cli/eval/eval_words.h"
#include "base/ascii.h"
#include "base/text_list.h"
#include "cel/function.h"

#include <string.h>

// The text typed so far: "json.sessions[0].us" is the member "us" of "json.sessions[0]".
typedef struct Typed {
    Sv of;   // empty = a plain name
    Sv word; // its beginning
} Typed;

// The offset at which the bracket begins that ends just before `at`; `at` itself if it has no
// beginning.
static size_t over_brackets(Sv text, size_t at) {
    size_t depth = 0;
    for (size_t i = at; i > 0; i--) {
        char c = text.at[i - 1];
        if (c == ']' || c == ')') depth++;
        if ((c == '[' || c == '(') && depth > 0 && --depth == 0) return i - 1;
    }
    return at;
}

// The offset at which the text literal begins that ends just before `at`; `at` itself if none does.
static size_t over_quotes(Sv text, size_t at) {
    char quote = at > 0 ? text.at[at - 1] : '\0';
    if (quote != '\'' && quote != '"') return at;
    for (size_t i = at - 1; i > 0; i--)
        if (text.at[i - 1] == quote && (i < 2 || text.at[i - 2] != '\\')) return i - 1;
    return at;
}

static Typed typed_in(Sv text) {
    size_t word = text.len;
    while (word > 0 && ascii_is_word(text.at[word - 1]))
        word--;
    Typed typed = {.word = sv_slice(text, word, text.len)};
    size_t dot = word > 0 && text.at[word - 1] == '?' ? word - 1 : word;
    if (dot == 0 || text.at[dot - 1] != '.') return typed;
    size_t from = dot - 1;
    while (from > 0) {
        char c = text.at[from - 1];
        size_t before = c == ']' || c == ')' ? over_brackets(text, from) : over_quotes(text, from);
        if (before < from)
            from = before;
        else if (ascii_is_word(c) || c == '.' || c == '?')
            from--;
        else
            break;
    }
    typed.of = sv_slice(text, from, dot - 1);
    return typed;
}

static void offer(LineWords *out, Arena *arena, Sv word, Sv beginning) {
    if (!sv_starts(word, beginning)) return;
    text_list_add_once(arena, &out->list, word);
}

static Sv as_call(Arena *arena, Sv name) {
    return sv_format(arena, "%.*s(", SV_ARG(name));
}

// A method that takes nothing more is written whole.
static Sv as_method(Arena *arena, const CelFunction *row, Sv signature) {
    bool alone = sv_find(signature, SV(".()"), 0) != SV_NONE;
    return sv_format(arena, "%s(%s", row->name, alone ? ")" : "");
}

// ── names of their own ──

static bool is_method(Sv signature, Sv *receiver) {
    size_t dot = sv_find(signature, SV(".("), 0);
    if (dot == SV_NONE) return false;
    *receiver = sv_slice(signature, 0, dot);
    return true;
}

static bool stands_alone(const CelFunction *row) {
    Sv receiver;
    for (uint32_t i = 0; i < row->overload_count; i++)
        if (!is_method(sv_from_c(row->overloads[i].signature), &receiver)) return true;
    return false;
}

static bool plain_word(Sv word) {
    for (size_t i = 0; i < word.len; i++)
        if (!ascii_is_word(word.at[i]) && word.at[i] != '.') return false;
    return word.len > 0 && !ascii_is_digit(word.at[0]);
}

static void offer_names(const EvalSession *session, Sv beginning, Arena *arena, LineWords *out) {
    for (uint32_t i = 0; i < session->names.count; i++)
        offer(out, arena, session->names.items[i].name, beginning);
    for (uint32_t f = 0; f < cel_family_count; f++)
        for (uint32_t i = 0; i < cel_families[f]->count; i++) {
            const CelFunction *row = &cel_families[f]->rows[i];
            Sv name = sv_from_c(row->name);
            if (stands_alone(row) && plain_word(name))
                offer(out, arena, as_call(arena, name), beginning);
        }
    for (uint32_t i = 0; i < cel_macro_count; i++) {
        Sv signature = sv_from_c(cel_macros[i].signature), name = sv_from_c(cel_macros[i].name);
        if (sv_starts(signature, name)) offer(out, arena, as_call(arena, name), beginning);
    }
}

// ── members ──

static bool evaluate(const EvalSession *session, Sv text, Arena *arena, Value *out) {
    Diags diags = diags_new(arena);
    CelProgram program;
    Fault fault;
    CelNames names = session->names;
    names.allow_unknown = true;
    return cel_parse(arena, text, (SpanMap){0}, &diags, &program) &&
           cel_check(arena, &program, &names, cel_type(CEL_TYPE_DYN), &diags, NULL) &&
           cel_eval(arena, &program, &session->binding, &session->options, out, &fault);
}

static bool takes(Sv receiver, Value value) {
    const char *kind = value_kind_name((ValueKind)value.kind);
    return sv_eq_c(receiver, "dyn") || receiver.len == 1 ||
           (sv_starts(receiver, sv_from_c(kind)) &&
            (receiver.len == strlen(kind) || receiver.at[strlen(kind)] == '('));
}

static void offer_methods(Value value, Sv beginning, Arena *arena, LineWords *out) {
    for (uint32_t f = 0; f < cel_family_count; f++)
        for (uint32_t i = 0; i < cel_families[f]->count; i++) {
            const CelFunction *row = &cel_families[f]->rows[i];
            for (uint32_t o = 0; o < row->overload_count; o++) {
                Sv receiver, signature = sv_from_c(row->overloads[o].signature);
                if (is_method(signature, &receiver) && takes(receiver, value))
                    offer(out, arena, as_method(arena, row, signature), beginning);
            }
        }
    if (value.kind != VALUE_LIST && value.kind != VALUE_MAP) return;
    for (uint32_t i = 0; i < cel_macro_count; i++) {
        Sv signature = sv_from_c(cel_macros[i].signature);
        if (sv_starts(signature, SV("list.")) || sv_starts(signature, SV("map.")))
            offer(out, arena, as_call(arena, sv_from_c(cel_macros[i].name)), beginning);
    }
}

static void offer_members(const EvalSession *session, const Typed *typed, Arena *arena,
                          LineWords *out) {
    Value value;
    if (!evaluate(session, typed->of, arena, &value)) return;
    if (value.kind == VALUE_OPTIONAL && value_count(value) > 0) value = value_item(value, 0);
    for (size_t i = 0; value.kind == VALUE_MAP && i < value_count(value); i++) {
        Value key = value_key(value, i);
        if (key.kind == VALUE_STRING && plain_word(value_text(key)))
            offer(out, arena, value_text(key), typed->word);
    }
    // For a map the keys are offered, until the name of a method is begun.
    if (value.kind != VALUE_MAP || out->list.count == 0)
        offer_methods(value, typed->word, arena, out);
}

void eval_words(const EvalSession *session, Sv before, Arena *arena, LineWords *out) {
    Typed typed = typed_in(before);
    out->start = before.len - typed.word.len;
    if (typed.of.len > 0) offer_members(session, &typed, arena, out);
    if (out->list.count > 0) return;
    // A name may be qualified: math.greatest.
    Sv whole = typed.of.len > 0 ? (Sv){typed.of.at, (size_t)(before.at + before.len - typed.of.at)}
                                : typed.word;
    out->start = before.len - whole.len;
    offer_names(session, whole, arena, out);
}

Value eval_named(const EvalSession *session, const CelName *name) {
    Value value = value_null();
    Fault fault;
    return session->binding.get &&
                   session->binding.get(session->binding.self, name->index, &value, &fault)
               ? value
               : value_null();
}
