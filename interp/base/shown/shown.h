// Foreign text made so that it has no effect on whoever reads it: a terminal, a CI system that
// looks for commands in a log, a person. Whatever leaves the program for people goes through here
// twice: foreign text where it is quoted (shown_add, shown_addf), and all of it where it is written
// (shown_add_output).
#ifndef BASE_SHOWN_SHOWN_H
#define BASE_SHOWN_SHOWN_H

#include "base/buf.h"
#include "base/sv.h"

// Adds foreign text. Control bytes, escape sequences, ill-formed bytes and what invisible_in()
// names become \x1b, \u{202e}, …; the beginning of a CI command, "##name[", becomes "#\x23name[".
// LF and TAB are kept only with `keep_lines`.
bool shown_add(Buf *out, Sv text, bool keep_lines);
// The same without looking for CI commands: for text that is worked on, and not written as it is.
bool shown_add_characters(Buf *out, Sv text, bool keep_lines);

// Adds a word of a command that a person copies into bash: where it could not be shown as it is, as
// $'…' with those bytes by their numbers, so that what is copied is what was meant.
void shown_add_shell_word(Buf *out, Sv word);

// Adds a message. The format is ours and may hold line feeds; each text that it is filled with is
// foreign and is shown on one line. It knows %s, %.*s, %d, %u, %lld, %llu, %zu and %%.
bool shown_addf(Buf *out, const char *format, ...) __attribute__((format(printf, 2, 3)));
bool shown_addv(Buf *out, const char *format, va_list args) __attribute__((format(printf, 2, 0)));

typedef struct ShownOutput {
    bool color;    // our own colours pass
    bool live;     // so do those by which lines are drawn anew
    bool commands; // our own commands to CI systems, "::error …" and sections, pass
} ShownOutput;

// Adds what is about to be written, whole lines of it: as shown_add with lines kept, and "::"
// becomes ":\x3a" where nothing but blanks, controls and invisible characters stands before it in
// its line. Elsewhere it stays: "[::1]", "std::x" and commands to copy are what they were. Text
// that went through here once is not changed by it again.
bool shown_add_output(Buf *out, Sv text, ShownOutput how);

#endif
