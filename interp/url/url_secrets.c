#include "url/url_secrets.h"

#include "base/limits.h"
#include "url/url_parts.h"

enum {
    MOST_ADDRESS = 4096, // bytes that one address is looked at: the time stays linear
    LONGEST_NAME = 20    // bytes of a user from which on one without digits is a token too
};

// ── behind a key ──

typedef struct SecretKey {
    const char *end;  // how the key ends, in small letters
    bool within_link; // only where the key stands in an address: behind '?', '&' or ';'
} SecretKey;

static const SecretKey secret_keys[] = {
    {"password", false},
    {"passwd", false},
    {"passphrase", false},
    {"scram_client_key", true},
    {"scram_server_key", true},
    {"secret", true},
    {"token", true},
    {"apikey", true},
    {"api_key", true},
    {"api-key", true},
    {"pwd", true},
    {"pass", true},
};

static bool is_of_key(char c) {
    return ascii_is_word(c) || c == '-' || c == '.' || c == '%';
}

static char decoded_at(Sv text, size_t *at) {
    char c = text.at[(*at)++];
    if (c != '%' || *at + 2 > text.len) return c;
    int high = ascii_hex_value(text.at[*at]), low = ascii_hex_value(text.at[*at + 1]);
    if (high < 0 || low < 0) return c;
    *at += 2;
    return (char)(high * 16 + low);
}

static bool names_secret(Sv key, bool within_link) {
    BUF_AUTO Buf plain = buf_new(MOST_ADDRESS);
    for (size_t at = 0; at < key.len;)
        buf_add_char(&plain, ascii_lower(decoded_at(key, &at)));
    for (size_t i = 0; i < sizeof secret_keys / sizeof *secret_keys; i++)
        if ((within_link || !secret_keys[i].within_link) &&
            sv_ends(buf_sv(&plain), sv_from_c(secret_keys[i].end)))
            return true;
    return false;
}

bool url_key_is_secret(Sv key) {
    return names_secret(key, true);
}

// a == b, a != b and the like are no keys with values.
static bool assigns(Sv text, size_t equals) {
    static const char others[] = "=!<>~:+";
    if (equals == 0 || (equals + 1 < text.len && text.at[equals + 1] == '=')) return false;
    return sv_find_char(sv_from_c(others), text.at[equals - 1], 0) == SV_NONE;
}

static Sv key_before(Sv text, size_t equals) {
    size_t end = equals;
    while (end > 0 && text.at[end - 1] == ' ')
        end--;
    size_t begin = end;
    while (begin > 0 && end - begin < 64 && is_of_key(text.at[begin - 1]))
        begin--;
    return sv_slice(text, begin, end);
}

static bool stands_in_link(Sv text, Sv key) {
    size_t at = (size_t)(key.at - text.at);
    return at > 0 && (text.at[at - 1] == '?' || text.at[at - 1] == '&' || text.at[at - 1] == ';');
}

// 'it''s' and 'it\'s': up to the closing quote; to the end where there is none.
static size_t quoted_end(Sv text, size_t from, char quote) {
    size_t at = from;
    while (at < text.len && text.at[at] != quote)
        at += text.at[at] == '\\' && at + 1 < text.len ? 2 : 1;
    return at;
}

static size_t plain_end(Sv text, size_t from, bool within_link) {
    size_t at = from;
    while (at < text.len && !ascii_is_space(text.at[at])) {
        char c = text.at[at];
        if (c == '"' || c == '\'' || c == '`' || c == '<' || c == '>') break;
        if (within_link && (c == '&' || c == '#' || c == ';')) break;
        at += !within_link && c == '\\' && at + 1 < text.len ? 2 : 1;
    }
    return at;
}

// What is filled in later is no secret: $PGPASSWORD, ${secrets.x}, :name, «name».
static bool is_filled_in(Sv value) {
    return value.len == 0 || value.at[0] == '$' || sv_starts(value, SV("\xc2\xab")) ||
           sv_starts(value, SV("%24%7B")) || sv_starts(value, SV("\xe2\x80\xa6"));
}

