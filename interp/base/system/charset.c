#include "base/system/charset.h"

#include "base/ascii.h"
#include "base/utf8.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

typedef struct Charset {
    const char *name, *iconv, *others;
} Charset;

static const Charset charsets[] = {
#define CHARSET(name, iconv, others) {name, iconv, others},
#include "base/system/charsets.def"
#undef CHARSET
};

enum {
    COUNT = sizeof charsets / sizeof *charsets,
    NAME_BYTES = 60,
    CANDIDATES = 256,
    CHUNK = 16 * 1024
};

static bool has_word(const char *words, Sv word) {
    Sv rest = sv_from_c(words), part;
    while (sv_next_part(&rest, ' ', &part))
        if (sv_eq_nocase(part, word)) return true;
    return false;
}

static const Charset *find(Sv name) {
    for (size_t i = 0; i < COUNT; i++)
        if (sv_eq_nocase(sv_from_c(charsets[i].name), name) || has_word(charsets[i].others, name))
            return &charsets[i];
    return NULL;
}

bool charset_is_utf8(Sv name) {
    return find(name) == &charsets[0];
}

// "//TRANSLIT" behind a name would have iconv replace what it cannot say, and an empty one means
// the locale's.
static bool is_name(Sv name) {
    for (size_t i = 0; i < name.len; i++) {
        char c = name.at[i];
        if (!ascii_is_word(c) && c != '-' && c != '.' && c != ':') return false;
    }
    return name.len > 0 && name.len <= NAME_BYTES;
}

static iconv_t opened(Arena *arena, Sv name) {
    const Charset *found = find(name);
    if (!found && !is_name(name)) return (iconv_t)-1;
    return iconv_open("UTF-8", found ? found->iconv : sv_to_c(arena, name));
}

static Sv closest(Sv name) {
    Sv candidates[CANDIDATES];
    size_t count = 0;
    for (size_t i = 0; i < COUNT; i++) {
        Sv rest = sv_from_c(charsets[i].others);
        candidates[count++] = sv_from_c(charsets[i].name);
        while (count < CANDIDATES - 1 && sv_next_part(&rest, ' ', &candidates[count]))
            count++;
    }
    return sv_closest(name, candidates, count);
}

// The most common one needs no tables: each byte is its code point.
static bool is_latin1(Sv name) {
    const Charset *found = find(name);
    return found && sv_eq_c(SV("iso-8859-1"), found->name);
}

static void decode_latin1(Sv bytes, Buf *out) {
    for (size_t i = 0; i < bytes.len && !out->full; i++)
        buf_add_utf8(out, (unsigned char)bytes.at[i]);
}

Sv charset_unknown(Arena *arena, Sv name) {
    if (is_latin1(name)) return (Sv){0};
    iconv_t converter = opened(arena, name);
    if (converter != (iconv_t)-1) {
        iconv_close(converter);
        return (Sv){0};
    }
    Sv close = closest(name);
    int shown = (int)(name.len < NAME_BYTES ? name.len : NAME_BYTES);
    if (find(name))
        return sv_format(
            arena,
            "the character set '%.*s' is not installed here: iconv has no tables of it "
            "(iconv -l lists what it has)",
            shown, name.at);
    if (close.len > 0)
        return sv_format(arena, "the character set '%.*s' is not known; did you mean '%.*s'?",
                         shown, name.at, SV_ARG(close));
    return sv_format(arena,
                     "the character set '%.*s' is not known; there are utf-8, iso-8859-1, "
                     "windows-1252, utf-16, gb18030, shift_jis and all that iconv -l lists",
                     shown, name.at);
}

// ── decoding ──

// The byte order mark decides between the two orders of UTF-16 and UTF-32; without one the small
// end comes first, as in browsers.
static Sv by_mark(Sv name, Sv bytes) {
    const Charset *found = find(name);
    bool wide = found && sv_eq_c(SV("utf-32"), found->name);
    if (!wide && !(found && sv_eq_c(SV("utf-16"), found->name))) return name;
    Sv mark = wide ? SV("\0\0\xFE\xFF") : SV("\xFE\xFF");
    return !sv_starts(bytes, mark) ? name : wide ? SV("utf-32be") : SV("utf-16be");
}

static bool convert(iconv_t converter, Sv bytes, Buf *out, size_t *bad) {
    char *from = (char *)(uintptr_t)bytes.at;
    size_t left = bytes.len;
    for (bool more = true; more;) {
        // At the end what a character set with states still holds is asked for.
        bool last = left == 0;
        char *to = buf_reserve(out, CHUNK);
        if (!to) return true; // the buffer says that it is full
        size_t room = CHUNK;
        size_t done = iconv(converter, last ? NULL : &from, last ? NULL : &left, &to, &room);
        out->len += CHUNK - room;
        *bad = bytes.len - left;
        if (done == (size_t)-1 && errno != E2BIG) return false;
        more = !last || done == (size_t)-1;
    }
    return true;
}

static bool decode(iconv_t converter, Sv bytes, Buf *out, size_t *bad) {
    size_t from = out->len;
    if (!convert(converter, bytes, out, bad)) return false;
    static const char mark[] = "\xEF\xBB\xBF";
    if (sv_starts(sv_slice(buf_sv(out), from, out->len), SV("\xEF\xBB\xBF"))) {
        out->len -= sizeof mark - 1;
        memmove(out->at + from, out->at + from + sizeof mark - 1, out->len - from);
    }
    return true;
}

bool charset_decode(Arena *arena, Sv name, Sv bytes, Buf *out, Sv *error) {
    size_t bad = 0;
    if (is_latin1(name)) {
        decode_latin1(bytes, out);
        return true;
    }
    iconv_t converter = opened(arena, by_mark(name, bytes));
    if (converter == (iconv_t)-1) {
        *error = charset_unknown(arena, name);
        return false;
    }
    bool fine = decode(converter, bytes, out, &bad);
    iconv_close(converter);
    // iconv knows code points that UTF-8 has no place for.
    if (fine && utf8_valid(buf_sv(out), NULL)) return true;
    if (fine)
        *error = sv_format(arena, "not %.*s text: some of it are no characters", SV_ARG(name));
    else if (bad >= bytes.len)
        *error = sv_format(arena, "not %.*s text: it ends within a character", SV_ARG(name));
    else
        *error = sv_format(arena, "not %.*s text: byte %zu is 0x%02x", SV_ARG(name), bad + 1,
                           (unsigned char)bytes.at[bad]);
    return false;
}
