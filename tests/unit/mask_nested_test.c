// Every way of writing a secret, and every way of writing that once more, is found by the masker:
// the whole product of ways, twice deep.
#include "base/ascii.h"
#include "base/buf.h"
#include "base/limits.h"
#include "base/system/digest.h"
#include "base/utf8.h"
#include "check.h"
#include "mask/masker.h"
#include "soak.h"
#include "value/json.h"

typedef void Way(Buf *out, Sv text);

static void as_it_is(Buf *out, Sv text) {
    buf_add(out, text);
}

static void json(Buf *out, Sv text) {
    json_write_text(out, text);
}

// As Python and PHP write it: nothing beyond ASCII, and the slash escaped.
static void json_ascii(Buf *out, Sv text) {
    for (size_t at = 0; at < text.len;) {
        size_t next = at;
        uint32_t c = utf8_next(text, &next);
        if (c == '"' || c == '\\' || c == '/')
            buf_addf(out, "\\%c", (char)c);
        else if (c >= 0x20 && c < 0x7F)
            buf_add_char(out, (char)c);
        else
            buf_addf(out, "\\u%04x", c);
        at = next;
    }
}

static void xml(Buf *out, Sv text) {
    for (size_t i = 0; i < text.len; i++)
        switch (text.at[i]) {
        case '&': buf_add_c(out, "&amp;"); break;
        case '<': buf_add_c(out, "&lt;"); break;
        case '>': buf_add_c(out, "&gt;"); break;
        case '"': buf_add_c(out, "&quot;"); break;
        case '\'': buf_add_c(out, "&#39;"); break;
        default: buf_add_char(out, text.at[i]);
        }
}

static void xml_numbers(Buf *out, Sv text) {
    for (size_t at = 0; at < text.len;) {
        uint32_t c = utf8_next(text, &at);
        buf_addf(out, "&#x%X;", c);
    }
}

static void percent(Buf *out, Sv text) {
    for (size_t i = 0; i < text.len; i++)
        if (ascii_is_alnum(text.at[i]))
            buf_add_char(out, text.at[i]);
        else
            buf_addf(out, "%%%02X", (unsigned char)text.at[i]);
}

static void form(Buf *out, Sv text) {
    for (size_t i = 0; i < text.len; i++)
        if (text.at[i] == ' ')
            buf_add_char(out, '+');
        else
            percent(out, sv_slice(text, i, i + 1));
}

static void percent_all(Buf *out, Sv text) {
    for (size_t i = 0; i < text.len; i++)
        buf_addf(out, "%%%02x", (unsigned char)text.at[i]);
}

static void doubled(Buf *out, Sv text, char quote) {
    buf_add_char(out, quote);
    for (size_t i = 0; i < text.len; i++)
        buf_add_repeat(out, text.at[i], text.at[i] == quote ? 2 : 1);
    buf_add_char(out, quote);
}

static void sql(Buf *out, Sv text) {
    doubled(out, text, '\'');
}

static void csv(Buf *out, Sv text) {
    doubled(out, text, '"');
}

static void shell(Buf *out, Sv text) {
    buf_add_char(out, '\'');
    for (size_t i = 0; i < text.len; i++)
        if (text.at[i] == '\'')
            buf_add_c(out, "'\\''");
        else
            buf_add_char(out, text.at[i]);
    buf_add_char(out, '\'');
}

// printf %q in the C locale.
static void shell_octal(Buf *out, Sv text) {
    buf_add_c(out, "$'");
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];
        if (c == '\'' || c == '\\')
            buf_addf(out, "\\%c", c);
        else if (c < 0x20 || c >= 0x7F)
            buf_addf(out, "\\%03o", c);
        else
            buf_add_char(out, (char)c);
    }
    buf_add_char(out, '\'');
}

static void octal_byte(Buf *out, unsigned char c) {
    buf_addf(out, "\\%03o", c);
}

static void hex_byte(Buf *out, unsigned char c) {
    buf_addf(out, "\\x%02x", c);
}

