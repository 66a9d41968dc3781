// Events as lines of the journal.
#include "base/limits.h"
#include "base/num.h"
#include "event/event.h"
#include "value/json.h"
#include "value/time.h"

// Every step writes several lines, and printf would be a good part of their cost.
static void add_number(Buf *out, uint64_t number, int least_digits) {
    char digits[24];
    int at = sizeof digits;
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0 || (int)sizeof digits - at < least_digits);
    buf_add(out, (Sv){digits + at, sizeof digits - (size_t)at});
}

static void add_time(Buf *out, int64_t wall_ns) {
    static const char between[] = "--T::";
    Value time = timestamp_from_ns(wall_ns);
    CivilTime civil;
    if (!civil_from(time, SV("UTC"), &civil)) return;
    int parts[] = {civil.month, civil.day, civil.hour, civil.minute, civil.second};
    add_number(out, (uint64_t)civil.year, 4);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        buf_add_char(out, between[i]);
        add_number(out, (uint64_t)parts[i], 2);
    }
    if (time.nanos != 0) {
        buf_add_char(out, '.');
        add_number(out, (uint64_t)time.nanos, 9);
    }
    buf_add_char(out, 'Z');
}

bool event_write(Buf *out, const Event *event, Sv prev) {
    buf_add(out, SV("{\"seq\":"));
    add_number(out, event->seq, 1);
    buf_add(out, SV(",\"time\":\""));
    add_time(out, event->stamp.wall_ns);
    buf_add(out, SV("\",\"mono\":"));
    if (event->stamp.mono_ns < 0) buf_add_char(out, '-');
    uint64_t mono = (uint64_t)event->stamp.mono_ns;
    add_number(out, event->stamp.mono_ns < 0 ? 0 - mono : mono, 1);
    buf_add(out, SV(",\"prev\":\""));
    buf_add(out, prev);
    buf_add(out, SV("\",\"event\":\""));
    buf_add_c(out, event_rows[event->kind].name);
    buf_add_char(out, '"');
    for (size_t i = 0; i < value_count(event->fields); i++) {
        buf_add_char(out, ',');
        json_write_text(out, value_text(value_key(event->fields, i)));
        buf_add_char(out, ':');
        json_write(out, value_at(event->fields, i), JSON_COMPACT);
    }
    buf_add_char(out, '}');
    return !out->full;
}

// The part before an event's own fields.
enum { HEAD_SEQ, HEAD_TIME, HEAD_MONO, HEAD_PREV, HEAD_EVENT, HEAD_COUNT };
static const struct {
    const char *name;
    ValueKind kind;
} head[HEAD_COUNT] = {[HEAD_SEQ] = {"seq", VALUE_INT},
                      [HEAD_TIME] = {"time", VALUE_STRING},
                      [HEAD_MONO] = {"mono", VALUE_INT},
                      [HEAD_PREV] = {"prev", VALUE_STRING},
                      [HEAD_EVENT] = {"event", VALUE_STRING}};

static bool head_is_there(Arena *arena, Value line, Sv *error) {
    for (size_t i = 0; i < HEAD_COUNT; i++) {
        bool there = i < value_count(line) &&
                     sv_eq_c(value_text(value_key(line, i)), head[i].name) &&
                     value_at(line, i).kind == head[i].kind;
        if (there) continue;
        *error = sv_format(arena, "key %d is not '%s'", (int)i + 1, head[i].name);
        return false;
    }
    return true;
}

static bool wall_of(Sv text, int64_t *out) {
    Value time;
    if (!timestamp_parse(text, &time)) return false;
    int64_t ns;
    if (__builtin_mul_overflow(time.seconds, (int64_t)1000000000, &ns)) return false;
    return !__builtin_add_overflow(ns, (int64_t)time.nanos, out);
}

// The line's keys are all different, and so are those behind its head.
static Value own_fields(Arena *arena, Value line) {
    ValueMap *fields = arena_new_of(arena, ValueMap);
    *fields = (ValueMap){.count = line.map->count - HEAD_COUNT,
                         .keys = line.map->keys + HEAD_COUNT,
                         .values = line.map->values + HEAD_COUNT};
    return (Value){.kind = VALUE_MAP, .map = fields};
}

