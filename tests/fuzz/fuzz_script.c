// Shell scripts: reading and looking end; every finding lies within the text and says something.
#include "fuzz.h"
#include "script/script.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size) {
    Arena *arena = arena_new(FUZZ_ARENA);
    Sv text = fuzz_text(data, size);
    ScriptShell shell = {.errexit = size % 2, .pipefail = size % 3, .has_pipefail = size % 5};
    ScriptFindings found = script_look(arena, text, &shell);
    for (uint32_t i = 0; i < found.count; i++) {
        FUZZ_CLAIM(found.items[i].from <= found.items[i].to && found.items[i].to <= text.len);
        FUZZ_CLAIM(found.items[i].reason.len > 0 && found.items[i].hint.len > 0);
        FUZZ_CLAIM(i == 0 || found.items[i - 1].from <= found.items[i].from);
    }
    arena_free(arena);
    return 0;
}
