#include "cel/functions/written/html_references.h"

#include "base/ascii.h"

#include <stdlib.h>
#include <string.h>

enum { NAME_BYTES = 40, LAST_CODE_POINT = 0x10FFFF };

void html_add_escaped(Buf *out, Sv text) {
    for (size_t i = 0; i < text.len; i++) {
        switch (text.at[i]) {
        case '&': buf_add_c(out, "&amp;"); break;
        case '<': buf_add_c(out, "&lt;"); break;
        case '>': buf_add_c(out, "&gt;"); break;
        case '"': buf_add_c(out, "&quot;"); break;
        case '\'': buf_add_c(out, "&#39;"); break;
        default: buf_add_char(out, text.at[i]);
        }
    }
}

// ── named ──

typedef struct Entity {
    const char *name, *text;
} Entity;

static const Entity entities[] = {
#define ENTITY(name, text) {name, text},
#include "cel/functions/written/html_entities.def"
#undef ENTITY
};

static int by_name(const void *wanted, const void *row) {
    return strcmp(wanted, ((const Entity *)row)->name);
}

static const char *named(Sv name) {
    char text[NAME_BYTES + 1];
    if (name.len == 0 || name.len > NAME_BYTES || memchr(name.at, '\0', name.len)) return NULL;
    memcpy(text, name.at, name.len);
    text[name.len] = '\0';
    const Entity *found =
        bsearch(text, entities, sizeof entities / sizeof *entities, sizeof *entities, by_name);
    return found ? found->text : NULL;
}

// ── numbered ──

// The character "#233" or "#xe9" is; 0 if it is none.
static uint32_t numbered(Sv name) {
    bool hex = name.len > 1 && ascii_lower(name.at[1]) == 'x';
    uint32_t number = 0;
    size_t from = hex ? 2 : 1;
    if (name.len <= from || name.at[0] != '#') return 0;
    for (size_t i = from; i < name.len; i++) {
        int digit = ascii_hex_value(name.at[i]);
        if (digit < 0 || (!hex && digit > 9)) return 0;
        number = number * (hex ? 16 : 10) + (uint32_t)digit;
        if (number > LAST_CODE_POINT) return 0;
    }
    return number >= 0xD800 && number <= 0xDFFF ? 0 : number;
}

// The length of the reference at the beginning of the text, which is added; 0 if there is none.
static size_t add_reference(Buf *out, Sv text) {
    size_t end = 1;
    while (end < text.len && end <= NAME_BYTES && text.at[end] != ';' && text.at[end] != '&')
        end++;
    if (end >= text.len || text.at[end] != ';') return 0;
    Sv name = sv_slice(text, 1, end);
    const char *character = named(name);
    uint32_t code_point = character ? 0 : numbered(name);
    if (!character && code_point == 0) return 0;
    if (character)
        buf_add_c(out, character);
    else
        buf_add_utf8(out, code_point);
    return end + 1;
}

void html_add_unescaped(Buf *out, Sv text) {
    for (size_t i = 0; i < text.len;) {
        size_t next = sv_find_char(text, '&', i);
        if (next == SV_NONE) next = text.len;
        buf_add(out, sv_slice(text, i, next));
        if (next == text.len) return;
        size_t took = add_reference(out, sv_slice(text, next, text.len));
        if (took == 0) buf_add_char(out, '&');
        i = next + (took > 0 ? took : 1);
    }
}
