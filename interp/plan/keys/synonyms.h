// Words of other tools at a place where keys stand, and what they are called here
// (words/words.def).
#ifndef PLAN_KEYS_SYNONYMS_H
#define PLAN_KEYS_SYNONYMS_H

#include "plan/keys/keys.h"
#include "words/words.h"

// NULL if nothing is known of the word there. What is known of it at another place counts where
// this one has a key of that name.
const OtherWord *synonym_find(KeyPlace place, Sv word);

#endif
