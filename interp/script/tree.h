// A shell script as a tree: lists of pipelines of commands, with their places in the text. Enough
// of the grammar of POSIX shells and bash to distinguish commands from quoted text, here-documents
// and comments. A script that it cannot read is refused without a message.
#ifndef SCRIPT_TREE_H
#define SCRIPT_TREE_H

#include "base/arena.h"
#include "base/sv.h"

typedef struct ShList ShList;

typedef struct ShSpan {
    uint32_t from, to; // bytes of the text
} ShSpan;

typedef struct ShRun {
    ShSpan span;   // with its delimiters: $(…), `…`, <(…)
    ShList *list;  // what is run
    bool process;  // <(…), whose status nobody checks
    bool arriving; // < of it rather than >
} ShRun;

typedef struct ShWord {
    ShSpan span;
    Sv plain;    // its value without quotes; at is NULL if it contains an expansion
    bool raw;    // no quote in it
    ShRun *runs; // commands that are run to make it
    uint32_t run_count, run_capacity;
} ShWord;

typedef enum ShRedirectKind { SH_FROM_FILE, SH_TO_FILE, SH_HERE_TEXT, SH_HERE_WORD } ShRedirectKind;

typedef struct ShRedirect {
    ShRedirectKind kind;
    ShWord word;
    ShSpan body; // of a here-document
} ShRedirect;

typedef enum ShKind {
    SH_SIMPLE,
    SH_GROUP,    // { … }: parts[0]
    SH_SUBSHELL, // ( … ): parts[0]
    SH_IF,       // condition, body, condition, body, …, else
    SH_LOOP,     // while, until: condition, body
    SH_FOR,      // words, then parts[0]
    SH_CASE,     // words[0], then a part an arm
    SH_FUNCTION, // words[0], then parts[0]
    SH_TEST,     // [[ words ]]
    SH_ARITHMETIC
} ShKind;

typedef struct ShCommand {
    ShKind kind;
    ShSpan span;
    ShWord *assigns; // NAME=… before the words
    uint32_t assign_count, assign_capacity;
    ShWord *words;
    uint32_t word_count, word_capacity;
    ShRedirect *redirects;
    uint32_t redirect_count, redirect_capacity;
    ShList **parts;
    uint32_t part_count, part_capacity;
    bool has_else;
    bool until;
} ShCommand;

typedef struct ShPipe {
    ShSpan span;
    bool negated; // begins with !
    ShCommand **commands;
    uint32_t count, capacity;
} ShPipe;

typedef struct ShItem { // pipelines between && and ||
    ShSpan span;
    ShPipe *pipes;
    bool *or_before; // of each but the first: || rather than &&
    uint32_t count, capacity, or_capacity;
    bool background; // ends with &
} ShItem;

struct ShList {
    ShItem *items;
    uint32_t count, capacity;
};

// NULL if it cannot be read.
ShList *script_parse(Arena *arena, Sv text);

#endif
