#include "engine/context/run_files.h"
#include "base/limits.h"
#include "base/system/digest.h"
#include "base/system/file.h"

void run_files_begin(Run *run) {
    for (uint32_t i = 0; i < run->plan->file_count; i++)
        run_files_add(run, run->plan->files[i]);
}

void run_files_add(Run *run, PlanFile file) {
    arena_grow(run->arena, run->files, run->file_count, run->file_capacity);
    run->files[run->file_count++] = file;
}

const PlanFile *run_file(const Run *run, Sv path) {
    for (uint32_t i = 0; path.len > 0 && i < run->file_count; i++)
        if (sv_eq(run->files[i].real, path) || sv_eq(run->files[i].named, path))
            return &run->files[i];
    return NULL;
}

static Value names_of(Arena *arena, const Sv *names, uint32_t count) {
    ListBuilder list = list_builder(arena);
    for (uint32_t i = 0; i < count; i++)
        list_add(&list, value_string(names[i]));
    return list_done(&list);
}

Value run_files_value(const Run *run, Arena *arena) {
    ListBuilder list = list_builder(arena);
    for (uint32_t i = 0; i < run->file_count; i++) {
        const PlanFile *file = &run->files[i];
        MapBuilder map = map_builder(arena);
        map_add_c(&map, "path", value_string(file->path));
        map_add_c(&map, "digest", value_string(file->digest));
        map_add_c(&map, "kind", value_string(sv_from_c(file->kind)));
        if (file->without_count > 0)
            map_add_c(&map, "without", names_of(arena, file->without, file->without_count));
        list_add(&list, map_done(&map));
    }
    return list_done(&list);
}

static Sv beneath_root(const Run *run, Sv path) {
    Sv root = run->plan->root;
    bool inside = path.len > root.len + 1 && sv_starts(path, root) && path.at[root.len] == '/';
    return inside ? sv_slice(path, root.len + 1, path.len) : path;
}

Value used_files_value(const Run *run, Arena *arena, const UsedFiles *files) {
    ListBuilder list = list_builder(arena);
    for (uint32_t i = 0; i < files->count; i++) {
        const UsedFile *file = &files->items[i];
        MapBuilder map = map_builder(arena);
        map_add_c(&map, "path", value_string(beneath_root(run, file->path)));
        map_add_c(&map, "as", value_string(file->as));
        map_add_c(&map, "digest", value_string(file->digest));
        map_add_c(&map, "size", value_int(file->size));
        list_add(&list, map_done(&map));
    }
    return list_done(&list);
}

bool run_file_later(Run *run, Sv path, const char *as, Arena *arena, Sv *out, Sv *error) {
    const PlanFile *known = run_file(run, path);
    Sv real = known ? known->real : path_real(arena, path);
    if (!known) known = run_file(run, real);
    if (known) {
        *out = known->text;
        return true;
    }
    if (real.len == 0 || !path_beneath(arena, run->plan->root, real)) {
        *error = sv_format(arena, "'%.*s' is not a file beneath the project's root", SV_ARG(path));
        return false;
    }
    if (file_read(arena, real, LIMIT_JSON_BYTES, out) != FILE_OK) {
        *error = sv_format(arena, "'%.*s' cannot be read", SV_ARG(path));
        return false;
    }
    Sv digest = sha256_text(arena, sha256_of(*out));
    pthread_mutex_lock(&run->emitting);
    run->later.arena = run->arena;
    used_files_add(&run->later, (UsedFile){.path = sv_copy(run->arena, real),
                                           .as = sv_from_c(as),
                                           .digest = sv_copy(run->arena, digest),
                                           .size = (int64_t)out->len});
    pthread_mutex_unlock(&run->emitting);
    return true;
}

Value run_files_later(Run *run, Arena *arena) {
    pthread_mutex_lock(&run->emitting);
    Value list = run->later.count > 0 ? used_files_value(run, arena, &run->later) : value_null();
    pthread_mutex_unlock(&run->emitting);
    return list;
}
