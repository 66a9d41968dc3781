#include "plan/keys/synonyms.h"

static const WordSense senses[KEY_PLACE_COUNT] = {
    [KEY_TOP] = WORD_TOP,     [KEY_INPUT] = WORD_INPUT,   [KEY_SECRET] = WORD_SECRET,
    [KEY_STEP] = WORD_STEP,   [KEY_EXPECT] = WORD_EXPECT, [KEY_CAPTURE] = WORD_CAPTURE,
    [KEY_RETRY] = WORD_RETRY, [KEY_POLL] = WORD_POLL,     [KEY_PROBE] = WORD_PROBE,
};

// The places without words of their own have those of the others.
static bool has_words(KeyPlace place) {
    return place == KEY_TOP || senses[place] != WORD_TOP;
}

const OtherWord *synonym_find(KeyPlace place, Sv word) {
    const OtherWord *own = has_words(place) ? word_find(senses[place], word) : NULL;
    for (size_t i = 0; !own && i < other_word_count; i++) {
        const OtherWord *row = &other_words[i];
        if (row->sense > WORD_PROBE || !row->here || !word_is_of(row, word)) continue;
        if (!row->how && key_row(place, sv_from_c(row->here))) return row;
    }
    return own;
}
