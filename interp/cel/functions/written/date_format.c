// Formats of times: their pieces, and what is wrong with one.
#include "cel/functions/written/date_format.h"

#include "base/ascii.h"

const char *const date_months[12] = {"January",   "February", "March",    "April",
                                     "May",       "June",     "July",     "August",
                                     "September", "October",  "November", "December"};
const char *const date_weekdays[7] = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                      "Thursday", "Friday", "Saturday"};

static const DateConversion conversions[] = {
    {'Y', DATE_YEAR, 4, 1, 9999, '0', "a year of four digits"},
    {'y', DATE_YEAR, 2, 0, 99, '0', "a year of two digits"},
    {'m', DATE_MONTH, 2, 1, 12, '0', "a month, 01 to 12"},
    {'b', DATE_MONTH, 0, 0, 0, 0, "a month's name, Jan to Dec"},
    {'h', DATE_MONTH, 0, 0, 0, 0, "a month's name, Jan to Dec"},
    {'B', DATE_MONTH, 0, 0, 0, 0, "a month's whole name, January to December"},
    {'d', DATE_DAY, 2, 1, 31, '0', "a day of the month, 01 to 31"},
    {'e', DATE_DAY, 2, 1, 31, ' ', "a day of the month, 1 to 31"},
    {'j', DATE_YEARDAY, 3, 1, 366, '0', "a day of the year, 001 to 366"},
    {'a', DATE_WEEKDAY, 0, 0, 0, 0, "a weekday's name, Mon to Sun"},
    {'A', DATE_WEEKDAY, 0, 0, 0, 0, "a weekday's whole name, Monday to Sunday"},
    {'u', DATE_WEEKDAY, 1, 1, 7, '0', "a weekday, 1 for Monday to 7"},
    {'w', DATE_WEEKDAY, 1, 0, 6, '0', "a weekday, 0 for Sunday to 6"},
    {'H', DATE_HOUR, 2, 0, 23, '0', "an hour, 00 to 23"},
    {'I', DATE_HOUR_OF_HALF, 2, 1, 12, '0', "an hour, 01 to 12"},
    {'p', DATE_HALF, 0, 0, 0, 0, "AM or PM"},
    {'M', DATE_MINUTE, 2, 0, 59, '0', "a minute, 00 to 59"},
    {'S', DATE_SECOND, 2, 0, 59, '0', "a second, 00 to 59"},
    {'f', DATE_FRACTION, 9, 0, 0, 0, "the digits of a fraction of a second"},
    {'s', DATE_EPOCH, 0, 0, 0, 0,
     "seconds since 1970, up to the year 9999; milliseconds: timestamp(0) + ms(int(text))"},
    {'z', DATE_OFFSET, 0, 0, 0, 0, "an offset such as +0200, +02:00 or Z"},
    {'Z', DATE_ZONE, 0, 0, 0, 0, "UTC, GMT or Z (other names of zones have several meanings)"},
};

static const struct {
    char letter;
    const char *same;
} composed[] = {
    {'F', "%Y-%m-%d"}, {'T', "%H:%M:%S"},    {'R', "%H:%M"},
    {'D', "%m/%d/%y"}, {'r', "%I:%M:%S %p"}, {'c', "%a %b %e %H:%M:%S %Y"},
};

static const char *composed_of(char letter) {
    for (size_t i = 0; i < sizeof composed / sizeof *composed; i++)
        if (composed[i].letter == letter) return composed[i].same;
    return NULL;
}

Sv date_spelled_out(Arena *arena, Sv format) {
    BUF_AUTO Buf whole = buf_new(format.len * 20 + 1);
    for (size_t i = 0; i < format.len; i++) {
        bool pair = format.at[i] == '%' && i + 1 < format.len;
        const char *same = pair ? composed_of(format.at[i + 1]) : NULL;
        if (same)
            buf_add_c(&whole, same);
        else
            buf_add(&whole, sv_slice(format, i, i + (pair ? 2 : 1)));
        if (pair) i++;
    }
    return buf_keep(&whole, arena);
}

static const DateConversion *conversion(char letter) {
    for (size_t i = 0; i < sizeof conversions / sizeof *conversions; i++)
        if (conversions[i].letter == letter) return &conversions[i];
    return NULL;
}

static bool unknown_piece(Arena *arena, Sv piece, Sv *error) {
    BUF_AUTO Buf known = buf_new(1024);
    for (size_t i = 0; i < sizeof conversions / sizeof *conversions; i++)
        buf_addf(&known, "%%%c ", conversions[i].letter);
    for (size_t i = 0; i < sizeof composed / sizeof *composed; i++)
        buf_addf(&known, "%%%c ", composed[i].letter);
    *error = sv_format(arena, "'%.*s' means nothing in a format of times; there are %.*s%%%%",
                       SV_ARG(piece), SV_ARG(buf_sv(&known)));
    return false;
}

