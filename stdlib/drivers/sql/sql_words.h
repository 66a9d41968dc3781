// What `explain` and the reference list of SQL: kinds of statements, functions that act, PRAGMAs
// that read. Made of the tables that sql_reads.h decides by.
#ifndef STDLIB_DRIVERS_SQL_SQL_WORDS_H
#define STDLIB_DRIVERS_SQL_SQL_WORDS_H

#include "spec/action.h"

enum { SQL_WORDS_COUNT = 3 };
extern const ActionWords sql_words[SQL_WORDS_COUNT];

#endif
