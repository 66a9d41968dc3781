// Files are read whole or not at all, written so that no reader sees a half, and found beneath
// their root.
#include "base/buf.h"
#include "base/system/file.h"
#include "check.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static Arena *arena;
static Sv folder; // of this test alone

static Sv in_folder(const char *name) {
    return path_join(arena, folder, sv_from_c(name));
}

static void files_are_written_and_read(void) {
    Sv text = SV("untouched"), path = in_folder("a.txt");
    CHECK_INT(file_read(arena, path, 100, &text), FILE_MISSING);
    CHECK_INT(file_read(arena, in_folder("no/such"), 100, &text), FILE_MISSING);
    CHECK_C(text, "untouched");
    CHECK(file_write_atomic(path, SV("one\0two"), 0600));
    CHECK_INT(file_read(arena, path, 7, &text), FILE_OK);
    CHECK_SV(text, SV("one\0two"));
    CHECK(text.at[7] == '\0');
    text = SV("untouched");
    CHECK_INT(file_read(arena, path, 6, &text), FILE_TOO_LARGE);
    CHECK_C(text, "untouched");
    CHECK(file_write_atomic(path, SV(""), 0600));
    CHECK_INT(file_read(arena, path, 0, &text), FILE_OK);
    CHECK_INT(text.len, 0);
    struct stat about;
    CHECK(stat(sv_to_c(arena, path), &about) == 0 && (about.st_mode & 0777) == 0600);
    CHECK_INT(file_read(arena, folder, 100, &text), FILE_IS_FOLDER);
    CHECK_INT(file_read(arena, SV("/dev/null"), 100, &text), FILE_NOT_REGULAR);
    CHECK_INT(file_read(arena, SV("a\0b"), 100, &text), FILE_ERROR);
    CHECK_INT(file_read(arena, SV(""), 100, &text), FILE_MISSING);
    // A size of 0 in /proc does not mean that there is nothing.
    CHECK_INT(file_read(arena, SV("/proc/self/stat"), 100000, &text), FILE_OK);
    CHECK(text.len > 10);
    CHECK_INT(file_read(arena, SV("/proc/self/stat"), 5, &text), FILE_TOO_LARGE);
}

typedef struct Taken {
    Sv rest; // of what is to come
    uint32_t lines, most;
    bool torn;
} Taken;

static bool take_line(void *self, Sv line, bool whole) {
    Taken *taken = self;
    CHECK(sv_starts(taken->rest, line));
    taken->rest = sv_slice(taken->rest, line.len + whole, taken->rest.len);
    taken->torn = !whole;
    return ++taken->lines < taken->most;
}

// Lines of every length around the size of the pieces in which the file is read.
static void lines_come_one_by_one(void) {
    Sv path = in_folder("lines");
    BUF_AUTO Buf text = buf_new((size_t)16 << 20);
    for (size_t length = 0; length < 600000; length = length * 3 + 1) {
        buf_add_repeat(&text, (char)('a' + length % 26), length);
        buf_add_char(&text, '\n');
    }
    buf_add_c(&text, "torn");
    CHECK(file_write_atomic(path, buf_sv(&text), 0600));
    Taken taken = {.rest = buf_sv(&text), .most = 1000};
    CHECK_INT(file_lines(arena, path, 600000, take_line, &taken), FILE_OK);
    CHECK(taken.rest.len == 0 && taken.torn);
    CHECK_INT(taken.lines, 14);
    taken = (Taken){.rest = buf_sv(&text), .most = 3};
    CHECK_INT(file_lines(arena, path, 600000, take_line, &taken), FILE_OK);
    CHECK_INT(taken.lines, 3);
    taken = (Taken){.rest = buf_sv(&text), .most = 1000};
    CHECK_INT(file_lines(arena, path, 1000, take_line, &taken), FILE_TOO_LARGE);
    taken = (Taken){.most = 1000};
    CHECK_INT(file_lines(arena, in_folder("none"), 1000, take_line, &taken), FILE_MISSING);
    CHECK_INT(file_lines(arena, folder, 1000, take_line, &taken), FILE_IS_FOLDER);
    CHECK_INT(file_lines(arena, SV("/dev/null"), 1000, take_line, &taken), FILE_NOT_REGULAR);
    CHECK_INT(taken.lines, 0);
    unlink(sv_to_c(arena, path));
}

static void odd_files_are_told_apart(void) {
    Sv text;
    CHECK(mkfifo(sv_to_c(arena, in_folder("fifo")), 0600) == 0);
    CHECK_INT(file_read(arena, in_folder("fifo"), 100, &text), FILE_NOT_REGULAR);
    CHECK(!file_write_atomic(in_folder("no/such/file"), SV("x"), 0600));
    CHECK_INT(errno, ENOENT);
    CHECK(!file_write_atomic(folder, SV("x"), 0600));
    CHECK(!file_write_atomic(SV(""), SV("x"), 0600));
    CHECK_C(file_error(arena, ENOSPC), "No space left on device");
}