// The bytes of the character that begins at `at`.
static size_t past_char(Sv text, size_t at) {
    do
        at++;
    while (at < text.len && ((unsigned char)text.at[at] & 0xC0) == 0x80);
    return at < text.len ? at : text.len;
}

static void be_literal(DatePiece *piece, Sv literal) {
    static const DateConversion own = {.letter = '%', .field = DATE_LITERAL};
    piece->of = &own;
    piece->literal = literal;
}

static bool fits(const DatePiece *piece) {
    const DateConversion *of = piece->of;
    if (!of || (piece->bare && (of->width < 2 || of->field == DATE_FRACTION))) return false;
    if (piece->colon && of->field != DATE_OFFSET) return false;
    return piece->width == 0 || of->field == DATE_FRACTION;
}

bool date_next_piece(Arena *arena, Sv *format, DatePiece *out, Sv *error) {
    Sv rest = *format;
    if (rest.len == 0) return false;
    *out = (DatePiece){0};
    bool asks = rest.at[0] == '%';
    char flag = asks && rest.len > 1 ? rest.at[1] : '\0';
    out->bare = flag == '-';
    out->colon = flag == ':';
    if (ascii_is_digit(flag)) out->width = (uint8_t)(flag - '0');
    size_t at = !asks ? 0 : out->bare || out->colon || out->width > 0 ? 2 : 1;
    size_t end = past_char(rest, at);
    char letter = at < rest.len ? rest.at[at] : '\0';
    out->text = sv_slice(rest, 0, end);
    *format = sv_slice(rest, end, rest.len);
    if (!asks || (letter == '%' && at == 1)) {
        be_literal(out, asks ? SV("%") : out->text);
        return true;
    }
    out->of = conversion(letter);
    return fits(out) || unknown_piece(arena, out->text, error);
}

// ── what is wrong with one ──

#define HAS(field) (seen >> (field)&1)

// Why the pieces do not say one moment; NULL if they do.
static const char *says_no_moment(uint32_t seen) {
    const uint32_t alone = 1u << DATE_LITERAL | 1u << DATE_EPOCH | 1u << DATE_FRACTION;
    if (HAS(DATE_EPOCH)) return seen & ~alone ? "%s says the moment alone" : NULL;
    if (!HAS(DATE_YEAR)) return "it has no year: %Y or %y";
    if (!HAS(DATE_YEARDAY) && !HAS(DATE_MONTH)) return "it has no month: %m, %b or %B";
    if (!HAS(DATE_YEARDAY) && !HAS(DATE_DAY)) return "it has no day: %d or %e";
    if (HAS(DATE_YEARDAY) && (HAS(DATE_MONTH) || HAS(DATE_DAY)))
        return "%j says the day alone, without a month";
    if (HAS(DATE_HOUR_OF_HALF) != HAS(DATE_HALF)) return "%I and %p stand together";
    if (HAS(DATE_HOUR_OF_HALF) && HAS(DATE_HOUR)) return "%H and %I both say the hour";
    bool hour = HAS(DATE_HOUR) || HAS(DATE_HOUR_OF_HALF);
    if (HAS(DATE_MINUTE) && !hour) return "it has minutes, but no hour: %H";
    if (HAS(DATE_SECOND) && !HAS(DATE_MINUTE)) return "it has seconds, but no minutes: %M";
    if (HAS(DATE_FRACTION) && !HAS(DATE_SECOND)) return "%f stands with %S or %s";
    if (HAS(DATE_OFFSET) && HAS(DATE_ZONE)) return "%z and %Z both say the zone";
    return NULL;
}

#undef HAS

Sv date_format_wrong(Arena *arena, Sv format, bool reads) {
    Sv rest = date_spelled_out(arena, format), error = {0};
    uint32_t seen = 0;
    DatePiece piece;
    while (date_next_piece(arena, &rest, &piece, &error)) {
        uint32_t bit = 1u << piece.of->field;
        if (reads && piece.of->field != DATE_LITERAL && seen & bit)
            return sv_format(arena, "the format '%.*s' says the same twice: '%.*s'", SV_ARG(format),
                             SV_ARG(piece.text));
        seen |= bit;
    }
    if (error.len > 0) return error;
    const char *why = reads ? says_no_moment(seen) : NULL;
    if (!reads && (seen & ~(1u << DATE_LITERAL)) == 0) why = "it has nothing of a time, such as %Y";
    if (!why) return (Sv){0};
    return sv_format(arena, "times cannot be %s by '%.*s': %s", reads ? "read" : "written",
                     SV_ARG(format), why);
}