static bool behind_key(Sv text, size_t equals, UrlSecret *out) {
    if (!assigns(text, equals)) return false;
    Sv key = key_before(text, equals);
    bool within_link = stands_in_link(text, key);
    if (key.len == 0 || !names_secret(key, within_link)) return false;
    size_t from = equals + 1;
    while (!within_link && from < text.len && text.at[from] == ' ')
        from++;
    bool quote = from < text.len && (text.at[from] == '\'' || text.at[from] == '"');
    bool brace = within_link && from < text.len && text.at[from] == '{';
    if (quote || brace) from++;
    size_t to = quote   ? quoted_end(text, from, text.at[from - 1])
                : brace ? quoted_end(text, from, '}')
                        : plain_end(text, from, within_link);
    *out = (UrlSecret){.text = sv_slice(text, from, to),
                       .around = sv_slice(text, (size_t)(key.at - text.at), to),
                       .quoted = !within_link};
    return !is_filled_in(out->text);
}

// ── beside the user ──

// https://TOKEN@host, https://TOKEN:x-oauth-basic@host: web services take a token for the user. It
// is told from a name by its length and digits.
static bool is_token(const UrlParts *parts) {
    static const Sv instead = SV_INIT("x-oauth-basic");
    static const Sv schemes[] = {SV_INIT("http"), SV_INIT("https"), SV_INIT("git+http"),
                                 SV_INIT("git+https")};
    bool web = false;
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        web = web || sv_eq_nocase(parts->scheme, schemes[i]);
    if (!web || parts->user.len < LIMIT_SECRET_MIN_BYTES || is_filled_in(parts->user)) return false;
    if (parts->password.len > 0) return sv_eq_nocase(parts->password, instead);
    for (size_t i = 0; i < parts->user.len; i++)
        if (ascii_is_digit(parts->user.at[i])) return true;
    return parts->user.len >= LONGEST_NAME;
}

static bool beside_user(Sv text, size_t colon, size_t least, UrlSecret *out) {
    size_t scheme = colon;
    while (scheme > least && colon - scheme < 32 && ascii_is_alnum(text.at[scheme - 1]))
        scheme--;
    Sv address = sv_slice(text, scheme, scheme + MOST_ADDRESS);
    if (sv_find_char(address, '@', colon - scheme) == SV_NONE) return false;
    UrlParts parts = url_split(address, URL_NEARLY);
    bool token = is_token(&parts);
    if (!token && (parts.password.len == 0 || is_filled_in(parts.password))) return false;
    out->text = token ? parts.user : parts.password;
    out->around = (Sv){parts.user_info.at, parts.user_info.len + 1};
    out->quoted = false;
    return true;
}

bool url_secret_next(Sv text, size_t from, UrlSecret *out) {
    size_t colon = sv_find(text, SV(":/"), from), equals = sv_find_char(text, '=', from);
    while (colon != SV_NONE || equals != SV_NONE) {
        bool colon_first = colon != SV_NONE && (equals == SV_NONE || colon < equals);
        if (colon_first) {
            if (beside_user(text, colon, from, out)) return true;
            colon = sv_find(text, SV(":/"), colon + 2);
        } else {
            if (behind_key(text, equals, out)) return true;
            equals = sv_find_char(text, '=', equals + 1);
        }
    }
    return false;
}

void url_secret_decode(const UrlSecret *secret, Buf *out) {
    for (size_t at = 0; at < secret->text.len;) {
        if (!secret->quoted) {
            buf_add_char(out, decoded_at(secret->text, &at));
            continue;
        }
        if (secret->text.at[at] == '\\' && at + 1 < secret->text.len) at++;
        buf_add_char(out, secret->text.at[at++]);
    }
}

void url_secrets_hide(Buf *out, Sv text, Sv shown) {
    UrlSecret secret;
    size_t at = 0;
    while (url_secret_next(text, at, &secret)) {
        size_t from = (size_t)(secret.text.at - text.at);
        buf_add(out, sv_slice(text, at, from));
        buf_add(out, shown);
        at = from + secret.text.len;
    }
    buf_add(out, sv_slice(text, at, text.len));
}
