// The words of other tools and languages, and what each is called here, from one table (words.def).
// It owns what is said of a word that is none of ours; which words are ours it does not know.
#ifndef WORDS_WORDS_H
#define WORDS_WORDS_H

#include "base/sv.h"

typedef enum WordSense { // see words.def
    WORD_TOP,
    WORD_INPUT,
    WORD_SECRET,
    WORD_STEP,
    WORD_EXPECT,
    WORD_CAPTURE,
    WORD_RETRY,
    WORD_POLL,
    WORD_PROBE,
    WORD_VERB,
    WORD_PARAM,
    WORD_VALUE,
    WORD_METHOD,
    WORD_FUNCTION,
    WORD_CONSTANT,
    WORD_NAME,
    WORD_COMMAND,
    WORD_OPTION,
    WORD_TOPIC,
    WORD_ABOUT,
    WORD_SENSE_COUNT
} WordSense;

typedef struct OtherWord {
    WordSense sense;
    const char *words; // separated by spaces
    const char *from;  // "Ansible, GitHub Actions"
    const char *here;  // NULL = there is no such thing here
    const char *how;   // what to write; NULL = its name says it
    const char *why;   // one line; NULL = what it is called says it all
} OtherWord;

extern const OtherWord other_words[];
extern const size_t other_word_count;

// Whether two words are one, written differently: capitals, '-', '_' and blanks do not count.
bool words_alike(Sv a, Sv b);
// Whether the word is one of the row's.
bool word_is_of(const OtherWord *row, Sv word);
// The first row of that sense which has the word, or NULL.
const OtherWord *word_find(WordSense sense, Sv word);

// Which of the words that may stand there is meant by one that may not; empty if none is.
Sv word_choice(Sv word, const Sv *choices, size_t count);

#endif
