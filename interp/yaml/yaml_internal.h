// The parts of yaml_read, shared by its files alone.
#ifndef YAML_YAML_INTERNAL_H
#define YAML_YAML_INTERNAL_H

#include "yaml/node.h"
#include "yaml/pitfalls.h"

// ── the bytes ──
// The text that libyaml gets instead of the source: with the same number of code points, so that
// its indices remain valid.
typedef struct CleanedBytes {
    Sv text;               // without the byte order mark
    uint32_t mark;         // bytes of the byte order mark
    uint32_t stand_ins[3]; // replacements of U+0085, U+2028, U+2029; 0 = not in the source
    bool ascii;            // the text is ASCII, so indices are offsets
} CleanedBytes;

// Refuses what is not UTF-8 text, and control characters. False if reading cannot continue.
MUST_USE bool clean_bytes(Arena *arena, const Source *source, Diags *diags, CleanedBytes *out);
// The decoded text with the replacements undone, in the arena.
Sv clean_bytes_restore(Arena *arena, const CleanedBytes *cleaned, Sv text);

// ── values that YAML could not read, taken for texts ──
enum { RECOVERIES = 20 }; // syntax errors that are reported at once

typedef struct Patch {
    Span regions[RECOVERIES];
    uint32_t count;
} Patch;

// True where the span touches a region.
bool patch_holds(const Patch *patch, Span span);
// The screened text with each region replaced by as many letters as it has code points.
Sv patch_apply(Arena *arena, const Source *source, const CleanedBytes *cleaned, const Patch *patch);

// ── places ──
// The map from the decoded text of a scalar to its source.
SpanMap scalar_map(Arena *arena, Span span, ScalarStyle style, bool in_flow, Sv text);

// ── what libyaml could not read ──
typedef struct SyntaxError {
    const char *problem; // libyaml's words
    const char *context; // may be NULL
    size_t at;           // byte offset of the problem
    size_t context_at;   // of the context; of the problem where there is none
} SyntaxError;

// Reports it. True if the rest of the file can be read with *region taken for a text.
bool syntax_report(const Source *source, const SyntaxError *error, bool first, Diags *diags,
                   Span *region);

#endif
