// Snippets for editors, from the examples of the tables: whatever a line of an example says is a
// place to type over. Expanded as it stands a snippet is the example.
#ifndef SCHEMA_SNIPPETS_H
#define SCHEMA_SNIPPETS_H

#include "base/buf.h"
#include "spec/action.h"
#include "value/value.h"

// One for each editor; `render` writes the whole file that it reads.
typedef struct SnippetForm {
    const char *name; // as the command line calls it
    const char *file; // where a package has it, beneath share
    void (*render)(const Registry *registry, Buf *out);
} SnippetForm;

extern const SnippetForm snippet_forms[];
extern const size_t snippet_form_count;

// An example of a verb.
typedef struct Snippet {
    const char *verb;
    const char *title; // a sentence
    Sv yaml;           // a step
} Snippet;

// Every example of the actions, then those of the verbs of the language.
typedef struct Snippets {
    Snippet *items;
    size_t count;
} Snippets;
Snippets snippets_of(Arena *arena, const Registry *registry);

// The step as the item of a list, each place as ${1:…}; `escaped` are the characters that get a
// backslash.
void snippet_add_item(Buf *out, Sv yaml, const char *escaped);
// The step as a map of such texts, as a schema suggests it; null for one of another form than
// lines of `key: value` and lists of those.
Value snippet_body(Arena *arena, Sv yaml);

#endif
