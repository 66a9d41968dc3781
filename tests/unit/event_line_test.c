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

static bool part_of(Arena *arena, const char *line, EventKind head, EventKind front, Event *event) {
    Sv prev;
    EventParts parts = {.heads = (uint64_t)1 << head, .fronts = (uint64_t)1 << front};
    bool read = event_read_part(arena, sv_from_c(line), parts, event, &prev);
    if (read) CHECK_C(prev, "0");
    if (read) CHECK_C(event->line, line);
    return read;
}

// What is left out is not looked at; what does not look as it is written here is read whole.
static void parts(Arena *arena) {
    Event event;
    const char *note = HEAD "\"note\",\"level\":}";
    CHECK(part_of(arena, note, EVENT_NOTE, EVENT_ASKED, &event));
    CHECK_INT(event.kind, EVENT_NOTE);
    CHECK_INT(event.seq, 1);
    CHECK_INT(event.stamp.mono_ns, 1);
    CHECK_INT(event.stamp.wall_ns, INT64_C(1772330645000000000));
    CHECK_INT(value_count(event.fields), 0);
    CHECK(!part_of(arena, note, EVENT_ASKED, EVENT_NOTE, &event));
    CHECK(!part_of(arena, "{ \"seq\":1}", EVENT_NOTE, EVENT_ASKED, &event));
    CHECK(!part_of(arena, HEAD "\"nope\",\"level\":1}", EVENT_NOTE, EVENT_ASKED, &event));
    const char *attempt =
        HEAD "\"attempt_ended\",\"address\":\"a\",\"end\":\"answered\",\"reason\":"
             "\",\\\"observed\\\":1\",\"observed\":{]";
    CHECK(part_of(arena, attempt, EVENT_NOTE, EVENT_ATTEMPT_ENDED, &event));
    CHECK_INT(value_count(event.fields), 3);
    CHECK_C(event_text(&event, "end"), "answered");
    CHECK_C(event_text(&event, "reason"), ",\"observed\":1");
    const char *bad = HEAD "\"attempt_ended\",\"address\":\"a,\"observed\":{}}";
    CHECK(!part_of(arena, bad, EVENT_NOTE, EVENT_ATTEMPT_ENDED, &event));
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
    parts(arena);
    table();
    arena_free(arena);
    return check_done();
}
