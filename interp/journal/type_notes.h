// What a value in the journal is that JSON cannot say: kinds that JSON does not have (a timestamp
// stands there as text), what was masked and what was cut. Written beside the value by its path
// ("observed.rows[].created_at"), and read again so that a value is either the same as it was or
// known not to be.
#ifndef JOURNAL_TYPE_NOTES_H
#define JOURNAL_TYPE_NOTES_H

#include "cel/type.h"
#include "value/value.h"

// Adds what `after`, as it stands in an event, does not say of `before`. Where the kinds are known
// from a declared type (`typed`) only what was lost is told. Items of a list share one path.
// The value is that of a field of an event, or of an entry of the map or list in it.
void type_notes_add(MapBuilder *notes, const char *field, Sv entry, Value before, Value after,
                    bool typed);

// The path of a field of an event, or of an entry of the map or list in it.
Sv type_notes_path(Arena *arena, const char *field, Sv entry);

// Taints of values that were read back and are not what they were.
enum {
    TYPE_NOTES_MASKED = 1, // a secret stands in it by its name
    TYPE_NOTES_CUT = 2,    // it was too long
    TYPE_NOTES_UNSURE = 4, // of which kind it was is not known any more
    TYPE_NOTES_LOST = 7    // any of them
};

// The value as it was, by its declared type and by `kinds` (a map, or null where there is none).
// What is lost carries its taint and is what the journal shows instead.
Value type_notes_restore(Arena *arena, Value shown, Sv path, Value notes, CelType type);
// Why such a value cannot be read: "the journal holds only …".
Sv type_notes_lost(Arena *arena, Value value);
// Of a value that was made anew from one that holds names of secrets: what holds one of them as
// well is lost too. `masked` is what type_notes_add wrote: "«a» «b»".
Value type_notes_mask_again(Arena *arena, Value value, Sv masked);

#endif
