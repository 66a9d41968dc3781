// A line of a journal: refused with a reason, or read, and then written as a line that reads as the
// same.
#include "base/limits.h"
#include "event/event.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size) {
    Arena *arena = arena_new(FUZZ_ARENA);
    Event event, again;
    Sv prev, error = {0};
    if (event_read(arena, fuzz_text(data, size), &event, &prev, &error)) {
        BUF_AUTO Buf line = buf_new((size_t)16 * LIMIT_EVENT_BYTES);
        FUZZ_CLAIM(event_problem(arena, &event).len == 0);
        if (event_write(&line, &event, SV("0"))) {
            FUZZ_CLAIM(event_read(arena, buf_sv(&line), &again, &prev, &error));
            FUZZ_CLAIM(again.kind == event.kind && again.seq == event.seq);
            FUZZ_CLAIM(again.stamp.wall_ns == event.stamp.wall_ns &&
                       again.stamp.mono_ns == event.stamp.mono_ns);
            FUZZ_CLAIM(value_equal(again.fields, event.fields));
        }
    } else {
        FUZZ_CLAIM(error.len > 0);
    }
    arena_free(arena);
    return 0;
}