static void capital_hex_byte(Buf *out, unsigned char c) {
    buf_addf(out, "\\X%02x", c);
}

static void square_byte(Buf *out, unsigned char c) {
    buf_addf(out, "\\x[%02x]", c);
}

static void echoed_byte(Buf *out, unsigned char c) {
    buf_addf(out, "\\0%03o", c);
}

static void meta_byte(Buf *out, unsigned char c) {
    bool control = (c & 0x7F) < 0x20 || (c & 0x7F) == 0x7F;
    if (c >= 0x80) buf_add_c(out, "M-");
    if (control) buf_add_char(out, '^');
    buf_add_char(out, (char)(control ? (c & 0x7F) ^ 0x40 : c & 0x7F));
}

static void meta_escape(Buf *out, unsigned char c) {
    buf_add_char(out, '\\');
    meta_byte(out, c);
}

static bool is_other(char c) {
    bool ends_line = c == '\n' || c == '\r';
    return !ends_line && (c < 0x20 || c == 0x7F); // each byte of other letters is negative
}

// In quotes, with the bytes of other letters each by itself: 'caf'$'\303'$'\251' of zsh; or those
// that stand together in one: 'caf'$'\303\251' of ls.
static void quoted_apart(Buf *out, Sv text, void (*write)(Buf *, unsigned char), bool together) {
    buf_add_char(out, '\'');
    for (size_t i = 0; i < text.len; i++) {
        bool joined = together && i > 0 && is_other(text.at[i - 1]);
        if (is_other(text.at[i])) {
            if (!joined) buf_add_c(out, "'$'");
            write(out, (unsigned char)text.at[i]);
            if (!together || i + 1 == text.len || !is_other(text.at[i + 1])) buf_add_c(out, "''");
        } else if (text.at[i] == '\'') {
            buf_add_c(out, "'\\''");
        } else {
            buf_add_char(out, text.at[i]);
        }
    }
    buf_add_char(out, '\'');
}

static void ls_octal(Buf *out, Sv text) {
    quoted_apart(out, text, octal_byte, true);
}

static void zsh_octal(Buf *out, Sv text) {
    quoted_apart(out, text, octal_byte, false);
}

static void zsh_meta(Buf *out, Sv text) {
    quoted_apart(out, text, meta_escape, false);
}

static void ksh_hex(Buf *out, Sv text) {
    quoted_apart(out, text, hex_byte, true);
}

static void ksh_square(Buf *out, Sv text) {
    quoted_apart(out, text, square_byte, true);
}

// Outside of quotes.
static void other_bytes(Buf *out, Sv text, void (*write)(Buf *, unsigned char)) {
    for (size_t i = 0; i < text.len; i++)
        if (is_other(text.at[i]))
            write(out, (unsigned char)text.at[i]);
        else
            buf_addf(out, "%s%c", text.at[i] == '\\' || text.at[i] == '\'' ? "\\" : "", text.at[i]);
}

static void fish(Buf *out, Sv text) {
    other_bytes(out, text, capital_hex_byte);
}

static void echoed(Buf *out, Sv text) {
    other_bytes(out, text, echoed_byte);
}

static void cat_v(Buf *out, Sv text) {
    for (size_t i = 0; i < text.len; i++)
        if (text.at[i] == '\n' || text.at[i] == '\r')
            buf_add_char(out, text.at[i]);
        else
            meta_byte(out, (unsigned char)text.at[i]);
}

// As git and PostgreSQL do it: in double quotes.
static void git_octal(Buf *out, Sv text) {
    buf_add_char(out, '"');
    for (size_t i = 0; i < text.len; i++)
        if (is_other(text.at[i]))
            octal_byte(out, (unsigned char)text.at[i]);
        else
            buf_addf(out, "%s%c", text.at[i] == '\\' || text.at[i] == '"' ? "\\" : "", text.at[i]);
    buf_add_char(out, '"');
}

