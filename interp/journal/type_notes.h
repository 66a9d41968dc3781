// Type annotations for journal values: types JSON lacks (a timestamp is written as text), and marks
// for masked or truncated values. An annotation stands beside the value under its path
// ("observed.rows[].created_at"). When a value is read back it is either exactly what it was, or
// known not to be.
#ifndef JOURNAL_TYPE_NOTES_H
#define JOURNAL_TYPE_NOTES_H

#include "cel/type.h"
#include "value/value.h"

// Adds the annotations that `after`, as written in an event, needs to say what `before` was.
// `typed`: a declared type says the kinds, so that only losses are noted. Items of a list share one
// path. The value is that of a field of the event, or of an entry of the map or list in it.
void type_notes_add(MapBuilder *notes, const char *field, Sv entry, Value before, Value after,
                    bool typed);

// The path of a field of an event, or of an entry of the map or list in it.
Sv type_notes_path(Arena *arena, const char *field, Sv entry);

// Taints of values that were read back but are not exactly what they were.
enum {
    TYPE_NOTES_MASKED = 1, // a secret in it was replaced by its name
    TYPE_NOTES_CUT = 2,    // it was truncated
    TYPE_NOTES_UNSURE = 4, // its kind is no longer known
    TYPE_NOTES_LOST = 7    // any of them
};

// Whether it is the annotation of a list of rows, which names their columns.
bool type_notes_are_rows(Sv word);
// Whether of this field of the event, a list or map, only some entries were written.
bool type_notes_field_cut(Value fields, const char *field);

// Restores a value by its declared type and by `kinds` (a map, or null if there is none). A value
// that was lost carries a taint, and is otherwise what the journal shows.
Value type_notes_restore(Arena *arena, Value shown, Sv path, Value notes, CelType type);
// Why such a value cannot be read, for messages: "the journal holds only …".
Sv type_notes_lost(Arena *arena, Value value);
// For a value that was computed again from one in which names of secrets stand: marks as lost every
// part that holds such a name. `masked` is what type_notes_add wrote: "«a» «b»".
Value type_notes_mask_again(Arena *arena, Value value, Sv masked);

#endif
