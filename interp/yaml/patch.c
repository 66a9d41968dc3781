#include "base/limits.h"
#include "base/utf8.h"
#include "yaml/yaml_internal.h"

bool patch_holds(const Patch *patch, Span span) {
    for (uint32_t i = 0; i < patch->count; i++) {
        Span region = patch->regions[i];
        if (span.offset < region.offset + region.length &&
            region.offset < span.offset + span.length)
            return true;
    }
    return false;
}

Sv patch_apply(Arena *arena, const Source *source, const CleanedBytes *cleaned,
               const Patch *patch) {
    if (patch->count == 0) return cleaned->text;
    Buf out BUF_AUTO = buf_new(LIMIT_FILE_BYTES * 4u);
    Sv given = cleaned->text, original = source->text;
    size_t from = cleaned->mark, at = 0;
    while (from < original.len) {
        bool filled = false;
        for (uint32_t i = 0; i < patch->count && !filled; i++)
            filled = from >= patch->regions[i].offset &&
                     from < patch->regions[i].offset + patch->regions[i].length;
        size_t before = at;
        utf8_next(original, &from);
        utf8_next(given, &at);
        if (filled)
            buf_add_char(&out, 'x');
        else
            buf_add(&out, sv_slice(given, before, at));
    }
    return buf_keep(&out, arena);
}