// Each character by its number, in so many digits at least.
static void by_number(Buf *out, Sv text, const char *before, int digits, const char *behind) {
    for (size_t at = 0; at < text.len;)
        buf_addf(out, "%s%0*x%s", before, digits, (unsigned)utf8_next(text, &at), behind);
}

static void braced(Buf *out, Sv text) {
    by_number(out, text, "\\u{", 1, "}");
}

static void braced_x(Buf *out, Sv text) {
    by_number(out, text, "\\x{", 1, "}");
}

static void square_units(Buf *out, Sv text) {
    by_number(out, text, "\\u[", 1, "]");
}

// As ascii() of Python and escape() of a browser have it: letters of Latin-1 in two digits.
static void by_letter(Buf *out, Sv text, const char *brief, const char *wide) {
    for (size_t at = 0; at < text.len;) {
        size_t begin = at;
        uint32_t code = utf8_next(text, &at);
        if (code < 0x80 && code != '\\' && code != '%' && code != '\'')
            buf_add(out, sv_slice(text, begin, at));
        else if (code > 0xFF)
            buf_addf(out, "%s%04x", wide, (unsigned)code);
        else
            buf_addf(out, "%s%02x", brief, (unsigned)code);
    }
}

static void python_ascii(Buf *out, Sv text) {
    by_letter(out, text, "\\x", "\\u");
}

static void browser_escape(Buf *out, Sv text) {
    by_letter(out, text, "%", "%u");
}

static void percent_units(Buf *out, Sv text) {
    by_number(out, text, "%u", 4, "");
}

static void shell_words(Buf *out, Sv text) {
    for (size_t i = 0; i < text.len; i++)
        buf_addf(out, "%s%c", ascii_is_alnum(text.at[i]) || text.at[i] < 0 ? "" : "\\", text.at[i]);
}

static void x_bytes(Buf *out, Sv text) {
    for (size_t i = 0; i < text.len; i++)
        buf_addf(out, "\\x%02x", (unsigned char)text.at[i]);
}

static void base64(Buf *out, Sv text) {
    base64_add(out, text);
}

static void base64_behind(Buf *out, Sv text) {
    BUF_AUTO Buf whole = buf_new(LIMIT_STRING_BYTES);
    buf_addf(&whole, "user:%.*s", SV_ARG(text));
    base64_add(out, buf_sv(&whole));
}

static void base64url(Buf *out, Sv text) {
    BUF_AUTO Buf digits = buf_new(LIMIT_STRING_BYTES);
    base64_add(&digits, text);
    for (size_t i = 0; i < digits.len; i++) {
        char c = digits.at[i];
        if (c != '=') buf_add_char(out, c == '+' ? '-' : c == '/' ? '_' : c);
    }
}

static void base64_lines(Buf *out, Sv text) {
    BUF_AUTO Buf digits = buf_new(LIMIT_STRING_BYTES);
    base64_add(&digits, text);
    for (size_t i = 0; i < digits.len; i += 20)
        buf_addf(out, "%.*s\r\n", SV_ARG(sv_slice(buf_sv(&digits), i, i + 20)));
}

static void hex(Buf *out, Sv text) {
    hex_add(out, text);
}

static void bytes_as(Buf *out, Sv text, const char *format, const char *between) {
    for (size_t i = 0; i < text.len; i++) {
        if (i > 0) buf_add_c(out, i % 16 == 0 && between[0] == ' ' ? "\n" : between);
        buf_addf(out,
                 format[0] == '0'   ? "0x%02x"
                 : format[0] == 'X' ? "%02X"
                                    : "%02x",
                 (unsigned char)text.at[i]);
    }
}

static void hex_capitals(Buf *out, Sv text) {
    bytes_as(out, text, "X", "");
}

static void hex_colons(Buf *out, Sv text) {
    bytes_as(out, text, "x", ":");
}

static void hex_dump(Buf *out, Sv text) {
    bytes_as(out, text, "x", " ");
}

static void hex_array(Buf *out, Sv text) {
    bytes_as(out, text, "0", ", ");
}

