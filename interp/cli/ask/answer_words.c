#include "cli/ask/answer_words.h"

static bool begins(Sv word, Sv typed) {
    return typed.len > 0 && typed.len <= word.len &&
           sv_eq_nocase(sv_slice(word, 0, typed.len), typed);
}

static bool is_choice(const Question *question, Sv typed) {
    for (size_t i = 0; i < question->count; i++)
        if (sv_eq_nocase(question->choices[i].word, typed)) return true;
    return false;
}

// Whoever is used to turn pages by it must not give an answer by that.
static bool turns_page(const Question *question, Sv typed) {
    return (sv_eq_nocase(typed, SV("p")) || sv_eq_nocase(typed, SV("page"))) &&
           !is_choice(question, typed);
}

// The whole word, or a beginning that only one of the words has.
static const Choice *choice_of(const Question *question, Sv typed) {
    const Choice *found = NULL;
    for (size_t i = 0; i < question->count; i++) {
        const Choice *choice = &question->choices[i];
        if (sv_eq_nocase(choice->word, typed)) return choice;
        if (!begins(choice->word, typed)) continue;
        if (found) return NULL;
        found = choice;
    }
    return turns_page(question, typed) ? NULL : found;
}

Sv answer_brief(const Question *question, const Choice *choice) {
    for (size_t len = 1; len < choice->word.len; len++) {
        Sv brief = sv_slice(choice->word, 0, len);
        if (choice_of(question, brief) == choice) return brief;
    }
    return choice->word;
}

TypedStatus answer_typed(const Question *question, Sv line, TypedAnswer *out) {
    size_t comma = sv_find_char(line, ',', 0);
    *out = (TypedAnswer){.word = sv_trim(sv_slice(line, 0, comma))};
    if (comma != SV_NONE) out->note = sv_trim(sv_slice(line, comma + 1, line.len));
    if (sv_trim(line).len == 0) return TYPED_NOTHING;
    if (sv_eq_c(out->word, "?") && out->note.len == 0) return TYPED_HELP;
    if (turns_page(question, out->word) && out->note.len == 0) return TYPED_PAGE;
    out->choice = choice_of(question, out->word);
    if (!out->choice) {
        size_t blank = sv_find_char(out->word, ' ', 0);
        out->no_comma =
            blank != SV_NONE && choice_of(question, sv_slice(out->word, 0, blank)) != NULL;
        return TYPED_UNKNOWN;
    }
    return question->note_required && out->note.len == 0 ? TYPED_NO_NOTE : TYPED_ANSWER;
}
