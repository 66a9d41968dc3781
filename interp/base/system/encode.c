#include "base/system/digest.h"
#include <string.h>

bool hex_add(Buf *buf, Sv bytes) {
    if (bytes.len > SIZE_MAX / 2) return false;
    char *to = buf_reserve(buf, bytes.len * 2);
    if (!to) return false;
    for (size_t i = 0; i < bytes.len; i++) {
        unsigned char byte = (unsigned char)bytes.at[i];
        *to++ = "0123456789abcdef"[byte >> 4];
        *to++ = "0123456789abcdef"[byte & 15];
    }
    buf->len += bytes.len * 2;
    return true;
}

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

bool base64_add(Buf *buf, Sv bytes) {
    if (bytes.len > SIZE_MAX / 2) return false;
    size_t size = (bytes.len + 2) / 3 * 4;
    char *to = buf_reserve(buf, size);
    if (!to) return false;
    for (size_t i = 0; i < bytes.len; i += 3) {
        size_t left = bytes.len - i;
        uint32_t three = (uint32_t)(unsigned char)bytes.at[i] << 16;
        if (left > 1) three |= (uint32_t)(unsigned char)bytes.at[i + 1] << 8;
        if (left > 2) three |= (uint32_t)(unsigned char)bytes.at[i + 2];
        *to++ = alphabet[three >> 18];
        *to++ = alphabet[three >> 12 & 63];
        *to++ = left > 1 ? alphabet[three >> 6 & 63] : '=';
        *to++ = left > 2 ? alphabet[three & 63] : '=';
    }
    buf->len += size;
    return true;
}

static int digit(char c) {
    const char *found = c ? strchr(alphabet, c) : NULL;
    return found ? (int)(found - alphabet) : -1;
}

// With padding the whole is a multiple of four; without, one left-over digit says nothing.
static bool unpad(Sv *text) {
    if (!sv_ends(*text, SV("="))) return text->len % 4 != 1;
    if (text->len % 4 != 0) return false;
    text->len -= sv_ends(*text, SV("==")) ? 2 : 1;
    return text->len % 4 >= 2;
}

bool base64_decode(Buf *out, Sv text) {
    if (!unpad(&text)) return false;
    size_t size = text.len / 4 * 3 + (text.len % 4 > 0 ? text.len % 4 - 1 : 0);
    char *to = buf_reserve(out, size);
    if (!to) return false;
    uint32_t bits = 0;
    unsigned held = 0;
    for (size_t i = 0; i < text.len; i++) {
        int value = digit(text.at[i]);
        if (value < 0) return false;
        bits = bits << 6 | (uint32_t)value;
        held += 6;
        if (held < 8) continue;
        held -= 8;
        *to++ = (char)(bits >> held & 0xff);
    }
    if (bits & ((1u << held) - 1)) return false; // bits that no encoder sets
    out->len += size;
    return true;
}
