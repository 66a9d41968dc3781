// Secrets in text that was shortened for people (values in failures, excerpts in error texts, the
// middle of a long output): a cut may have gone through one.
#include "base/ascii.h"
#include "mask/mask_forms.h"
#include <string.h>

// Fewer bytes of a secret reveal nothing, and would hit ordinary words by chance; of a weak one
// half.
enum { LEAST_PIECE = 4, LEAST_MIDDLE = 6, LEAST_CUT_TEXT = 32, LONGEST_ESCAPE = 9 };

static const char ellipsis[] = "\xe2\x80\xa6";
enum { ELLIPSIS_BYTES = sizeof ellipsis - 1 };

// What may be between a piece and the sign that it was cut.
static bool between(char c) {
    return c == '[' || c == ']' || c == ' ' || c == '\n' || c == '\r';
}

static size_t skip_back(Sv text, size_t end) {
    size_t most = end > 3 ? end - 3 : 0;
    while (end > most && between(text.at[end - 1]))
        end--;
    return end;
}

static size_t skip_forward(Sv text, size_t begin) {
    size_t most = begin + 3 < text.len ? begin + 3 : text.len;
    while (begin < most && between(text.at[begin]))
        begin++;
    return begin;
}

static size_t less(size_t a, size_t b) {
    return a < b ? a : b;
}

static size_t least_piece(Sv form, size_t least) {
    size_t half = form.len / 2 > 1 ? form.len / 2 : 2;
    return half < least ? half : least;
}

static void find_beginning(const Forms *forms, const MaskReading *reading, size_t end, size_t least,
                           Hits *hits) {
    for (uint32_t i = 0; i < forms->count; i++) {
        Sv form = forms->items[i].text;
        for (size_t len = less(form.len - 1, end); len >= least_piece(form, least); len--) {
            if (reading->bytes[end - 1] != form.at[len - 1] ||
                memcmp(reading->bytes + end - len, form.at, len) != 0)
                continue;
            hits_add(hits, reading, end - len, len, forms->items[i].secret);
            break;
        }
    }
}

static void find_end(const Forms *forms, const MaskReading *reading, size_t begin, Hits *hits) {
    for (uint32_t i = 0; i < forms->count; i++) {
        Sv form = forms->items[i].text;
        size_t least = least_piece(form, LEAST_PIECE);
        for (size_t len = less(form.len - 1, reading->len - begin); len >= least; len--) {
            if (memcmp(reading->bytes + begin, form.at + form.len - len, len) != 0) continue;
            hits_add(hits, reading, begin, len, forms->items[i].secret);
            break;
        }
    }
}

static void find_middle(const Forms *forms, const MaskReading *reading, size_t begin, size_t end,
                        Hits *hits) {
    if (end < begin + LEAST_MIDDLE) return;
    Sv piece = {reading->bytes + begin, end - begin};
    for (uint32_t i = 0; i < forms->count; i++)
        if (piece.len < forms->items[i].text.len &&
            sv_find(forms->items[i].text, piece, 0) != SV_NONE)
            hits_add(hits, reading, begin, piece.len, forms->items[i].secret);
}

// The cut may have gone through an escape: &#1… or \u00…; then the piece ends before that.
static size_t before_escape(Sv text, size_t end) {
    size_t most = end > LONGEST_ESCAPE ? end - LONGEST_ESCAPE : 0;
    for (size_t at = end; at > most; at--) {
        char c = text.at[at - 1];
        if (c == '&' || c == '\\' || c == '%') return at - 1;
    }
    return end;
}

// … and what is left of the escape stands before the next piece.
static void find_ends(const Forms *forms, const MaskReading *reading, size_t begin, Hits *hits) {
    find_end(forms, reading, begin, hits);
    for (size_t at = begin; at < begin + LONGEST_ESCAPE && at < reading->len; at++) {
        char c = reading->bytes[at];
        if (!ascii_is_alnum(c) && c != '#' && c != ';') return;
        if (c == ';' || ascii_is_hex(c)) find_end(forms, reading, at + 1, hits);
        if (c == ';') return;
    }
}

void forms_find_cut(const Forms *forms, const MaskReading *reading, Hits *hits) {
    Sv text = {reading->bytes, reading->len};
    size_t begin = SV_NONE; // behind the last sign
    for (size_t at = 0; (at = sv_find(text, sv_from_c(ellipsis), at)) != SV_NONE;
         at += ELLIPSIS_BYTES) {
        size_t end = skip_back(text, at);
        if (begin != SV_NONE) find_middle(forms, reading, begin, end, hits);
        find_beginning(forms, reading, end, LEAST_PIECE, hits);
        size_t before = before_escape(text, end);
        if (before < end) find_beginning(forms, reading, before, LEAST_PIECE, hits);
        begin = skip_forward(text, at + ELLIPSIS_BYTES);
        find_ends(forms, reading, begin, hits);
    }
    // A long text that simply ends may have been cut as well; then more bytes must match.
    if (text.len >= LEAST_CUT_TEXT) find_beginning(forms, reading, text.len, ANCHOR_BYTES, hits);
}
