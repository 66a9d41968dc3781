#include "base/limits.h"
#include "base/shell_word.h"
#include "base/system/file.h"
#include "base/utf8.h"
#include "journal/journal_internal.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

bool journal_fail(Journal *journal, const char *what, int error) {
    journal->failed = true;
    Sv why = file_error(journal->arena, error);
    journal->error =
        sv_format(journal->arena, "the journal could not be %s: %.*s", what, SV_ARG(why));
    return false;
}

// A signal says nothing of the disk: what it interrupted is done again, and what failed is not.
int journal_wait_for_disk(int fd, int (*sync)(int fd)) {
    int status;
    do {
        status = sync(fd);
    } while (status != 0 && errno == EINTR);
    return status;
}

// A new file's entry is durable once the folder that holds it has been synced.
static bool sync_folder(Arena *arena, Sv folder) {
    const char *name = sv_to_c(arena, folder);
    int fd = name ? open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    if (fd < 0) return false;
    // Some file systems cannot sync a folder and report EINVAL; there is nothing to lose there.
    bool well = journal_wait_for_disk(fd, fsync) == 0 || errno == EINVAL || errno == EROFS;
    int error = errno;
    close(fd);
    errno = error;
    return well;
}

// A folder that is there already is somebody's, and keeps its mode.
static bool make_folder(Arena *arena, Sv folder, mode_t *mode) {
    const char *name = sv_to_c(arena, folder);
    struct stat about;
    if (!name) return false;
    bool new = stat(name, &about) != 0;
    if (!file_make_folders(folder, 0700)) return false;
    if (new &&chmod(name, 0700) != 0) return false;
    if (stat(name, &about) != 0) return false;
    *mode = about.st_mode;
    return true;
}

// In a folder that its group may write (--run-dir) the journal belongs to that group as well, so
// that somebody else of it can take the run up again. Not in one like /tmp.
static bool share(int fd, const char *folder) {
    struct stat about;
    if (stat(folder, &about) != 0) return false;
    bool shared = (about.st_mode & S_IRWXG) == S_IRWXG;
    bool anybody = about.st_mode & S_ISVTX && about.st_mode & S_IWOTH;
    if (!shared || anybody) return true;
    // Who is not of that group keeps the journal to himself.
    if (fchown(fd, (uid_t)-1, about.st_gid) != 0) return errno == EPERM;
    return fchmod(fd, 0660) == 0;
}

static int open_new(Arena *arena, Sv folder, mode_t *mode) {
    if (!make_folder(arena, folder, mode)) return -1;
    const char *path = sv_to_c(arena, path_join(arena, folder, SV(JOURNAL_FILE)));
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0) return -1;
    bool made = share(fd, sv_to_c(arena, folder));
    // Where no locks are kept nobody takes the run up again either; the run itself needs none.
    if (made) journal_lock(fd, 0);
    if (made && sync_folder(arena, folder) && sync_folder(arena, path_folder(folder))) return fd;
    int error = errno;
    close(fd);
    errno = error;
    return -1;
}

Journal *journal_begin(Arena *arena, int fd, Sv folder, mode_t folder_mode) {
    Journal *journal = arena_new_of(arena, Journal);
    journal->arena = arena;
    journal->fd = fd;
    journal->folder = folder;
    journal->path = sv_to_c(arena, path_join(arena, folder, SV(JOURNAL_FILE)));
    journal->folder_mode = folder_mode;
    journal->scratch = arena_new(LIMIT_ATTEMPT_MEMORY);
    journal->hasher = hasher_new();
    journal->next_seq = 1;
    for (int i = 0; i < JOURNAL_DIGEST_DIGITS; i++)
        journal->prev[i] = '0';
    journal->pending = buf_new((size_t)4 * LIMIT_EVENT_BYTES);
    return journal;
}

Journal *journal_create(Arena *arena, Sv folder, Sv *error) {
    mode_t mode = 0;
    int fd = open_new(arena, folder, &mode);
    if (fd >= 0) return journal_begin(arena, fd, folder, mode);
    Sv why = file_error(arena, errno);
    if (errno == EEXIST) why = SV("there is one already");
    *error = sv_format(arena, "no journal can be begun in %.*s: %.*s", SV_ARG(folder), SV_ARG(why));
    return NULL;
}

static void chain(Journal *journal, Sv line) {
    static const char digits[] = "0123456789abcdef";
    hasher_add(journal->hasher, line);
    Sha256 digest = hasher_take(journal->hasher);
    for (size_t i = 0; i < sizeof digest.bytes; i++) {
        journal->prev[2 * i] = digits[digest.bytes[i] >> 4];
        journal->prev[2 * i + 1] = digits[digest.bytes[i] & 15];
    }
}

void journal_add_seal(Buf *out, Sv before) {
    Sha256 digest = sha256_of(before);
    buf_add_c(out, ",\"seal\":\"");
    hex_add(out, (Sv){(const char *)digest.bytes, sizeof digest.bytes});
    buf_add_c(out, "\"}");
}

