#include "mask/url_password.h"

#include "base/buf.h"
#include "base/limits.h"
#include "url/url_secrets.h"

static void remember(Masker *masker, Sv known, const UrlSecret *secret) {
    if (secret->text.len < LIMIT_SECRET_MIN_BYTES) {
        masker_add(masker, known, secret->around, 1);
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
        remember(masker, name_of(arena, name), &secret);
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
