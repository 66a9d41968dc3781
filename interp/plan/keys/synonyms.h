// Words of other tools, and what they are called here.
#ifndef PLAN_KEYS_SYNONYMS_H
#define PLAN_KEYS_SYNONYMS_H

#include "plan/keys/keys.h"

typedef struct Synonym {
    KeyPlace place;
    const char *words; // separated by spaces
    const char *key;   // NULL = there is no such key
    const char *hint;  // NULL = the key says it all
} Synonym;

// NULL if the word is not one of them.
const Synonym *synonym_find(KeyPlace place, Sv word);

#endif
