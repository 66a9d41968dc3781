// What kind of character a byte is, in ASCII alone and whatever the locale: bytes from 0x80 on, and
// numbers below 0, are of no kind. Knows nothing of UTF-8 (base/utf8.h) and of texts (base/sv.h).
// No other file tests characters by their ranges: tools/layers looks for it.
#ifndef BASE_ASCII_H
#define BASE_ASCII_H

#include <stdbool.h>

static inline bool ascii_is_digit(int c) {
    return c >= '0' && c <= '9';
}

static inline bool ascii_is_lower(int c) {
    return c >= 'a' && c <= 'z';
}

static inline bool ascii_is_upper(int c) {
    return c >= 'A' && c <= 'Z';
}

static inline bool ascii_is_letter(int c) {
    return ascii_is_lower(c) || ascii_is_upper(c);
}

static inline bool ascii_is_alnum(int c) {
    return ascii_is_letter(c) || ascii_is_digit(c);
}

// A letter, a digit or '_': what names are made of.
static inline bool ascii_is_word(int c) {
    return ascii_is_alnum(c) || c == '_';
}

// Space, tab, CR and LF.
static inline bool ascii_is_space(int c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

// What a hexadecimal digit stands for; -1 where it is none.
static inline int ascii_hex_value(int c) {
    if (ascii_is_digit(c)) return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

static inline bool ascii_is_hex(int c) {
    return ascii_hex_value(c) >= 0;
}

// The small letter of a capital; any other byte as it is.
static inline char ascii_lower(char c) {
    return ascii_is_upper(c) ? (char)(c - 'A' + 'a') : c;
}

// The capital of a small letter; any other byte as it is.
static inline char ascii_upper(char c) {
    return ascii_is_lower(c) ? (char)(c - 'a' + 'A') : c;
}

#endif
