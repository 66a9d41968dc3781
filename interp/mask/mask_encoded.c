// What a text holds in base64 or as bytes in hex. A secret by itself is found in these as one of
// its forms; this is for what stands in them escaped, or encoded once more.
#include "base/ascii.h"
#include "base/utf8.h"
#include "mask/mask_forms.h"
#include <string.h>

// What is looked for in a text, and who takes it.
typedef struct EncodedSearch {
    Arena *arena;
    const MaskReading *text;
    size_t least; // fewer bytes hold no secret
    TakeReading *take;
    void *self;
} EncodedSearch;

// What each digit of base64 and base64url stands for, plus one; 0 = it is none.
static const unsigned char base64_digits[256] = {
    ['A'] = 1,  ['B'] = 2,  ['C'] = 3,  ['D'] = 4,  ['E'] = 5,  ['F'] = 6,  ['G'] = 7,  ['H'] = 8,
    ['I'] = 9,  ['J'] = 10, ['K'] = 11, ['L'] = 12, ['M'] = 13, ['N'] = 14, ['O'] = 15, ['P'] = 16,
    ['Q'] = 17, ['R'] = 18, ['S'] = 19, ['T'] = 20, ['U'] = 21, ['V'] = 22, ['W'] = 23, ['X'] = 24,
    ['Y'] = 25, ['Z'] = 26, ['a'] = 27, ['b'] = 28, ['c'] = 29, ['d'] = 30, ['e'] = 31, ['f'] = 32,
    ['g'] = 33, ['h'] = 34, ['i'] = 35, ['j'] = 36, ['k'] = 37, ['l'] = 38, ['m'] = 39, ['n'] = 40,
    ['o'] = 41, ['p'] = 42, ['q'] = 43, ['r'] = 44, ['s'] = 45, ['t'] = 46, ['u'] = 47, ['v'] = 48,
    ['w'] = 49, ['x'] = 50, ['y'] = 51, ['z'] = 52, ['0'] = 53, ['1'] = 54, ['2'] = 55, ['3'] = 56,
    ['4'] = 57, ['5'] = 58, ['6'] = 59, ['7'] = 60, ['8'] = 61, ['9'] = 62, ['+'] = 63, ['-'] = 63,
    ['/'] = 64, ['_'] = 64};

static bool is_digit(char c) {
    return base64_digits[(unsigned char)c] > 0;
}

static bool breaks_line(char c) {
    return c == '\n' || c == '\r';
}

// The end of the text that begins at `from`: bytes that no text has end it.
static size_t text_end(Sv bytes, size_t from) {
    size_t at = from;
    while (at < bytes.len) {
        unsigned char c = (unsigned char)bytes.at[at];
        size_t next = at + 1;
        if (c < 0x20 ? c != '\t' && c != '\n' && c != '\r' && c != '\0' : c == 0x7F) break;
        if (c >= 0x80) {
            next = at;
            utf8_next(bytes, &next);
            if (next == at + 1) break; // ill-formed
        }
        at = next;
    }
    return at;
}

// The next text in the bytes that could hold a secret; by chance bytes are text for a few
// characters only. False if there is none.
static bool next_text(Sv bytes, size_t least, size_t *from, size_t *to) {
    for (size_t at = *to; at + least <= bytes.len; at = text_end(bytes, at) + 1) {
        *from = at;
        *to = text_end(bytes, at);
        if (*to - *from >= least) return true;
    }
    return false;
}

// ── base64 ──

// The digits of one run, line ends between them left out.
typedef struct DigitRun {
    uint32_t *at;          // in the text
    unsigned char *values; // 0 to 63; two more than there are, so that the last group is whole
    size_t count;
} DigitRun;

static size_t decode(const DigitRun *run, size_t skip, char *bytes) {
    size_t count = 0;
    for (size_t i = skip; i + 1 < run->count; i += 4) {
        const unsigned char *group = run->values + i;
        bytes[count++] = (char)(group[0] << 2 | group[1] >> 4);
        bytes[count++] = (char)((group[1] & 15) << 4 | group[2] >> 2);
        bytes[count++] = (char)((group[2] & 3) << 6 | group[3]);
    }
    size_t whole = (run->count - skip) * 3 / 4;
    return count < whole ? count : whole;
}

static void find_decoded(const EncodedSearch *search, const DigitRun *run, size_t skip,
                         char *bytes) {
    size_t from, to = 0, count = decode(run, skip, bytes);
    while (next_text((Sv){bytes, count}, search->least, &from, &to)) {
        MaskReading part = reading_new(search->arena, to - from);
        for (size_t i = from; i < to; i++) {
            size_t digit = skip + i / 3 * 4 + i % 3;
            size_t took = run->at[digit + 1] - run->at[digit] + 1;
            reading_put(&part, search->text, (MaskedByte){bytes[i], run->at[digit], took});
        }
        search->take(search->self, &part);
    }
}