static void folders_are_made(void) {
    struct stat about;
    CHECK(file_make_folders(in_folder("x/y//z/"), 0700));
    CHECK(stat(sv_to_c(arena, in_folder("x/y/z")), &about) == 0 && S_ISDIR(about.st_mode));
    CHECK(file_make_folders(in_folder("x/y/z"), 0700));
    CHECK(!file_make_folders(in_folder("a.txt/b"), 0700));
    CHECK_INT(errno, ENOTDIR);
}

static void paths_are_taken_apart(void) {
    CHECK_C(path_folder(SV("a/b.yaml")), "a");
    CHECK_C(path_folder(SV("b.yaml")), ".");
    CHECK_C(path_folder(SV("/b.yaml")), "/");
    CHECK_C(path_folder(SV("/a//b/")), "/a");
    CHECK_C(path_folder(SV("")), ".");
    CHECK_C(path_name(SV("a/b.yaml")), "b.yaml");
    CHECK_C(path_name(SV("a/b/")), "b");
    CHECK_C(path_stem(SV("a/pre-deploy.test.yaml")), "pre-deploy.test");
    CHECK_C(path_stem(SV("a.b/c")), "c");
    CHECK_C(path_stem(SV(".hidden")), ".hidden");
    CHECK_C(path_join(arena, SV("a/"), SV("./b")), "a/b");
    CHECK_C(path_join(arena, SV("."), SV("b")), "b");
    CHECK_C(path_join(arena, SV("./a"), SV("b")), "a/b");
    CHECK_C(path_join(arena, SV("a"), SV("/b")), "/b");
    CHECK_C(path_join(arena, SV("/"), SV("b")), "/b");
    CHECK_C(path_join(arena, SV("a"), SV(".")), "a");
    CHECK_C(path_join(arena, SV(""), SV("b")), "b");
}

static void no_way_out_of_the_root(void) {
    Sv root = in_folder("x");
    CHECK(path_beneath(arena, root, root));
    CHECK(path_beneath(arena, root, in_folder("x/y")));
    CHECK(path_beneath(arena, root, in_folder("x/y/new.txt")));
    CHECK(!path_beneath(arena, root, in_folder("a.txt")));
    CHECK(!path_beneath(arena, root, in_folder("x/../a.txt")));
    CHECK(!path_beneath(arena, root, in_folder("x/y/no/new.txt")));
    CHECK(!path_beneath(arena, root, in_folder("x/nothing/..")));
    CHECK(file_make_folders(in_folder("xy"), 0700));
    CHECK(!path_beneath(arena, root, in_folder("xy")));
    CHECK(symlink("../../a.txt", sv_to_c(arena, in_folder("x/y/out"))) == 0);
    CHECK(!path_beneath(arena, root, in_folder("x/y/out")));
    CHECK(symlink("../../later", sv_to_c(arena, in_folder("x/y/dangling"))) == 0);
    CHECK(!path_beneath(arena, root, in_folder("x/y/dangling")));
    CHECK(path_beneath(arena, SV("/"), in_folder("x")));
    CHECK(path_real(arena, in_folder("none")).at == NULL);
}

static void roots_are_found(void) {
    CHECK(file_make_folders(in_folder("x/.runbook"), 0700));
    CHECK_SV(path_project_root(arena, SV(""), in_folder("x/y/z"), SV("")).path,
             path_real(arena, in_folder("x")));
    CHECK_SV(path_project_root(arena, in_folder("x/y"), in_folder("x/y/z"), SV("")).path,
             path_real(arena, in_folder("x/y")));
    CHECK(!path_project_root(arena, SV(""), SV("/no/such/folder"), SV("")).path.at);
    CHECK(!path_project_root(arena, SV("/no/such/folder"), in_folder("x"), SV("")).path.at);
}

int main(void) {
    char name[] = "/tmp/runbook-file-XXXXXX";
    arena = arena_new(1024 * 1024);
    folder = sv_from_c(mkdtemp(name));
    umask(022);
    files_are_written_and_read();
    lines_come_one_by_one();
    odd_files_are_told_apart();
    folders_are_made();
    paths_are_taken_apart();
    no_way_out_of_the_root();
    roots_are_found();
    static const char *const left[] = {"x/y/out", "x/y/dangling", "x/y/z", "x/y",   "x/.runbook",
                                       "x",       "xy",           "fifo",  "a.txt", "."};
    for (size_t i = 0; i < sizeof left / sizeof *left; i++)
        CHECK(remove(sv_to_c(arena, in_folder(left[i]))) == 0); // and no other file was left behind
    arena_free(arena);
    return check_done();
}