static void seal(Buf *pending, size_t from) {
    pending->len--; // the closing brace
    BUF_AUTO Buf end = buf_new(256);
    journal_add_seal(&end, sv_slice(buf_sv(pending), from, pending->len));
    buf_add(pending, buf_sv(&end));
}

bool journal_must_last(const Event *event) {
    if (!(event_rows[event->kind].flags & EVENT_DURABLE)) return false;
    if (event->kind != EVENT_STEP_ENDED) return true;
    // The end of a change is made durable before anything else happens; everything else can be done
    // again. Earlier events become durable with the next intent, so a change never outlasts what it
    // rests on.
    return event_int(event, "attempts") > 0 && sv_eq_c(event_text(event, "effect"), "change");
}

// ── what is written can be read ──

static bool unreadable(Journal *journal, Sv why) {
    journal->failed = true;
    journal->error = sv_format(journal->arena, "a line of the journal could not be read back: %.*s",
                               SV_ARG(why));
    return false;
}

// Looking for the first byte alone is much faster, and most lines have none.
static bool holds(Sv line, Sv sign) {
    for (size_t at = 0; (at = sv_find_char(line, sign.at[0], at)) != SV_NONE; at++)
        if (sv_starts(sv_slice(line, at, line.len), sign)) return true;
    return false;
}

// What the writer makes is JSON of the fields it was given, and those were looked at. Where names
// of secrets or cuts stand, texts and keys are not what they were, so that line is read as anybody
// will read it.
static bool was_altered(Sv line) {
    return holds(line, SV("\xc2\xab")) || holds(line, SV("\xe2\x80\xa6"));
}

static bool reads_back(Journal *journal, Sv line, const Event *event) {
    if (!was_altered(line)) return true;
    Event back;
    Sv prev, error = SV("");
    arena_reset(journal->scratch);
    if (!event_read(journal->scratch, line, &back, &prev, &error))
        return unreadable(journal, error);
    for (size_t i = 0; i < value_count(event->fields); i++) {
        Value was = value_at(event->fields, i), is = value_at(back.fields, i);
        // Bytes that are no UTF-8 (in a path, a host's name) are written as such.
        if (was.kind == VALUE_STRING && !sv_eq(value_text(was), value_text(is)) &&
            utf8_valid(value_text(was), NULL))
            return unreadable(journal, sv_format(journal->scratch, "'%.*s' of %s is another",
                                                 SV_ARG(value_text(value_key(event->fields, i))),
                                                 event_rows[event->kind].name));
    }
    return true;
}

// ── writing ──

bool journal_add(Journal *journal, const Event *event, bool *too_long) {
    *too_long = false;
    if (journal->failed) return false;
    if (journal->read_only) return journal_fail(journal, "written", EROFS);
    arena_reset(journal->scratch);
    Sv problem = event_problem(journal->scratch, event);
    if (problem.len > 0) return unreadable(journal, problem);
    Event numbered = *event;
    numbered.seq = journal->next_seq;
    Buf *pending = &journal->pending;
    if (pending->len > LIMIT_EVENT_BYTES && !journal_flush(journal)) return false;
    size_t from = pending->len;
    bool fits = event_write(pending, &numbered, (Sv){journal->prev, JOURNAL_DIGEST_DIGITS});
    if (fits && event->kind == EVENT_RUN_ENDED) seal(pending, from);
    if (!fits || pending->full || pending->len - from > LIMIT_EVENT_BYTES) {
        pending->len = from;
        pending->full = false;
        *too_long = true;
        return false;
    }
    if (!reads_back(journal, sv_slice(buf_sv(pending), from, pending->len), event)) {
        pending->len = from;
        return false;
    }
    chain(journal, sv_slice(buf_sv(pending), from, pending->len));
    buf_add_char(pending, '\n');
    journal->next_seq++;
    return true;
}

bool journal_flush(Journal *journal) {
    Buf *pending = &journal->pending;
    if (journal->failed) return false;
    if (pending->len == 0) return true;
    ssize_t written;
    do {
        written = write(journal->fd, pending->at, pending->len);
    } while (written < 0 && errno == EINTR);
    if (written < 0) return journal_fail(journal, "written", errno);
    // A torn line cannot be repaired by writing on: the line is lost, and so is the run.
    if ((size_t)written != pending->len) return journal_fail(journal, "written in full", ENOSPC);
    journal->size += pending->len;
    buf_clear(pending);
    return true;
}