bool event_read(Arena *arena, Sv line, Event *out, Sv *prev, Sv *error) {
    Value value;
    JsonError json;
    if (!json_parse_within(arena, line, LIMIT_JOURNAL_DEPTH, &value, &json)) {
        *error = sv_format(arena, "%s, at byte %zu", json.message, json.offset + 1);
        return false;
    }
    if (value.kind != VALUE_MAP) {
        *error = SV("the line is no JSON object");
        return false;
    }
    if (!head_is_there(arena, value, error)) return false;
    if (value_at(value, HEAD_SEQ).integer < 0) {
        *error = SV("'seq' is negative");
        return false;
    }
    Event event = {.seq = (uint64_t)value_at(value, HEAD_SEQ).integer};
    event.stamp.mono_ns = value_at(value, HEAD_MONO).integer;
    if (!wall_of(value_text(value_at(value, HEAD_TIME)), &event.stamp.wall_ns)) {
        *error = SV("'time' is no RFC 3339 time");
        return false;
    }
    Sv kind = value_text(value_at(value, HEAD_EVENT));
    if (!event_kind_parse(kind, &event.kind)) {
        *error = sv_format(arena, "there is no event '%.*s'", SV_ARG(kind));
        return false;
    }
    event.fields = own_fields(arena, value);
    *error = event_problem(arena, &event);
    if (error->len > 0) return false;
    *prev = value_text(value_at(value, HEAD_PREV));
    *out = event;
    return true;
}

// ── a part of one ──

static bool take_words(Sv *rest, Sv words) {
    if (!sv_starts(*rest, words)) return false;
    *rest = sv_slice(*rest, words.len, rest->len);
    return true;
}

static bool take_until(Sv *rest, char end, Sv *part) {
    size_t at = sv_find_char(*rest, end, 0);
    if (at == SV_NONE) return false;
    *part = sv_slice(*rest, 0, at);
    *rest = sv_slice(*rest, at, rest->len);
    return true;
}

static bool take_head(Sv *rest, Event *out, Sv *prev) {
    Sv seq, time, mono, kind;
    return take_words(rest, SV("{\"seq\":")) && take_until(rest, ',', &seq) &&
           num_parse_u64(seq, &out->seq) && take_words(rest, SV(",\"time\":\"")) &&
           take_until(rest, '"', &time) && wall_of(time, &out->stamp.wall_ns) &&
           take_words(rest, SV("\",\"mono\":")) && take_until(rest, ',', &mono) &&
           num_parse_i64(mono, &out->stamp.mono_ns) && take_words(rest, SV(",\"prev\":\"")) &&
           take_until(rest, '"', prev) && take_words(rest, SV("\",\"event\":\"")) &&
           take_until(rest, '"', &kind) && event_kind_parse(kind, &out->kind) &&
           take_words(rest, SV("\","));
}

// Within a text or a map that stands before it no such words could be.
static bool read_front(Arena *arena, Sv fields, Value *out) {
    size_t end = sv_find(fields, SV(",\"observed\":"), 0);
    if (end == SV_NONE) return false;
    Sv text[] = {SV("{"), sv_slice(fields, 0, end), SV("}")};
    return json_parse_within(arena, sv_concat(arena, text, 3), LIMIT_JOURNAL_DEPTH, out, NULL);
}

bool event_read_part(Arena *arena, Sv line, EventParts parts, Event *out, Sv *prev) {
    static const ValueMap none = {0};
    Sv rest = line;
    Event event = {.line = line, .fields = {.kind = VALUE_MAP, .map = &none}};
    if (!(parts.heads | parts.fronts) || !take_head(&rest, &event, prev)) return false;
    uint64_t bit = (uint64_t)1 << event.kind;
    bool left = parts.heads & bit, front = parts.fronts & bit;
    if (!left && !(front && read_front(arena, rest, &event.fields))) return false;
    *out = event;
    return true;
}
