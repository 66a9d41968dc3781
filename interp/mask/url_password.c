#include "mask/url_password.h"

#include "base/buf.h"
#include "base/limits.h"

#include <string.h>

static bool user_part(Sv address, size_t *from, size_t *at_sign) {
    size_t scheme = sv_find(address, SV("://"), 0);
    if (scheme == SV_NONE) return false;
    size_t begin = scheme + 3, found = SV_NONE;
    for (size_t i = begin;
         i < address.len && sv_find_char(SV("/?# \t\r\n"), address.at[i], 0) == SV_NONE; i++)
        if (address.at[i] == '@') found = i;
    if (found == SV_NONE) return false;
    *from = begin;
    *at_sign = found;
    return true;
}

bool url_password(Sv address, Sv *out) {
    size_t from, at_sign;
    if (!user_part(address, &from, &at_sign)) return false;
    size_t colon = sv_find_char(address, ':', from);
    if (colon == SV_NONE || colon + 1 >= at_sign) return false;
    *out = sv_slice(address, colon + 1, at_sign);
    return true;
}

void url_password_remember(Masker *masker, Arena *arena, Sv name, Sv address) {
    Sv password;
    if (!url_password(address, &password)) return;
    Sv known = sv_format(arena, "%.*s password", SV_ARG(name));
    if (password.len >= LIMIT_SECRET_MIN_BYTES) {
        masker_add(masker, known, password, LIMIT_SECRET_MIN_BYTES);
        return;
    }
    size_t from = 0, at_sign = 0;
    user_part(address, &from, &at_sign);
    masker_add(masker, known, sv_slice(address, from, at_sign + 1), 1);
}

Sv url_password_hidden(Arena *arena, Sv name, Sv address) {
    Sv password;
    if (!url_password(address, &password)) return address;
    BUF_AUTO Buf text = buf_new(LIMIT_STRING_BYTES);
    buf_add(&text, sv_slice(address, 0, (size_t)(password.at - address.at)));
    buf_addf(&text, "«%.*s password»", SV_ARG(name));
    buf_add(&text,
            sv_slice(address, (size_t)(password.at - address.at) + password.len, address.len));
    return buf_keep(&text, arena);
}
