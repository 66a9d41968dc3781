// An event as a line of the journal and back, and what is refused.
#include "base/system/digest.h"
#include "check.h"
#include "event/event.h"

static const char zeros[] = "0000000000000000000000000000000000000000000000000000000000000000";

static Event note(Arena *arena, const char *message) {
    MapBuilder fields = map_builder(arena);
    map_add_c(&fields, "level", value_string(SV("warning")));
    map_add_c(&fields, "message", value_string(sv_from_c(message)));
    return (Event){.kind = EVENT_NOTE,
                   .seq = 7,
                   .stamp = {1772330645123456789, 81234567890},
                   .fields = map_done(&fields)};
}

static void written_and_read(Arena *arena) {
    Event event = note(arena, "a \"quoted\" word\n\xe2\x9c\x93");
    BUF_AUTO Buf line = buf_new(4096);
    CHECK(event_write(&line, &event, sv_from_c(zeros)));
    CHECK_C(
        buf_sv(&line),
        "{\"seq\":7,\"time\":\"2026-03-01T02:04:05.123456789Z\",\"mono\":81234567890,\"prev\":"
        "\"0000000000000000000000000000000000000000000000000000000000000000\",\"event\":\"note\","
        "\"level\":\"warning\",\"message\":\"a \\\"quoted\\\" word\\n\xe2\x9c\x93\"}");
    Event back;
    Sv prev, error;
    CHECK(event_read(arena, buf_sv(&line), &back, &prev, &error));
    CHECK_INT(back.kind, EVENT_NOTE);
    CHECK_INT(back.seq, 7);
    CHECK_INT(back.stamp.wall_ns, event.stamp.wall_ns);
    CHECK_INT(back.stamp.mono_ns, event.stamp.mono_ns);
    CHECK(value_equal(back.fields, event.fields));
    CHECK_C(prev, zeros);
    CHECK_C(event_text(&back, "level"), "warning");
    CHECK_C(event_text(&back, "nothing"), "");
}

static void refused(Arena *arena, const char *line, const char *wanted) {
    Event event;
    Sv prev, error = SV("read");
    CHECK(!event_read(arena, sv_from_c(line), &event, &prev, &error));
    CHECK_C(error, wanted);
}

#define HEAD "{\"seq\":1,\"time\":\"2026-03-01T02:04:05Z\",\"mono\":1,\"prev\":\"0\",\"event\":"

static void problems(Arena *arena) {
    refused(arena, "[1]", "the line is no JSON object");
    refused(arena, "{\"time\":\"x\"}", "key 1 is not 'seq'");
    refused(arena, "{\"seq\":-1,\"time\":\"\",\"mono\":1,\"prev\":\"0\",\"event\":\"note\"}",
            "'seq' is negative");
    refused(arena, HEAD "\"nope\"}", "there is no event 'nope'");
    refused(arena, HEAD "\"note\",\"level\":\"info\"}", "note has no field 'message'");
    refused(arena, HEAD "\"note\",\"level\":\"info\",\"message\":3}",
            "field 'message' of note is int, not text");
    refused(arena, HEAD "\"note\",\"level\":\"info\",\"message\":\"\",\"x\":1}",
            "note knows no field 'x'");
    refused(arena,
            "{\"seq\":1,\"time\":\"yesterday\",\"mono\":1,\"prev\":\"0\",\"event\":\"note\"}",
            "'time' is no RFC 3339 time");
}

// Each row has its fields, and a field that may be absent says so.
static void table(void) {
    for (int kind = 0; kind < EVENT_KIND_COUNT; kind++) {
        EventKind found;
        CHECK(event_rows[kind].field_count > 0);
        CHECK(event_kind_parse(sv_from_c(event_rows[kind].name), &found) && (int)found == kind);
    }
    CHECK_C(sv_from_c(event_rows[EVENT_STEP_ENDED].fields[0].name), "address");
    CHECK_C(sv_from_c(event_rows[EVENT_STEP_ENDED].fields[5].name), "verb");
}

int main(void) {
    Arena *arena = arena_new(1 << 20);
    written_and_read(arena);
    problems(arena);
    table();
    arena_free(arena);
    return check_done();
}
