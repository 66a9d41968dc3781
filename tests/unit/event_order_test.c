// Events of parallel steps come out in the runbook's order, whatever the clock did.
#include "base/buf.h"
#include "check.h"
#include "event/display_order.h"

static bool write_down(void *self, const Event *event) {
    Buf *out = self;
    return buf_addf(out, "%s %.*s\n", event_rows[event->kind].name,
                    SV_ARG(event_text(event, "number")));
}

// Each word is a letter for a kind and a number; "*" opens a parallel group, "(" one in order.
static Event event_of(Arena *arena, Sv word) {
    static const struct {
        char letter;
        EventKind kind;
    } kinds[] = {{'(', EVENT_GROUP_STARTED}, {'*', EVENT_GROUP_STARTED}, {')', EVENT_GROUP_ENDED},
                 {'s', EVENT_STEP_STARTED},  {'e', EVENT_STEP_ENDED},    {'r', EVENT_STEP_RUNNING},
                 {'n', EVENT_NOTE},          {'!', EVENT_RUN_ENDED}};
    Event event = {0};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (kinds[i].letter == word.at[0]) event.kind = kinds[i].kind;
    MapBuilder fields = map_builder(arena);
    map_add_c(&fields, "number", value_string(sv_slice(word, 1, word.len)));
    map_add_c(&fields, "parallel", value_int(word.at[0] == '*' ? 4 : 1));
    event.fields = map_done(&fields);
    return event;
}

static void ordered(const char *given, const char *wanted) {
    Buf out = buf_new(1 << 20);
    EventOrder *order = event_order_new((EventSink){&out, write_down});
    EventSink sink = event_order_sink(order);
    Sv rest = sv_from_c(given), word;
    while (sv_next_part(&rest, ' ', &word)) {
        // What an event holds may be gone once it was taken.
        Arena *arena = arena_new(1 << 20);
        Event event = event_of(arena, word);
        CHECK(sink.take(sink.self, &event));
        arena_free(arena);
    }
    event_order_free(order);
    BUF_AUTO Buf expected = buf_new(1 << 20);
    rest = sv_from_c(wanted);
    Arena *arena = arena_new(1 << 20);
    while (sv_next_part(&rest, ' ', &word)) {
        Event event = event_of(arena, word);
        write_down(&expected, &event);
    }
    CHECK_SV(buf_sv(&out), buf_sv(&expected));
    arena_free(arena);
    buf_free(&out);
}

static void many_children(void) {
    Buf given = buf_new(1 << 24), wanted = buf_new(1 << 24);
    buf_add_c(&given, "*1");
    buf_add_c(&wanted, "*1");
    for (int i = 5000; i > 0; i--)
        buf_addf(&given, " s1.%d e1.%d", i, i);
    for (int i = 1; i <= 5000; i++)
        buf_addf(&wanted, " s1.%d e1.%d", i, i);
    buf_add_c(&given, " )1");
    buf_add_c(&wanted, " )1");
    buf_add_char(&given, '\0');
    buf_add_char(&wanted, '\0');
    CHECK(!given.full && !wanted.full);
    ordered(given.at, wanted.at);
    buf_free(&given);
    buf_free(&wanted);
}

int main(void) {
    // In order: nothing is held back.
    ordered("s1 e1 (2 s2.1 e2.1 )2 n", "s1 e1 (2 s2.1 e2.1 )2 n");
    // The second child ends first.
    ordered("*1 s1.1 s1.2 e1.2 e1.1 )1 s2 e2", "*1 s1.1 e1.1 s1.2 e1.2 )1 s2 e2");
    // The last of ten goes first; numbers are not texts.
    ordered("*1 s1.10 e1.10 s1.2 s1.1 e1.1 e1.2 )1", "*1 s1.1 e1.1 s1.2 e1.2 s1.10 e1.10 )1");
    // A group within a parallel one.
    ordered("*1 (1.1 (1.2 s1.2.1 s1.1.1 e1.2.1 )1.2 e1.1.1 )1.1 )1",
            "*1 (1.1 s1.1.1 e1.1.1 )1.1 (1.2 s1.2.1 e1.2.1 )1.2 )1");
    // Parallel within parallel, the inner one held back.
    ordered("*1 *1.2 s1.2.2 s1.1 s1.2.1 e1.2.2 e1.2.1 )1.2 e1.1 )1",
            "*1 s1.1 e1.1 *1.2 s1.2.1 e1.2.1 s1.2.2 e1.2.2 )1.2 )1");
    // Live lines of a child that waits are dropped, notes pass.
    ordered("*1 s1.1 s1.2 r1.2 r1.1 n e1.2 e1.1 )1", "*1 s1.1 r1.1 n e1.1 s1.2 e1.2 )1");
    // A run that was cut off hands on what it has.
    ordered("*1 s1.1 s1.3 e1.3 s1.2 e1.2", "*1 s1.1 s1.2 e1.2 s1.3 e1.3");
    ordered("*1 s1.2 e1.2 !", "*1 s1.2 e1.2 !");
    many_children();
    return check_done();
}
