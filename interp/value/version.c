#include "value/version.h"
#include "base/ascii.h"
#include "base/map.h"

static bool is_identifier(int c) {
    return ascii_is_alnum(c) || c == '-';
}

// ── reading ──

enum { LONGEST = 255 }; // bytes; nobody writes a longer version

typedef bool Takes(int c);

// The end of a sequence of parts separated by dots; `at` itself if there is none.
static size_t end_of_parts(Sv text, size_t at, Takes *takes) {
    size_t end = at;
    for (;;) {
        size_t next = at;
        while (next < text.len && takes(text.at[next]))
            next++;
        if (next == at) return end;
        end = next;
        if (next == text.len || text.at[next] != '.') return end;
        at = next + 1;
    }
}

static size_t end_of_tail(Sv text, size_t at, char sign) {
    if (at == text.len || text.at[at] != sign) return at;
    size_t end = end_of_parts(text, at + 1, is_identifier);
    return end > at + 1 ? end : at;
}

bool value_version(Sv text, Value *out, size_t *good) {
    if (good) *good = 0;
    if (text.len > LONGEST) return false;
    bool marked = text.len > 0 && (text.at[0] == 'v' || text.at[0] == 'V');
    size_t from = marked ? 1 : 0, end = end_of_parts(text, from, ascii_is_digit);
    bool numbered = end > from;
    if (numbered) end = end_of_tail(text, end_of_tail(text, end, '-'), '+');
    if (good && numbered) *good = end;
    if (!numbered || end < text.len) return false;
    *out = (Value){.kind = VALUE_VERSION, .text = {text.at, text.len}};
    return true;
}

// ── what counts ──

typedef struct Parts {
    Sv numbers; // without the v, and without zeros that say nothing at its end
    Sv before;  // the pre-release; empty = none
} Parts;

static Sv without_zeros(Sv digits) {
    size_t at = 0;
    while (at < digits.len && digits.at[at] == '0')
        at++;
    return sv_slice(digits, at, digits.len);
}

// 1.10.0 is 1.10, and so is 1.10.00.
static Sv without_zero_parts(Sv numbers) {
    for (;;) {
        size_t dot = numbers.len;
        while (dot > 0 && numbers.at[dot - 1] != '.')
            dot--;
        if (without_zeros(sv_slice(numbers, dot, numbers.len)).len > 0) return numbers;
        if (dot == 0) return sv_slice(numbers, 0, 0);
        numbers = sv_slice(numbers, 0, dot - 1);
    }
}

static Parts parts_of(Sv text) {
    size_t from = text.len > 0 && !ascii_is_digit(text.at[0]) ? 1 : 0;
    text = sv_slice(text, from, sv_find_char(text, '+', 0));
    size_t dash = sv_find_char(text, '-', 0);
    Sv numbers = sv_slice(text, 0, dash);
    Sv before = dash == SV_NONE ? (Sv){0} : sv_slice(text, dash + 1, text.len);
    return (Parts){without_zero_parts(numbers), before};
}

static bool is_number(Sv identifier) {
    for (size_t i = 0; i < identifier.len; i++)
        if (!ascii_is_digit(identifier.at[i])) return false;
    return true;
}

// ── comparing ──

static int compare_numbers(Sv a, Sv b) {
    a = without_zeros(a);
    b = without_zeros(b);
    if (a.len != b.len) return a.len < b.len ? -1 : 1;
    return sv_cmp(a, b);
}

static int compare_identifiers(Sv a, Sv b) {
    bool number = is_number(a), other = is_number(b);
    if (number != other) return number ? -1 : 1;
    return number ? compare_numbers(a, b) : sv_cmp(a, b);
}

// Of two sequences with the same beginning the longer one is greater.
static int compare_rows(Sv a, Sv b, int (*compare)(Sv a, Sv b)) {
    Sv part, other;
    for (;;) {
        bool more = a.len > 0 && sv_next_part(&a, '.', &part);
        bool others = b.len > 0 && sv_next_part(&b, '.', &other);
        if (!more || !others) return (int)more - (int)others;
        int order = compare(part, other);
        if (order != 0) return order;
    }
}

int version_compare(Sv a, Sv b) {
    Parts left = parts_of(a), right = parts_of(b);
    int order = compare_rows(left.numbers, right.numbers, compare_numbers);
    if (order != 0) return order;
    // A release comes after all its pre-releases.
    if (left.before.len == 0 || right.before.len == 0)
        return (int)(left.before.len == 0) - (int)(right.before.len == 0);
    return compare_rows(left.before, right.before, compare_identifiers);
}

static uint64_t hash_rows(uint64_t hash, Sv row) {
    Sv part;
    while (row.len > 0 && sv_next_part(&row, '.', &part))
        hash = hash_u64(hash ^ hash_bytes(is_number(part) ? without_zeros(part) : part));
    return hash;
}

uint64_t version_hash(Sv text) {
    Parts parts = parts_of(text);
    return hash_rows(hash_rows(VALUE_VERSION, parts.numbers) + 1, parts.before);
}
