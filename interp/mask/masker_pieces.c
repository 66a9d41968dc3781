// Secrets told apart from what is around them, for texts in which something else than «name» is to
// stand in their place.
#include "mask/masker_internal.h"

void masker_keep_whole(Masker *masker, uint32_t number, Value secret) {
    bool text = secret.kind == VALUE_STRING && value_text(secret).len > 0;
    if (!text || svmap_has(&masker->wholes, value_text(secret))) return;
    svmap_add(&masker->wholes, sv_copy(masker->arena, value_text(secret)),
              (void *)(uintptr_t)(number + 1));
}

// Call with the lock held. The number + 1; 0 = it is none.
static uint32_t whole(const Masker *masker, Sv text) {
    return (uint32_t)(uintptr_t)svmap_get(&masker->wholes, text);
}

bool masker_names(Masker *masker, Sv text, Sv *name) {
    pthread_rwlock_rdlock(&masker->lock);
    uint32_t number = whole(masker, text);
    if (number) *name = masker->names[number - 1];
    pthread_rwlock_unlock(&masker->lock);
    return number > 0;
}

MaskedPiece *masker_pieces(Masker *masker, Arena *arena, Sv text, size_t *count) {
    Hits hits = {.arena = arena};
    pthread_rwlock_rdlock(&masker->lock);
    if (masker->forms.count > 0) forms_find(&masker->forms, text, &hits);
    MaskedPiece *pieces = arena_new_array(arena, MaskedPiece, (size_t)2 * hits.count + 1);
    size_t at = 0, made = 0;
    for (uint32_t i = 0; i < hits.count; i++) {
        const Hit *hit = &hits.items[i];
        if (hit->from > at) pieces[made++] = (MaskedPiece){.text = sv_slice(text, at, hit->from)};
        Sv found = sv_slice(text, hit->from, hit->to);
        uint32_t number = whole(masker, found);
        pieces[made++] = (MaskedPiece){.text = found,
                                       .secret = masker->names[number ? number - 1 : hit->secret],
                                       .whole = number > 0};
        at = hit->to;
    }
    if (at < text.len) pieces[made++] = (MaskedPiece){.text = sv_slice(text, at, text.len)};
    pthread_rwlock_unlock(&masker->lock);
    *count = made;
    return pieces;
}
