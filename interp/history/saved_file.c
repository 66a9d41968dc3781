#include "history/saved_file.h"
#include "base/system/digest.h"
#include "base/system/file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PIECE = 64 * 1024 };

// A name is a path beneath the folder, whatever a journal says.
static bool is_beneath(Sv name) {
    return sv_starts(name, SV("saved/")) && sv_find(name, SV(".."), 0) == SV_NONE;
}

// Byte for byte, however long; one that is longer than it was is known for another without being
// read to its end. False with errno.
static bool digest_of(int fd, int64_t size, Sha256 *out) {
    char piece[PIECE];
    Hasher *hasher = hasher_new();
    int64_t left = size;
    ssize_t got;
    do {
        got = read(fd, piece, sizeof piece);
        if (got > 0) hasher_add(hasher, (Sv){piece, (size_t)got});
        if (got > 0) left -= got;
    } while ((got > 0 && left >= 0) || (got < 0 && errno == EINTR));
    *out = hasher_end(hasher);
    if (left == 0 && got == 0) return true;
    if (got >= 0) errno = 0;
    return false;
}

static Sv not_as_kept(Arena *arena, Sv name) {
    return sv_format(arena, "'%.*s' is not as it was kept", SV_ARG(name));
}

// errno 0 = it is another one.
static Sv why_not(Arena *arena, Sv name, int error) {
    if (error == 0) return not_as_kept(arena, name);
    if (error == ENOENT || error == ENOTDIR)
        return sv_format(arena, "'%.*s' is not there any more", SV_ARG(name));
    Sv why = file_error(arena, error);
    return sv_format(arena, "'%.*s' cannot be read: %.*s", SV_ARG(name), SV_ARG(why));
}

static bool read_it(Arena *arena, Sv path, int64_t size, Sha256 *out) {
    const char *name = sv_to_c(arena, path);
    // Without O_NONBLOCK, opening a fifo would wait for someone to write to it.
    int fd = name ? open(name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY) : -1;
    if (!name) errno = EINVAL;
    if (fd < 0) return false;
    struct stat about;
    bool is_file = fstat(fd, &about) == 0 && S_ISREG(about.st_mode);
    errno = 0;
    bool read = is_file && digest_of(fd, size, out);
    int error = errno;
    close(fd);
    errno = error;
    return read;
}

Sv saved_file_problem(Arena *arena, Sv home, Value saved) {
    Sv name = value_field_text(saved, "file", SV(""));
    if (!is_beneath(name)) return sv_format(arena, "'%.*s' is no file of a run", SV_ARG(name));
    Sha256 digest;
    if (!read_it(arena, path_join(arena, home, name), value_field_int(saved, "size", 0), &digest))
        return why_not(arena, name, errno);
    bool same = sv_eq(sha256_text(arena, digest), value_field_text(saved, "digest", SV("")));
    return same ? (Sv){0} : not_as_kept(arena, name);
}

// An attempt takes the place of the one before.
void saved_files_take(SavedFiles *files, const Event *event) {
    if (event->kind != EVENT_SAVED) return;
    Value fields = value_copy(files->arena, event->fields);
    Sv file = value_field_text(fields, "file", SV(""));
    for (uint32_t i = 0; i < files->count; i++) {
        if (!sv_eq(value_field_text(files->items[i], "file", SV("")), file)) continue;
        files->items[i] = fields;
        return;
    }
    arena_grow(files->arena, files->items, files->count, files->capacity);
    files->items[files->count++] = fields;
}

Sv saved_files_problem(const SavedFiles *files, Sv home) {
    Sv problem = {0};
    for (uint32_t i = 0; i < files->count && problem.len == 0; i++)
        problem = saved_file_problem(files->arena, home, files->items[i]);
    return problem;
}