// If the file was removed or changed by somebody else, writing on would preserve nothing.
static bool is_kept(Journal *journal) {
    struct stat about, there;
    if (fstat(journal->fd, &about) != 0) return journal_fail(journal, "looked at", errno);
    bool removed = about.st_nlink == 0, found = lstat(journal->path, &there) == 0;
    if (!removed && !found && errno != ENOENT && errno != ENOTDIR)
        return journal_fail(journal, "looked at", errno);
    bool same = found && there.st_dev == about.st_dev && there.st_ino == about.st_ino;
    if (!removed && same && (uint64_t)about.st_size == journal->size) return true;
    journal->failed = journal->in_question = true;
    journal->error = removed ? SV("the journal was removed while the run went on")
                     : !same ? SV("the journal was moved away or replaced while the run went on")
                             : SV("the journal was changed by somebody else while the run went on");
    return false;
}

bool journal_sync_begin(Journal *journal, JournalSync *sync) {
    if (!journal_flush(journal) || !is_kept(journal)) return false;
    *sync = (JournalSync){.fd = journal->fd, .upto = journal->size};
    return true;
}

void journal_sync_wait(JournalSync *sync) {
    sync->error = journal_wait_for_disk(sync->fd, fdatasync) == 0 ? 0 : errno;
}

bool journal_sync_end(Journal *journal, const JournalSync *sync) {
    if (journal->failed) return false;
    // After a failed sync the kernel may have dropped what it could not write: trying again proves
    // nothing.
    journal->in_question |= sync->error != 0;
    if (sync->error != 0) return journal_fail(journal, "made durable", sync->error);
    if (sync->upto > journal->synced) journal->synced = sync->upto;
    return true;
}

uint64_t journal_written(const Journal *journal) {
    return journal->size;
}

bool journal_lasts(const Journal *journal, uint64_t upto) {
    return upto <= journal->synced;
}

void journal_salvage(Journal *journal) {
    struct stat about;
    bool there = fstat(journal->fd, &about) == 0 && about.st_nlink > 0;
    if (journal->in_question || !there) return;
    if (journal_wait_for_disk(journal->fd, fdatasync) == 0) journal->synced = journal->size;
}

bool journal_sync(Journal *journal) {
    JournalSync sync;
    if (!journal_flush(journal)) return false;
    if (journal_lasts(journal, journal->size)) return true;
    if (!journal_sync_begin(journal, &sync)) return false;
    journal_sync_wait(&sync);
    return journal_sync_end(journal, &sync);
}

bool journal_append(Journal *journal, const Event *event) {
    bool too_long;
    if (!journal_add(journal, event, &too_long))
        return too_long ? journal_fail(journal, "written", EFBIG) : false;
    return journal_must_last(event) ? journal_sync(journal) : journal_flush(journal);
}

// Of the kernel's client; <linux/magic.h> has only the old one's.
enum { CIFS_MAGIC = (int)0xFF534D42, SMB2_MAGIC = (int)0xFE534D42 };

Sv journal_caveat(const Journal *journal) {
    static const struct {
        uint32_t magic;
        const char *what;
    } notes[] = {
        {TMPFS_MAGIC, "the journal lies in memory (tmpfs): it does not survive the loss of power"},
        {RAMFS_MAGIC, "the journal lies in memory (ramfs): it does not survive the loss of power"},
        {NFS_SUPER_MAGIC, "the journal lies on NFS: what was synced is as safe as its server"},
        {(uint32_t)CIFS_MAGIC, "the journal lies on SMB: what was synced is as safe as its server"},
        {(uint32_t)SMB2_MAGIC, "the journal lies on SMB: what was synced is as safe as its server"},
        {V9FS_MAGIC, "the journal lies on 9p: what was synced is as safe as its server"},
        {FUSE_SUPER_MAGIC,
         "the journal lies on FUSE: what was synced is as safe as what is behind it"},
    };
    struct statfs about;
    if (fstatfs(journal->fd, &about) != 0) return SV("");
    for (size_t i = 0; i < sizeof notes / sizeof *notes; i++)
        if ((uint32_t)about.f_type == notes[i].magic) return sv_from_c(notes[i].what);
    return SV("");
}

Sv journal_exposed(const Journal *journal, Arena *arena) {
    mode_t mode = journal->folder_mode & 07777;
    // In a folder like /tmp nobody removes what is another's.
    if (!(mode & (S_IWGRP | S_IWOTH)) || mode & S_ISVTX) return SV("");
    BUF_AUTO Buf text = buf_new((size_t)64 * 1024);
    buf_addf(&text,
             "others can write to the run's folder (mode %04o): they can put another journal "
             "in the place of this one; to keep them out: chmod go-w ",
             (unsigned)mode);
    shell_add_word(&text, journal->folder);
    return buf_keep(&text, arena);
}

Sv journal_error(const Journal *journal) {
    return journal->error;
}

int journal_descriptor(const Journal *journal) {
    return journal->fd;
}

void journal_close(Journal *journal) {
    if (!journal) return;
    buf_free(&journal->pending);
    arena_free(journal->scratch);
    hasher_end(journal->hasher);
    close(journal->fd);
    journal->fd = -1;
}
