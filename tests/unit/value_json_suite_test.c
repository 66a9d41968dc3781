// The published parsing suite for JSON: y_ is accepted, n_ refused, i_ is either, without a crash.
// Two y_ files repeat a key, which is refused here, and said to be the only thing that is wrong
// with them.
#include "base/system/file.h"
#include "check.h"
#include "value/json.h"
#include <dirent.h>
#include <stdlib.h>

static const char *const repeat_a_key[] = {"y_object_duplicated_key.json",
                                           "y_object_duplicated_key_and_value.json"};

static Sv folder_of_cases(Arena *arena) {
    const char *shared = getenv("RUNBOOK_SHARED");
    Sv root = sv_from_c(shared ? shared : PROJECT_ROOT "/../shared");
    return path_join(arena, root, SV("conformance/json"));
}

static bool repeats_a_key(const char *name) {
    return strcmp(name, repeat_a_key[0]) == 0 || strcmp(name, repeat_a_key[1]) == 0;
}

// What was read is written, read again, and is the same.
static void check_round_trip(Arena *arena, Value value, const char *name) {
    static const JsonStyle styles[] = {JSON_COMPACT, JSON_SPACED, JSON_PRETTY};
    for (size_t i = 0; i < 3; i++) {
        Buf text BUF_AUTO = buf_new(16 * 1024 * 1024),
                 again_text BUF_AUTO = buf_new(16 * 1024 * 1024);
        Value again;
        bool same = json_write(&text, value, styles[i]) &&
                    json_parse(arena, buf_sv(&text), &again, NULL) && value_equal(value, again) &&
                    json_write(&again_text, again, styles[i]) &&
                    sv_eq(buf_sv(&text), buf_sv(&again_text));
        CHECK(same);
        if (!same)
            fprintf(stderr, "  in %s: %.*s\n", name, SV_ARG(sv_slice(buf_sv(&text), 0, 200)));
    }
}

static void check_case(Arena *arena, Sv folder, const char *name) {
    Sv text;
    Value value;
    JsonError error = {.message = ""};
    Sv path = path_join(arena, folder, sv_from_c(name));
    CHECK_INT(file_read(arena, path, 16 * 1024 * 1024, &text), FILE_OK);
    bool read = json_parse(arena, text, &value, &error);
    bool wanted = name[0] == 'y' && !repeats_a_key(name);
    if (name[0] != 'i') {
        CHECK(read == wanted);
        CHECK(json_well_formed(text) == (name[0] == 'y'));
        if (read != wanted) fprintf(stderr, "  %s: %s\n", name, error.message);
    }
    if (read)
        check_round_trip(arena, value, name);
    else
        CHECK(error.offset <= text.len && error.message[0] != '\0');
}

int main(void) {
    Arena *arena = arena_new((size_t)1 << 30);
    Sv folder = folder_of_cases(arena);
    DIR *cases = opendir(folder.at);
    if (!cases) {
        printf("skipped: there is no folder %s\n", folder.at);
        arena_free(arena);
        return 77;
    }
    int count = 0;
    for (const struct dirent *entry; (entry = readdir(cases));) {
        if (!sv_ends(sv_from_c(entry->d_name), SV(".json"))) continue;
        check_case(arena, folder, entry->d_name);
        count++;
    }
    closedir(cases);
    CHECK(count > 300);
    printf("%d cases\n", count);
    arena_free(arena);
    return check_done();
}
