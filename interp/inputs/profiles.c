#include "inputs/profiles.h"
#include "base/limits.h"
#include "base/system/digest.h"
#include "url/url_secrets.h"
#include "yaml/node.h"

static PlanFile *find(Profiles *profiles, Sv path) {
    for (uint32_t i = 0; profiles && i < profiles->count; i++)
        if (sv_eq(profiles->files[i].path, path)) return &profiles->files[i];
    return NULL;
}

FileStatus profile_text(Profiles *profiles, Sv path, Arena *arena, Sv *out) {
    const PlanFile *known = find(profiles, path);
    if (known) {
        *out = known->text;
        return FILE_OK;
    }
    FileStatus status = file_read(profiles ? profiles->arena : arena, path, LIMIT_FILE_BYTES, out);
    if (status != FILE_OK || !profiles) return status;
    arena_grow(profiles->arena, profiles->files, profiles->count, profiles->capacity);
    profiles->files[profiles->count++] = (PlanFile){.path = sv_copy(profiles->arena, path),
                                                    .real = path_real(profiles->arena, path),
                                                    .text = *out,
                                                    .kind = "inputs"};
    return status;
}

static bool holds_password(const Node *node) {
    UrlSecret password;
    if (node->kind == NODE_SCALAR) return url_secret_next(node->text, 0, &password);
    for (uint32_t i = 0; i < node->count; i++)
        if (holds_password(node->kind == NODE_MAP ? node->pairs[i].value : node->items[i]))
            return true;
    return false;
}

static bool is_secret(const Runbook *runbook, const NodePair *pair) {
    for (uint32_t i = 0; i < runbook->input_count; i++)
        if (sv_eq(runbook->inputs[i].name, pair->key->text) && runbook->inputs[i].secret)
            return true;
    return holds_password(pair->value);
}

void profile_digest(Profiles *profiles, Sv path, const Runbook *runbook, const Node *map) {
    PlanFile *file = find(profiles, path);
    if (!file || file->digest.len > 0) return;
    Arena *arena = profiles->arena;
    Hasher *hasher = hasher_new();
    Sv *without = arena_new_array(arena, Sv, map->count + 1);
    size_t from = 0;
    for (uint32_t i = 0; i < map->count; i++) {
        const NodePair *pair = &map->pairs[i];
        if (!is_secret(runbook, pair)) continue;
        Span span = pair->value->span;
        hasher_add(hasher, sv_slice(file->text, from, span.offset));
        hasher_add(hasher, sv_format(arena, "«%.*s»", SV_ARG(pair->key->text)));
        from = (size_t)span.offset + span.length;
        without[file->without_count++] = sv_copy(arena, pair->key->text);
    }
    hasher_add(hasher, sv_slice(file->text, from, file->text.len));
    file->without = without;
    file->digest = sha256_text(arena, hasher_end(hasher));
}
