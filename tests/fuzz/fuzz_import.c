// A page from anywhere: it is refused with a place in it and a reason, or becomes drafts that load
// like any runbook. All in time, which libFuzzer looks at, and in little memory.
#include "base/limits.h"
#include "base/system/file.h"
#include "fuzz.h"
#include "import/import.h"
#include "plan/plan.h"
#include "registry.h"

#include <stdlib.h>
#include <unistd.h>

static char folder[] = "/tmp/fuzz-import-XXXXXX";

static void remove_folder(void) {
    rmdir(folder);
}

// Without waiting for the disk, as files that are kept do.
static void write_file(const char *path, Sv text) {
    FILE *file = fopen(path, "w");
    FUZZ_CLAIM(file && fwrite(text.at, 1, text.len, file) == text.len && fclose(file) == 0);
}

static void claim_loads(Sv yaml) {
    Arena *arena = arena_new(FUZZ_ARENA);
    Sv path = path_join(arena, sv_from_c(folder), SV("draft.yaml"));
    Diags diags = diags_new(arena);
    PlanOptions options = {stdlib_registry(), sv_from_c(folder), .undigested = true};
    write_file(sv_to_c(arena, path), yaml);
    const Plan *plan = plan_load(arena, path, &options, &diags);
    unlink(sv_to_c(arena, path));
    if (!plan || diags_failed(&diags)) {
        BUF_AUTO Buf said = buf_new((size_t)1 << 20);
        diags_render(&diags, (DiagStyle){0}, &said);
        fprintf(stderr, "%.*s\n%.*s\n", SV_ARG(yaml), SV_ARG(buf_sv(&said)));
    }
    FUZZ_CLAIM(plan && !diags_failed(&diags));
    arena_free(arena);
}

// A file name that cannot lead anywhere else.
static void claim_file(Sv file) {
    FUZZ_CLAIM(sv_ends(file, SV(".yaml")) && file.at[0] != '.');
    FUZZ_CLAIM(sv_find_char(file, '/', 0) == SV_NONE && sv_find_char(file, '\0', 0) == SV_NONE);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size) {
    static bool made;
    if (!made) {
        FUZZ_CLAIM(mkdtemp(folder));
        FUZZ_CLAIM(atexit(remove_folder) == 0);
    }
    made = true;
    if (size > LIMIT_PAGE_BYTES) return 0;
    Arena *arena = arena_new(FUZZ_ARENA);
    Diags diags = diags_new(arena);
    const Source *page = source_new(arena, SV("page.md"), fuzz_text(data, size));
    Import import = {0};
    bool good = import_page(arena, page, stdlib_registry(), &diags, &import);
    FUZZ_CLAIM(good != diags_failed(&diags));
    FUZZ_CLAIM(!arena_exhausted(arena));
    for (uint32_t i = 0; i < diags.count; i++)
        FUZZ_CLAIM(diags.items[i].span.offset <= size && diags.items[i].hint.len > 0);
    for (uint32_t i = 0; good && i < import.count; i++) {
        claim_file(import.drafts[i].file);
        if (import.drafts[i].steps) claim_loads(import.drafts[i].yaml);
        for (uint32_t k = 0; k < i; k++)
            FUZZ_CLAIM(!sv_eq(import.drafts[i].file, import.drafts[k].file));
    }
    arena_free(arena);
    return 0;
}
