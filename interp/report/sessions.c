#include "report/sessions.h"
#include "base/shown/shown.h"
#include "event/resolved.h"
#include "value/time.h"

enum { SECOND = 1000000000 };

static Sv text_of(Value map, const char *field) {
    return value_field_text(map, field, (Sv){0});
}

void session_add_pause(Buf *out, int64_t ns) {
    static const struct {
        const char *name;
        int64_t seconds, most;
    } units[] = {{"second", 1, 60}, {"minute", 60, 60}, {"hour", 3600, 48}, {"day", 86400, 0}};
    int64_t seconds = ns / SECOND;
    size_t i = 0;
    while (units[i].most > 0 && seconds / units[i].seconds >= units[i].most)
        i++;
    long long amount = (long long)(seconds / units[i].seconds);
    if (seconds < 1)
        buf_add_c(out, "less than a second");
    else
        buf_addf(out, "%lld %s%s", amount, units[i].name, amount == 1 ? "" : "s");
}

// How long it lay still, by the wall clock; -1 = that is not known, or the clock was set back.
static int64_t pause_of(Value resumed, int64_t wall_ns) {
    Value ended;
    if (!timestamp_parse(text_of(resumed, "ended_at"), &ended)) return -1;
    int64_t seconds = wall_ns / SECOND - ended.seconds;
    return seconds < 0 || seconds > INT64_MAX / SECOND ? -1 : seconds * SECOND;
}

// "it was stopped by SIGINT", "it ended as NO-GO".
static void add_end(Buf *out, Value resumed) {
    Sv ended = text_of(resumed, "ended"), signal = text_of(resumed, "signal"),
       waits = text_of(resumed, "waited_for");
    if (waits.len > 0)
        shown_addf(out, "it began to wait for %.*s", SV_ARG(waits));
    else if (signal.len > 0 && sv_eq_c(ended, "STOPPED"))
        shown_addf(out, "it was stopped by %.*s", SV_ARG(signal));
    else if (sv_eq_c(ended, "died"))
        buf_add_c(out, "it died");
    else if (sv_eq_c(ended, "STOPPED"))
        buf_add_c(out, "it was stopped");
    else
        shown_addf(out, "it ended as '%.*s'", SV_ARG(ended));
}

void session_add_sentence(Buf *out, Value resumed, int64_t wall_ns, Sv when) {
    Sv purpose = text_of(resumed, "purpose");
    buf_add_c(out, sv_eq_c(purpose, "undo")      ? "taken up to be undone by "
                   : sv_eq_c(purpose, "abandon") ? "taken up to be closed by "
                                                 : "taken up again by ");
    shown_addf(out, "%.*s on %.*s", SV_ARG(text_of(resumed, "user")),
               SV_ARG(text_of(resumed, "host")));
    if (when.len > 0) shown_addf(out, " at %.*s", SV_ARG(when));
    buf_add_c(out, ", ");
    int64_t pause = pause_of(resumed, wall_ns);
    if (pause >= 0) session_add_pause(out, pause);
    if (pause >= 0) buf_add_char(out, ' ');
    buf_add_c(out, "after ");
    add_end(out, resumed);
}

static void add_remark(Arena *arena, SessionRemarks *remarks, Sv line) {
    arena_grow(arena, remarks->items, remarks->count, remarks->capacity);
    remarks->items[remarks->count++] = line;
}

static const char *what_was_said(Value resolution) {
    ResolvedAs as = resolved_as(text_of(resolution, "as"));
    return as == RESOLVED_AGAIN  ? "to be made again"
           : as == RESOLVED_SKIP ? "to be left out"
                                 : "as done";
}

static Sv resolution(Arena *arena, Value each) {
    return sv_format(arena, "%.*s is resolved by %.*s %s: %.*s", SV_ARG(text_of(each, "address")),
                     SV_ARG(text_of(each, "by")), what_was_said(each),
                     SV_ARG(text_of(each, "reason")));
}

SessionRemarks session_remarks(Arena *arena, Value resumed) {
    SessionRemarks remarks = {0};
    Value accepted = value_field(resumed, "accepted"),
          resolutions = value_field(resumed, "resolutions");
    int64_t cut = value_field_int(resumed, "cut", 0);
    if (cut > 0)
        add_remark(arena, &remarks,
                   sv_format(arena, "a torn last line of %lld bytes was cut off", (long long)cut));
    for (size_t i = 0; i < value_count(accepted); i++)
        add_remark(arena, &remarks,
                   sv_format(arena, "accepted: %.*s", SV_ARG(value_text(value_item(accepted, i)))));
    for (size_t i = 0; i < value_count(resolutions); i++)
        if (value_item(resolutions, i).kind == VALUE_MAP)
            add_remark(arena, &remarks, resolution(arena, value_item(resolutions, i)));
    Sv at = text_of(resumed, "at");
    if (at.len > 0) add_remark(arena, &remarks, sv_format(arena, "goes on at %.*s", SV_ARG(at)));
    return remarks;
}

Sv session_resolved(Arena *arena, Value resolved) {
    if (resolved.kind != VALUE_MAP) return (Sv){0};
    return sv_format(arena, "resolved by %.*s %s: %.*s", SV_ARG(text_of(resolved, "by")),
                     what_was_said(resolved), SV_ARG(text_of(resolved, "reason")));
}