static void jwt(Buf *out, Sv text) {
    BUF_AUTO Buf claims = buf_new(LIMIT_STRING_BYTES);
    buf_add_c(&claims, "{\"sub\":");
    json_write_text(&claims, text);
    buf_add_char(&claims, '}');
    buf_add_c(out, "eyJhbGciOiJIUzI1NiJ9.");
    base64url(out, buf_sv(&claims));
    buf_add_c(out, ".AAECAwQFBgcICQoLDA0ODw");
}

static const struct {
    const char *name;
    Way *write;
} ways[] = {{"as it is", as_it_is},
            {"json", json},
            {"json in ascii", json_ascii},
            {"xml", xml},
            {"xml in numbers", xml_numbers},
            {"percent", percent},
            {"form", form},
            {"percent all", percent_all},
            {"sql", sql},
            {"csv", csv},
            {"shell", shell},
            {"shell octal", shell_octal},
            {"ls octal", ls_octal},
            {"zsh octal", zsh_octal},
            {"zsh meta", zsh_meta},
            {"ksh hex", ksh_hex},
            {"ksh []", ksh_square},
            {"ksh \\u[]", square_units},
            {"fish", fish},
            {"echo octal", echoed},
            {"cat -v", cat_v},
            {"git octal", git_octal},
            {"\\x{}", braced_x},
            {"python ascii", python_ascii},
            {"browser escape", browser_escape},
            {"shell words", shell_words},
            {"\\x", x_bytes},
            {"\\u{}", braced},
            {"%u", percent_units},
            {"base64", base64},
            {"base64 behind", base64_behind},
            {"base64url", base64url},
            {"base64 in lines", base64_lines},
            {"hex", hex},
            {"HEX", hex_capitals},
            {"he:x", hex_colons},
            {"he x", hex_dump},
            {"0xhe", hex_array},
            {"jwt", jwt}};
enum { WAYS = sizeof ways / sizeof *ways };

static const char *const secrets[] = {
    "Can4ry/Bird+\"7&9\\x'<y>%41=Z\xc3\xa9",
    "correct horse battery staple",
    "s3cr3t-token-1",
    "it''s a \"quoted\" one\\",
    "\xd0\xbf\xd0\xb0\xd1\x80\xd0\xbe\xd0\xbb\xd1\x8c-42",
    "48151623",
    "100%25&amp;",
    "caf\\\xc3\xa9's \xc2\xa7 sign$",
    "\xc3\xa9tage-^x'M-Cl\xc3\xa9",
};

// Bytes of the secret's text that are left, apart from its name: what stands in groups with others'
// bits may be.
static size_t left(Sv masked, const char *name) {
    size_t named = sv_from_c(name).len, count = 0;
    for (size_t at = 0; (at = sv_find(masked, sv_from_c(name), at)) != SV_NONE; at += named)
        count++;
    return masked.len - count * named;
}

// What stands around it once it is written in the inner way.
typedef struct Around {
    const char *before, *behind;
} Around;

static const Around arounds[] = {{"", ""},
                                 {"token=", "&b=2"},
                                 {"{\"a\": \"", "\", \"b\": 1}"},
                                 {"abcde", "fgh9"},
                                 {"-H 'X: ", "'\n"}};
enum { AROUNDS = sizeof arounds / sizeof *arounds };

static void write(Buf *out, Way *outer, Way *inner, const Around *around, Sv secret) {
    BUF_AUTO Buf once = buf_new(LIMIT_STRING_BYTES);
    buf_add_c(&once, around->before);
    inner(&once, secret);
    buf_add_c(&once, around->behind);
    outer(out, buf_sv(&once));
}

