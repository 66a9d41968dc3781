// Functions of other languages behind an arrow: what they are here.
#include "base/ascii.h"
#include "cel/syntax/lexer.h"
#include "words/words.h"

// `list.some(x => …)` of other languages: from the method's name to where the condition begins, and
// what that is here. False where it is not the one argument of a method that is known.
static bool arrow_method(const CelLexer *lexer, size_t *from, size_t *to, Sv *method, Sv *item) {
    static const char *const macros[] = {"all", "exists", "exists_one", "filter", "map"};
    Sv text = lexer->text;
    size_t at = lexer->at;
    while (at > 0 && text.at[at - 1] == ' ')
        at--;
    bool bracketed = at > 0 && text.at[at - 1] == ')';
    size_t end = bracketed ? at - 1 : at;
    for (at = end; at > 0 && ascii_is_word(text.at[at - 1]);)
        at--;
    *item = sv_slice(text, at, end);
    if (bracketed && (at == 0 || text.at[--at] != '(')) return false;
    while (at > 0 && text.at[at - 1] == ' ')
        at--;
    if (item->len == 0 || at == 0 || text.at[at - 1] != '(') return false;
    end = --at;
    while (at > 0 && ascii_is_word(text.at[at - 1]))
        at--;
    *method = sv_slice(text, at, end);
    if (at == 0 || text.at[at - 1] != '.') return false;
    const OtherWord *other = word_find(WORD_METHOD, *method);
    if (other) *method = sv_from_c(other->here);
    *from = at;
    *to = lexer->at + 2;
    while (*to < text.len && text.at[*to] == ' ')
        ++*to;
    for (size_t i = 0; i < sizeof macros / sizeof *macros; i++)
        if (sv_eq_c(*method, macros[i])) return true;
    return false;
}

void lexer_hint_arrow(CelLexer *lexer, Diag *diag) {
    size_t from, to;
    Sv method, item;
    if (arrow_method(lexer, &from, &to, &method, &item))
        lexer_hint(lexer, diag, from, to, "%.*s(%.*s, ", SV_ARG(method), SV_ARG(item));
}
