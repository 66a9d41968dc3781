// The masker: whatever the text, the secret of the first line does not come out of it.
#include "fuzz.h"
#include "mask/masker.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size) {
    Sv text = fuzz_text(data, size), secret = {0};
    if (!sv_next_line(&text, &secret) || secret.len < 8) return 0;
    // What is put in its place could make up a secret that looks like that.
    if (sv_find(secret, SV("\xc2"), 0) != SV_NONE || sv_find(secret, SV("\xe2"), 0) != SV_NONE)
        return 0;
    Arena *arena = arena_new(FUZZ_ARENA);
    Masker *masker = masker_new();
    masker_add(masker, SV("\xe2\x97\x8f"), secret, 8);
    Sv masked = masker_text(masker, arena, text);
    FUZZ_CLAIM(sv_find(masked, secret, 0) == SV_NONE);
    for (size_t at = 0; at <= text.len && text.len < 200; at += 7) {
        Sv head = masker_part(masker, arena, text, 0, at),
           tail = masker_part(masker, arena, text, at, text.len);
        FUZZ_CLAIM(sv_find(head, secret, 0) == SV_NONE && sv_find(tail, secret, 0) == SV_NONE);
    }
    FUZZ_CLAIM(sv_find(masker_open_text(masker, arena, text), secret, 0) == SV_NONE);
    masker_free(masker);
    arena_free(arena);
    return 0;
}
