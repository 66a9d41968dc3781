#include "base/shown/invisible.h"
#include "base/ascii.h"
#include "base/utf8.h"

#include <utf8proc.h>

enum {
    NONE = 0x110000, // before the first character and after the last
    NON_JOINER = 0x200C,
    JOINER = 0x200D,
    TEXT_STYLE = 0xFE0E,
    EMOJI_STYLE = 0xFE0F,
    KEYCAP = 0x20E3,
    BENGALI_RA = 0x09B0,
    BENGALI_VIRAMA = 0x09CD,
    VIRAMA_CLASS = 9, // the canonical combining class of viramas
    MARKS_PASSED = 4  // between two letters, at most
};

typedef struct CodeRange {
    uint32_t first, last;
} CodeRange;

static bool is_within(const CodeRange *ranges, size_t count, uint32_t c) {
    for (size_t i = 0; i < count; i++)
        if (c >= ranges[i].first && c <= ranges[i].last) return true;
    return false;
}
#define IS_WITHIN(ranges, c) is_within(ranges, sizeof(ranges) / sizeof *(ranges), c)

// ── alone ──

// What libutf8proc does not know as ignorable, from the character database of Unicode 15.0:
// unassigned and default ignorable (its derived core properties), or assigned with a glyph that is
// blank or a control (its names and categories).
static const CodeRange unseen[] = {
    {0x2065, 0x2065},   // unassigned
    {0x2800, 0x2800},   // BRAILLE PATTERN BLANK
    {0xFFF0, 0xFFFC},   // unassigned, interlinear annotations, OBJECT REPLACEMENT CHARACTER
    {0x13430, 0x13442}, // controls and blanks of Egyptian hieroglyphs
    {0x16FE4, 0x16FE4}, // KHITAN SMALL SCRIPT FILLER
    {0x1D159, 0x1D159}, // MUSICAL SYMBOL NULL NOTEHEAD
    {0xE0000, 0xE0FFF}, // tags, variation selectors, unassigned
    {0xFDD0, 0xFDEF},   // noncharacters
};

bool invisible_alone(uint32_t c) {
    if (c < 0x80) return c < 0x20 || c == 0x7F;
    if ((c & 0xFFFE) == 0xFFFE || IS_WITHIN(unseen, c)) return true;
    const utf8proc_property_t *property = utf8proc_get_property((utf8proc_int32_t)c);
    if (property->ignorable) return true;
    switch (property->category) {
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
    case UTF8PROC_CATEGORY_CO: return true;
    default: return false;
    }
}

// ── beside others ──

static const CodeRange presented[] = {
#define PRESENTED(first, last) {first, last},
#define JOINED(first, last)
#define JOINING(first, last)
#define CURSIVE(first, last)
#define CURSIVE_END(first, last)
#include "base/shown/joins.def"
#undef PRESENTED
#undef JOINED
};

static const CodeRange joined[] = {
#define PRESENTED(first, last)
#define JOINED(first, last) {first, last},
#include "base/shown/joins.def"
#undef JOINED
#undef JOINING
};

static const CodeRange joining[] = {
#define JOINED(first, last)
#define JOINING(first, last) {first, last},
#include "base/shown/joins.def"
#undef JOINING
#undef CURSIVE
};

static const CodeRange cursive[] = {
#define JOINING(first, last)
#define CURSIVE(first, last) {first, last},
#include "base/shown/joins.def"
#undef CURSIVE
#undef CURSIVE_END
};

static const CodeRange cursive_end[] = {
#define CURSIVE(first, last)
#define CURSIVE_END(first, last) {first, last},
#include "base/shown/joins.def"
#undef PRESENTED
#undef JOINED
#undef JOINING
#undef CURSIVE
#undef CURSIVE_END
};

// The character that ends before *at, which moves to its beginning.
static uint32_t back(Sv text, size_t *at) {
    if (*at == 0) return NONE;
    size_t begin = *at - 1;
    for (int i = 0; i < 3 && begin > 0 && ((unsigned char)text.at[begin] & 0xC0) == 0x80; i++)
        begin--;
    *at = begin;
    return utf8_next(text, &begin);
}

static uint32_t forth(Sv text, size_t *at) {
    return *at < text.len ? utf8_next(text, at) : NONE;
}

static bool has_category(uint32_t c, utf8proc_category_t category) {
    return c != NONE && utf8proc_category((utf8proc_int32_t)c) == category;
}

// A sign that Unicode lists with this selector, or a keycap: a digit, the selector, U+20E3.
static bool styles(Sv text, size_t from, size_t to, uint32_t c) {
    uint32_t base = back(text, &from);
    if (IS_WITHIN(presented, base)) return true;
    bool key = base == '#' || base == '*' || (base < 0x80 && ascii_is_digit((char)base));
    return key && c == EMOJI_STYLE && forth(text, &to) == KEYCAP;
}

static bool is_skin_tone(uint32_t c) {
    return c >= 0x1F3FB && c <= 0x1F3FF;
}

static bool joins_emoji(Sv text, size_t from, size_t to) {
    uint32_t before = back(text, &from);
    if (before == EMOJI_STYLE || is_skin_tone(before)) before = back(text, &from);
    return IS_WITHIN(joined, before) && IS_WITHIN(joining, forth(text, &to));
}

// Behind a virama both joiners choose a form of the letter that follows (RFC 5892, A.1 and A.2).
static bool forms_conjunct(Sv text, size_t from, size_t to, uint32_t c) {
    uint32_t before = back(text, &from), after = forth(text, &to);
    if (c == JOINER && before == BENGALI_RA && after == BENGALI_VIRAMA) return true;
    return before != NONE &&
           utf8proc_get_property((utf8proc_int32_t)before)->combining_class == VIRAMA_CLASS &&
           has_category(after, UTF8PROC_CATEGORY_LO);
}

// Between letters that would be joined without it (RFC 5892, A.1); marks in between do not count.
static bool parts_letters(Sv text, size_t from, size_t to) {
    uint32_t before = back(text, &from), after = forth(text, &to);
    for (int i = 0; i < MARKS_PASSED && has_category(before, UTF8PROC_CATEGORY_MN); i++)
        before = back(text, &from);
    for (int i = 0; i < MARKS_PASSED && has_category(after, UTF8PROC_CATEGORY_MN); i++)
        after = forth(text, &to);
    return IS_WITHIN(cursive, before) &&
           (IS_WITHIN(cursive, after) || IS_WITHIN(cursive_end, after));
}

bool invisible_in(Sv text, size_t from, size_t to, uint32_t c) {
    if (!invisible_alone(c)) return false;
    switch (c) {
    case TEXT_STYLE:
    case EMOJI_STYLE: return !styles(text, from, to, c);
    case JOINER: return !joins_emoji(text, from, to) && !forms_conjunct(text, from, to, c);
    case NON_JOINER: return !parts_letters(text, from, to) && !forms_conjunct(text, from, to, c);
    default: return true;
    }
}

bool invisible_whole(Sv text) {
    for (size_t at = 0; at < text.len;) {
        size_t from = at;
        uint32_t c = utf8_next(text, &at);
        if (!invisible_in(text, from, at, c) && !has_category(c, UTF8PROC_CATEGORY_ZS) &&
            !has_category(c, UTF8PROC_CATEGORY_CF))
            return false;
    }
    return true;
}