static bool hidden(Masker *masker, size_t outer, size_t inner, const Around *around, Sv secret) {
    BUF_AUTO Buf text = buf_new(LIMIT_STRING_BYTES), own = buf_new(LIMIT_STRING_BYTES);
    Arena *arena = arena_new(1 << 28);
    write(&own, ways[outer].write, ways[inner].write, around, SV(""));
    write(&text, ways[outer].write, ways[inner].write, around, secret);
    Sv masked = masker_text(masker, arena, buf_sv(&text));
    bool is_hidden =
        sv_find(masked, SV("«k»"), 0) != SV_NONE && left(masked, "«k»") <= own.len + 32;
    if (!is_hidden)
        printf("%s of %s: %.*s\n  shown as %.*s\n", ways[outer].name, ways[inner].name,
               SV_ARG(buf_sv(&text)), SV_ARG(masked));
    arena_free(arena);
    return is_hidden;
}

static void product(void) {
    size_t count = 0;
    for (size_t s = 0; s < sizeof secrets / sizeof *secrets; s++) {
        Masker *masker = masker_new();
        Sv secret = sv_from_c(secrets[s]);
        masker_add(masker, SV("k"), secret, LIMIT_SECRET_MIN_BYTES);
        // Every third, from elsewhere for each secret, so that every pair of ways is tried.
        size_t stride = soaking() ? 1 : 3;
        for (size_t i = s % stride; i < (size_t)WAYS * WAYS * AROUNDS; i += stride, count++)
            CHECK(hidden(masker, i % WAYS, i / WAYS % WAYS, &arounds[i / WAYS / WAYS], secret));
        masker_free(masker);
    }
    printf("%zu ways of writing a secret\n", count);
}

// UTF-16, as Windows' programs write it, of letters that ASCII has; and in base64 as they take it.
static void with_zeros_between(void) {
    Masker *masker = masker_new();
    Arena *arena = arena_new(1 << 28);
    BUF_AUTO Buf wide = buf_new(256), digits = buf_new(1024);
    masker_add(masker, SV("k"), SV("s3cr3t-token-1"), LIMIT_SECRET_MIN_BYTES);
    for (const char *at = "x s3cr3t-token-1 y"; *at; at++) {
        buf_add_char(&wide, *at);
        buf_add_char(&wide, '\0');
    }
    base64_add(&digits, buf_sv(&wide));
    CHECK(sv_find(masker_text(masker, arena, buf_sv(&wide)), SV("«k»"), 0) != SV_NONE);
    CHECK(sv_find(masker_text(masker, arena, buf_sv(&digits)), SV("«k»"), 0) != SV_NONE);
    arena_free(arena);
    masker_free(masker);
}

// The masker promises nothing of what is no way of writing a text: this shows that `hidden` can say
// no.
static void turned_round(void) {
    Masker *masker = masker_new();
    Arena *arena = arena_new(1 << 28);
    masker_add(masker, SV("k"), SV("s3cr3t-token-1"), LIMIT_SECRET_MIN_BYTES);
    CHECK_C(masker_text(masker, arena, SV("1-nekot-t3rc3s")), "1-nekot-t3rc3s");
    CHECK_C(masker_text(masker, arena, SV("S3CR3T-TOKEN-1")), "S3CR3T-TOKEN-1");
    arena_free(arena);
    masker_free(masker);
}

// What is no secret stays as it is, although it looks as if something were encoded in it.
static void nothing_else(void) {
    static const char *const texts[] = {
        "{\"digest\":\"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\",\"n\":12345678}",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U",
        "https://h/a%20b?c=d&e=%2Ff&amp;g 'it''s' \\n \\303\\251 0x00 0xff 00:1a:2b:3c:4d:5e"};
    Masker *masker = masker_new();
    Arena *arena = arena_new(1 << 28);
    for (size_t s = 0; s < sizeof secrets / sizeof *secrets; s++)
        masker_add(masker, SV("k"), sv_from_c(secrets[s]), LIMIT_SECRET_MIN_BYTES);
    for (size_t t = 0; t < sizeof texts / sizeof *texts; t++)
        CHECK_C(masker_text(masker, arena, sv_from_c(texts[t])), texts[t]);
    arena_free(arena);
    masker_free(masker);
}

int main(void) {
    product();
    with_zeros_between();
    turned_round();
    nothing_else();
    return check_done();
}
