#include "words/words.h"

#include "base/ascii.h"

const OtherWord other_words[] = {
#define WORD(sense, words, from, here, how, why) {WORD_##sense, words, from, here, how, why},
#include "words/words.def"
#undef WORD
};
const size_t other_word_count = sizeof other_words / sizeof *other_words;

static bool says_nothing(char c) {
    return c == '-' || c == '_' || c == ' ';
}

bool words_alike(Sv a, Sv b) {
    size_t i = 0, k = 0;
    for (bool any = false;; any = true) {
        while (i < a.len && says_nothing(a.at[i]))
            i++;
        while (k < b.len && says_nothing(b.at[k]))
            k++;
        if (i == a.len || k == b.len) return any && i == a.len && k == b.len;
        if (ascii_lower(a.at[i++]) != ascii_lower(b.at[k++])) return false;
    }
}

bool word_is_of(const OtherWord *row, Sv word) {
    Sv rest = sv_from_c(row->words), one;
    while (rest.len > 0 && sv_next_part(&rest, ' ', &one))
        if (words_alike(word, one)) return true;
    return false;
}

const OtherWord *word_find(WordSense sense, Sv word) {
    for (size_t i = 0; i < other_word_count; i++)
        if (other_words[i].sense == sense && word_is_of(&other_words[i], word))
            return &other_words[i];
    return NULL;
}

static Sv choice_alike(Sv word, const Sv *choices, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (words_alike(word, choices[i])) return choices[i];
    return (Sv){0};
}

Sv word_choice(Sv word, const Sv *choices, size_t count) {
    Sv meant = choice_alike(word, choices, count);
    for (size_t i = 0; i < other_word_count && meant.len == 0; i++) {
        const OtherWord *row = &other_words[i];
        if (row->sense == WORD_VALUE && word_is_of(row, word))
            meant = choice_alike(sv_from_c(row->here), choices, count);
    }
    return meant.len > 0 ? meant : sv_closest(word, choices, count);
}