static DigitRun digits_of(const EncodedSearch *search, size_t from, size_t to, size_t most) {
    DigitRun run = {arena_alloc_raw(search->arena, most * sizeof *run.at),
                    arena_alloc_raw(search->arena, most + 3), 0};
    for (size_t i = from; i < to; i++) {
        unsigned char c = (unsigned char)search->text->bytes[i];
        if (base64_digits[c] == 0) continue;
        run.at[run.count] = (uint32_t)i;
        run.values[run.count++] = (unsigned char)(base64_digits[c] - 1);
    }
    memset(run.values + run.count, 0, 3);
    return run;
}

static size_t digits_end(const MaskReading *text, size_t from, size_t *digits) {
    size_t end = from;
    for (*digits = 0; end < text->len; end++) {
        bool digit = is_digit(text->bytes[end]);
        if (!digit && !(*digits > 0 && breaks_line(text->bytes[end]))) break;
        *digits += digit;
    }
    return end;
}

// Where the run may begin in the middle of a group is not known: each place is tried.
static void find_base64(const EncodedSearch *search) {
    const MaskReading *text = search->text;
    size_t least = search->least * 4 / 3;
    for (size_t at = 0, end, digits; at < text->len; at = end + 1) {
        end = digits_end(text, at, &digits);
        if (digits < least) continue;
        DigitRun run = digits_of(search, at, end, digits);
        char *bytes = arena_alloc_raw(search->arena, digits + 3);
        for (size_t skip = 0; skip < 4 && skip < digits; skip++)
            find_decoded(search, &run, skip, bytes);
    }
}

// ── hex ──

static bool separates(char c) {
    return c == ' ' || c == ':' || c == ',' || c == '-' || c == '+' || c == '\t' || breaks_line(c);
}

static size_t skip_prefix(Sv text, size_t at) {
    bool prefix = at + 1 < text.len && (text.at[at] == '0' || text.at[at] == '\\') &&
                  (text.at[at + 1] == 'x' || text.at[at + 1] == 'X');
    return prefix ? at + 2 : at;
}

// The two digits at `at`, with a prefix before them; false where there are none.
static bool hex_byte(Sv text, size_t at, MaskedByte *out) {
    size_t digits = skip_prefix(text, at);
    if (digits + 2 > text.len) return false;
    int high = ascii_hex_value(text.at[digits]), low = ascii_hex_value(text.at[digits + 1]);
    if (high < 0 || low < 0) return false;
    *out = (MaskedByte){(char)(high * 16 + low), at, digits + 2 - at};
    return true;
}

static size_t skip_separators(Sv text, size_t at) {
    size_t most = at + 3;
    while (at < text.len && at < most && separates(text.at[at]))
        at++;
    return at;
}

// Bytes in hex, as they stand in the text.
typedef struct HexRun {
    char *bytes;
    MaskedByte *places;
    size_t count, end;
} HexRun;

static bool hex_run(const EncodedSearch *search, size_t at, HexRun *out) {
    Sv text = {search->text->bytes, search->text->len};
    MaskedByte byte;
    size_t count = 0, end = at;
    for (size_t next = at; hex_byte(text, next, &byte); next = skip_separators(text, end)) {
        end = next + byte.took;
        count++;
    }
    if (count < search->least) return false;
    *out = (HexRun){arena_alloc_raw(search->arena, count),
                    arena_alloc_raw(search->arena, count * sizeof *out->places), 0, end};
    for (size_t next = at; out->count < count && hex_byte(text, next, &byte);
         next = skip_separators(text, next + byte.took)) {
        out->bytes[out->count] = byte.byte;
        out->places[out->count++] = byte;
    }
    return true;
}

static void take_texts(const EncodedSearch *search, const HexRun *run) {
    size_t from, to = 0;
    while (next_text((Sv){run->bytes, run->count}, search->least, &from, &to)) {
        MaskReading part = reading_new(search->arena, to - from);
        for (size_t i = from; i < to; i++)
            reading_put(&part, search->text, run->places[i]);
        search->take(search->self, &part);
    }
}

// Whether a digit in front of it is another's is not known: both ways are tried.
static void find_hex(const EncodedSearch *search) {
    Sv text = {search->text->bytes, search->text->len};
    for (size_t at = 0; at + 2 * search->least <= text.len;) {
        size_t next = at + 1;
        bool begins = ascii_is_hex(text.at[at]) && (at == 0 || !ascii_is_hex(text.at[at - 1]));
        for (size_t skip = 0; begins && skip < 2; skip++) {
            HexRun run;
            if (!hex_run(search, at + skip, &run)) continue;
            take_texts(search, &run);
            if (run.end > next) next = run.end;
        }
        at = next;
    }
}

void encoded_find(Arena *arena, const MaskReading *text, size_t least, TakeReading *take,
                  void *self) {
    EncodedSearch search = {arena, text, least, take, self};
    find_base64(&search);
    find_hex(&search);
}
