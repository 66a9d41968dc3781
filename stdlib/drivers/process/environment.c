#include "drivers/process/environment.h"

#include "base/map.h"
#include "base/system/lookup.h"
#include "base/system/variables.h"
#include <string.h>

static bool is_pattern(Sv text) {
    return sv_find_char(text, '*', 0) != SV_NONE || sv_find_char(text, '?', 0) != SV_NONE;
}

static bool is_among(Sv name, const Texts *names) {
    for (size_t i = 0; names && i < names->count; i++)
        if (sv_eq(name, names->items[i])) return true;
    return false;
}

static bool is_let_through(Sv name, const EnvironmentSpec *spec) {
    if (variable_is_basic(name)) return true;
    for (size_t i = 0; spec->pass && i < spec->pass->count; i++) {
        Sv pattern = spec->pass->items[i];
        if (!sv_matches(pattern, name)) continue;
        if (!is_pattern(pattern) || !is_among(name, spec->barred)) return true;
    }
    return false;
}

// Names in order, each once.
typedef struct VariableNames {
    Arena *arena;
    SvMap entries; // name → Sv *, the whole entry
} VariableNames;

static void set(VariableNames *names, Sv name, Sv entry) {
    Sv *held = arena_new_of(names->arena, Sv);
    *held = entry;
    svmap_set(&names->entries, name, held);
}

static void let_through(VariableNames *names, const Env *env, const EnvironmentSpec *spec) {
    for (char *const *at = env->all(env->self); at && *at; at++) {
        Sv entry = sv_from_c(*at);
        size_t end = sv_find_char(entry, '=', 0);
        if (end == SV_NONE || end == 0) continue;
        Sv name = sv_slice(entry, 0, end);
        if (is_let_through(name, spec)) set(names, name, entry);
    }
}

static bool name_is_usable(Arena *arena, Sv name, Sv *error) {
    bool plain = name.len > 0 && sv_find_char(name, '=', 0) == SV_NONE &&
                 sv_find_char(name, '\0', 0) == SV_NONE && sv_find_char(name, '/', 0) == SV_NONE;
    if (!plain)
        *error =
            sv_format(arena, "'%.*s' cannot be the name of an environment variable", SV_ARG(name));
    return plain;
}

static bool set_given(VariableNames *names, const Pairs *given, Sv *error) {
    for (size_t i = 0; given && i < given->count; i++) {
        const Pair *pair = &given->items[i];
        // A private file's path is put there when the file is made.
        Sv value = pair->value.kind == VALUE_MAP ? SV("") : pair->text;
        if (!name_is_usable(names->arena, pair->name, error)) return false;
        if (sv_find_char(value, '\0', 0) != SV_NONE) {
            *error = sv_format(names->arena,
                               "the value of %.*s holds a NUL byte, which no environment can",
                               SV_ARG(pair->name));
            return false;
        }
        set(names, pair->name,
            sv_format(names->arena, "%.*s=%.*s", SV_ARG(pair->name), SV_ARG(value)));
    }
    return true;
}

static size_t index_of(const VariableNames *names, Sv name) {
    size_t i = 0;
    while (!sv_eq(names->entries.entries[i].key, name))
        i++;
    return i;
}

static void list_files(const VariableNames *names, const Pairs *given, Environment *out) {
    size_t most = given ? given->count : 0;
    PrivateFile *files = arena_new_array(names->arena, PrivateFile, most);
    for (size_t i = 0; i < most; i++) {
        const Pair *pair = &given->items[i];
        if (pair->value.kind == VALUE_MAP)
            files[out->file_count++] = (PrivateFile){
                .name = pair->name, .content = pair->text, .index = index_of(names, pair->name)};
    }
    out->files = files;
}

bool environment_build(Arena *arena, const Env *env, const EnvironmentSpec *spec, Environment *out,
                       Sv *error) {
    VariableNames names = {arena, svmap_new(arena)};
    Environment built = {0};
    let_through(&names, env, spec);
    if (!set_given(&names, spec->set, error)) return false;
    Sv *entries = arena_new_array(arena, Sv, names.entries.count);
    for (uint32_t i = 0; i < names.entries.count; i++)
        entries[i] = *(const Sv *)names.entries.entries[i].value;
    built.entries = entries;
    built.count = names.entries.count;
    list_files(&names, spec->set, &built);
    const Sv *path = svmap_get(&names.entries, SV("PATH"));
    built.path = path ? sv_slice(*path, strlen("PATH="), path->len) : lookup_path(env);
    *out = built;
    return true;
}
