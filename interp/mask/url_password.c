#include "mask/url_password.h"

#include "base/ascii.h"
#include "base/buf.h"
#include "base/limits.h"
#include "url/url_secrets.h"

static bool ends_address(char c) {
    return ascii_is_space(c) || c == '"' || c == '\'' || c == '`' || c == '<' || c == '>';
}

// postgres://postgres:postgres@…: the name of the user, the database or the scheme is no secret
// elsewhere, and without it nothing could be read.
static bool is_said_beside(Sv text, const UrlSecret *secret) {
    size_t at = (size_t)(secret->text.at - text.at), to = at + secret->text.len, from = at;
    while (from > 0 && !ends_address(text.at[from - 1]))
        from--;
    while (to < text.len && !ends_address(text.at[to]))
        to++;
    size_t behind = at + secret->text.len;
    return sv_find(sv_slice(text, from, at), secret->text, 0) != SV_NONE ||
           sv_find(sv_slice(text, behind, to), secret->text, 0) != SV_NONE;
}

// ":postgres@", "=postgres": it must not begin with the user's name, whose end a cut text may have.
static Sv between_signs(Sv text, const UrlSecret *secret) {
    size_t at = (size_t)(secret->text.at - text.at), to = at + secret->text.len;
    return sv_slice(text, at - 1, to < text.len && text.at[to] == '@' ? to + 1 : to);
}

static void remember(Masker *masker, Sv known, Sv address, const UrlSecret *secret) {
    bool brief = secret->text.len < LIMIT_SECRET_MIN_BYTES;
    if (brief || is_said_beside(address, secret)) {
        masker_add(masker, known, brief ? secret->around : between_signs(address, secret), 1);
        return;
    }
    BUF_AUTO Buf plain = buf_new(secret->text.len + 1);
    url_secret_decode(secret, &plain);
    masker_add(masker, known, secret->text, LIMIT_SECRET_MIN_BYTES);
    masker_add(masker, known, buf_sv(&plain), LIMIT_SECRET_WEAK_BYTES);
}

static Sv name_of(Arena *arena, Sv name) {
    return name.len > 0 ? sv_format(arena, "%.*s password", SV_ARG(name)) : SV("password");
}

void url_password_remember(Masker *masker, Arena *arena, Sv name, Sv address) {
    UrlSecret secret;
    for (size_t at = 0; url_secret_next(address, at, &secret);
         at = (size_t)(secret.text.at - address.at) + secret.text.len)
        remember(masker, name_of(arena, name), address, &secret);
}

void url_passwords_remember(Masker *masker, Arena *arena, Sv name, Value value) {
    if (value.kind == VALUE_STRING) url_password_remember(masker, arena, name, value_text(value));
    for (size_t i = 0; value.kind == VALUE_LIST && i < value_count(value); i++)
        url_passwords_remember(masker, arena, name, value_item(value, i));
    for (size_t i = 0; value.kind == VALUE_MAP && i < value_count(value); i++)
        url_passwords_remember(masker, arena, name, value_at(value, i));
}

Sv url_password_hidden(Arena *arena, Sv name, Sv address) {
    BUF_AUTO Buf text = buf_new(LIMIT_STRING_BYTES), shown = buf_new(LIMIT_STRING_BYTES);
    Sv known = name_of(arena, name);
    buf_addf(&shown, "«%.*s»", SV_ARG(known));
    url_secrets_hide(&text, address, buf_sv(&shown));
    return buf_keep(&text, arena);
}

Value url_passwords_hidden(Arena *arena, Sv name, Value value) {
    if (value.kind == VALUE_STRING)
        return value_string(url_password_hidden(arena, name, value_text(value)));
    if (value.kind == VALUE_LIST) {
        ListBuilder items = list_builder(arena);
        for (size_t i = 0; i < value_count(value); i++)
            list_add(&items, url_passwords_hidden(arena, name, value_item(value, i)));
        return list_done(&items);
    }
    if (value.kind != VALUE_MAP) return value;
    MapBuilder entries = map_builder(arena);
    for (size_t i = 0; i < value_count(value); i++)
        map_add(&entries, value_key(value, i),
                url_passwords_hidden(arena, name, value_at(value, i)));
    return map_done(&entries);
}
