#include "common/not_text.h"

Sv not_text(Arena *arena, Sv bytes, size_t bad, const char *name) {
    size_t line = 1;
    for (size_t i = 0; i < bad; i++)
        line += bytes.at[i] == '\n';
    return sv_format(arena, "%s is not UTF-8 text: byte %zu, on line %zu, is 0x%02x", name, bad + 1,
                     line, (unsigned char)bytes.at[bad]);
}
