#include "mask/url_password.h"

#include "base/buf.h"
#include "base/limits.h"
#include "url/url_parts.h"

bool url_password(Sv address, Sv *out) {
    UrlParts parts = url_split(address, URL_NEARLY);
    if (!parts.password.len) return false;
    *out = parts.password;
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
    Sv user = url_split(address, URL_NEARLY).user_info;
    masker_add(masker, known, (Sv){user.at, user.len + 1}, 1);
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
