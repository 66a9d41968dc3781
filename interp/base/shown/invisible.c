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
    MARKS_PASSED = 4, // between two letters, at most
    BLACK_FLAG = 0x1F3F4,
    FIRST_TAG = 0xE0020,
    LAST_TAG = 0xE007F,
    FLAG_TAGS = 6 // the last of them ends it
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

static bool has_category(uint32_t c, utf8proc_category_t category) {
    return c != NONE && utf8proc_category((utf8proc_int32_t)c) == category;
}

// The character that ends before *at, which moves to its beginning.
static uint32_t back(Sv text, size_t *at) {
    if (*at == 0) return NONE;
    size_t begin = *at - 1;
    for (int i = 0; i < 3 && begin > 0 && ((unsigned char)text.at[begin] & 0xC0) == 0x80; i++)
        begin--;
    *at = begin;
    return utf8_next(text, &begin);
}

// The same, marks passed over.
static uint32_t back_over_marks(Sv text, size_t *at) {
    uint32_t before = back(text, at);
    for (int i = 0; i < MARKS_PASSED && has_category(before, UTF8PROC_CATEGORY_MN); i++)
        before = back(text, at);
    return before;
}

static uint32_t forth(Sv text, size_t *at) {
    return *at < text.len ? utf8_next(text, at) : NONE;
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

// Behind a virama both joiners choose a form of the letter that follows, and a joiner the half form
// of the letter before it, which the end of a word may have (RFC 5892, A.1 and A.2).
static bool forms_conjunct(Sv text, size_t from, size_t to, uint32_t c) {
    uint32_t before = back(text, &from), after = forth(text, &to);
    if (c == JOINER && before == BENGALI_RA && after == BENGALI_VIRAMA) return true;
    if (before == NONE ||
        utf8proc_get_property((utf8proc_int32_t)before)->combining_class != VIRAMA_CLASS)
        return false;
    return has_category(after, UTF8PROC_CATEGORY_LO) ||
           (c == JOINER && has_category(back_over_marks(text, &from), UTF8PROC_CATEGORY_LO));
}

// Behind a letter that may be joined to the next one, marks in between not counted: a non-joiner
// parts it from one that it would be joined to (RFC 5892, A.1), and a joiner gives it the form in
// which it is joined where nothing is that it would be joined to.
static bool forms_letter(Sv text, size_t from, size_t to, uint32_t c) {
    uint32_t before = back_over_marks(text, &from), after = forth(text, &to);
    for (int i = 0; i < MARKS_PASSED && has_category(after, UTF8PROC_CATEGORY_MN); i++)
        after = forth(text, &to);
    bool is_joined = IS_WITHIN(cursive, after) || IS_WITHIN(cursive_end, after);
    return IS_WITHIN(cursive, before) && is_joined == (c == NON_JOINER);
}

// A tag of one of the three flags that are a black flag and six tags: England, Scotland, Wales.
static bool tags_flag(Sv text, size_t from) {
    static const char *const flags[] = {
        "\U0001F3F4\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F",
        "\U0001F3F4\U000E0067\U000E0062\U000E0073\U000E0063\U000E0074\U000E007F",
        "\U0001F3F4\U000E0067\U000E0062\U000E0077\U000E006C\U000E0073\U000E007F",
    };
    for (int i = 0; i < FLAG_TAGS; i++) {
        if (back(text, &from) != BLACK_FLAG) continue;
        for (size_t k = 0; k < sizeof flags / sizeof *flags; k++)
            if (sv_starts(sv_slice(text, from, text.len), sv_from_c(flags[k]))) return true;
        return false;
    }
    return false;
}

bool invisible_in(Sv text, size_t from, size_t to, uint32_t c) {
    if (!invisible_alone(c)) return false;
    switch (c) {
    case TEXT_STYLE:
    case EMOJI_STYLE: return !styles(text, from, to, c);
    case JOINER:
        return !joins_emoji(text, from, to) && !forms_conjunct(text, from, to, c) &&
               !forms_letter(text, from, to, c);
    case NON_JOINER: return !forms_letter(text, from, to, c) && !forms_conjunct(text, from, to, c);
    default: return c < FIRST_TAG || c > LAST_TAG || !tags_flag(text, from);
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
