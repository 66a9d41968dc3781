// Credentials on a page: recognises them by their names, and makes a text without them. Drafts are
// read by many, so a credential on a page is never copied.
#include "base/limits.h"
#include "import/import_internal.h"
#include "url/url_parts.h"

static bool is_value_char(char c) {
    return ascii_is_alnum(c) || (unsigned char)c >= 0x80;
}

static Sv shouted(Arena *arena, Sv name) {
    char *out = arena_copy(arena, name.at, name.len);
    for (size_t i = 0; i < name.len; i++)
        if (out[i] == '-')
            out[i] = '_';
        else
            out[i] = ascii_upper(out[i]);
    return (Sv){out, name.len};
}

Sv import_variable_name(Arena *arena, Sv name) {
    return shouted(arena, import_snake(arena, name));
}

bool import_is_secret(Arena *arena, Sv name) {
    static const char *const words[] = {"TOKEN",         "SECRET",   "PASSWORD",  "PASSWD",
                                        "PASSPHRASE",    "API_KEY",  "APIKEY",    "ACCESS_KEY",
                                        "AUTHORIZATION", "COOKIE",   "SIGNATURE", "CREDENTIAL",
                                        "PRIVATE_KEY",   "AUTH_KEY", "X_AUTH"};
    Sv upper = shouted(arena, name), snake = shouted(arena, import_snake(arena, name));
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (sv_find(upper, sv_from_c(words[i]), 0) != SV_NONE ||
            sv_find(snake, sv_from_c(words[i]), 0) != SV_NONE)
            return true;
    return false;
}

// ── in a text ──

// The offset of a value after a word that names a credential: `password=`, `"token": "`, `Bearer `,
// `--secret `, `PASSWORD '`. `at` itself if there is none.
static size_t value_start(Sv text, size_t word, size_t at, bool blank) {
    size_t i = at;
    bool parted = false;
    while (i < text.len && (text.at[i] == '"' || text.at[i] == '\''))
        i++;
    while (i < text.len && (text.at[i] == ' ' || text.at[i] == '=' || text.at[i] == ':')) {
        parted = parted || text.at[i] != ' ';
        i++;
    }
    bool quoted = i < text.len && (text.at[i] == '\'' || text.at[i] == '"');
    bool option = word >= 2 && text.at[word - 1] == '-';
    bool apart = i > at && (parted || quoted || option || blank);
    if (quoted) i++;
    return apart && i < text.len && is_value_char(text.at[i]) ? i : at;
}

static size_t value_end(Sv text, size_t at) {
    static const Sv ends = SV_INIT(" \t\n\"'&,;|)}");
    while (at < text.len && sv_find_char(ends, text.at[at], 0) == SV_NONE)
        at++;
    return at;
}

typedef struct SecretWord {
    const char *word;
    bool blank; // its value stands behind a blank
} SecretWord;

// Where the value after the word at `at` begins and ends; false if there is none.
static bool credential_at(Sv upper, Sv text, size_t at, size_t *from, size_t *to) {
    static const SecretWord words[] = {{"PASSWORD", false},   {"PASSWD", false},  {"SECRET", false},
                                       {"TOKEN", false},      {"API_KEY", false}, {"APIKEY", false},
                                       {"ACCESS_KEY", false}, {"Bearer", true},   {"Basic", true}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        Sv word = sv_from_c(words[i].word);
        Sv where = words[i].blank ? text : upper;
        if (!sv_starts(sv_slice(where, at, where.len), word)) continue;
        *from = value_start(text, at, at + word.len, words[i].blank);
        *to = value_end(text, *from);
        if (*from > at + word.len) return true;
    }
    return false;
}

// Longer than what people write; a page of nothing but "://" is read once, not once for each.
enum { LONGEST_ADDRESS = 4096 };

// user:password@ in an address
static bool address_at(Sv text, size_t at, size_t *from, size_t *to) {
    if (!sv_starts(sv_slice(text, at, text.len), SV("://"))) return false;
    Sv password = url_split(sv_slice(text, at, at + LONGEST_ADDRESS), URL_NEARLY).password;
    if (!password.len || !is_value_char(password.at[0])) return false;
    *from = (size_t)(password.at - text.at);
    *to = *from + password.len;
    return true;
}

// curl -u user:password
static bool user_at(Sv text, size_t at, size_t *from, size_t *to) {
    if (!sv_starts(sv_slice(text, at, text.len), SV(" -u "))) return false;
    size_t end = value_end(text, at + 4);
    size_t colon = sv_find_char(sv_slice(text, 0, end), ':', at + 4);
    if (colon == SV_NONE) return false;
    *from = colon + 1;
    *to = end;
    return *to > *from && is_value_char(text.at[*from]);
}

Sv import_masked(Arena *arena, Sv text, bool *masked) {
    BUF_AUTO Buf out = buf_new(LIMIT_PAGE_BYTES * 2);
    Sv upper = shouted(arena, text);
    *masked = false;
    for (size_t i = 0; i < text.len;) {
        size_t from, to;
        bool found = credential_at(upper, text, i, &from, &to) || address_at(text, i, &from, &to) ||
                     user_at(text, i, &from, &to);
        if (!found) {
            buf_add_char(&out, text.at[i++]);
            continue;
        }
        buf_addf(&out, "%.*s…", SV_ARG(sv_slice(text, i, from)));
        *masked = true;
        i = to;
    }
    return *masked ? buf_keep(&out, arena) : text;
}
