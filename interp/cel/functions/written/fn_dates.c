// formatTime() and parseTime(): times that are not written as RFC 3339 has them.
#include "cel/functions/call.h"
#include "cel/functions/written/date_format.h"

// A zone is looked up in its file.
enum { ZONE_WORK = 1000, FORMAT_BYTES = 1000 };

static bool prepare(Arena *arena, const Value *args, const bool *literal, uint32_t count,
                    bool reads, Sv *error) {
    if (count < 2 || !literal[1] || args[1].kind != VALUE_STRING) return true;
    *error = date_format_wrong(arena, value_text(args[1]), reads);
    return error->len == 0;
}

static bool prepare_writing(Arena *arena, const Value *args, const bool *literal, uint32_t count,
                            const CelOptions *options, const void **out, Sv *error) {
    (void)options, (void)out;
    return prepare(arena, args, literal, count, false, error);
}

static bool prepare_reading(Arena *arena, const Value *args, const bool *literal, uint32_t count,
                            const CelOptions *options, const void **out, Sv *error) {
    (void)options, (void)out;
    return prepare(arena, args, literal, count, true, error);
}

static bool fine_format(CelCall *call, Value format, bool reads) {
    Sv text = value_text(format);
    if (text.len > FORMAT_BYTES)
        return call_fail(call, "a format of times has at most %d bytes", FORMAT_BYTES);
    if (!call_spend(call, text.len + 1)) return false;
    Sv wrong = date_format_wrong(call->work.arena, text, reads);
    return wrong.len == 0 || call_fail(call, "%.*s", SV_ARG(wrong));
}

static bool spend_zone(CelCall *call, uint32_t count) {
    return count < 3 || call_spend(call, ZONE_WORK);
}

static bool format_time(CelCall *call, const Value *args, uint32_t count, Value *out) {
    BUF_AUTO Buf text = call_buf();
    Sv error = {0};
    if (!fine_format(call, args[1], false) || !spend_zone(call, count)) return false;
    Sv zone = count == 3 ? value_text(args[2]) : SV("UTC");
    if (!date_write(call->work.arena, &text, value_text(args[1]), args[0], zone, &error))
        return call_fail(call, "%.*s", SV_ARG(error));
    return call_keep(call, &text, out);
}

static bool parse_time(CelCall *call, const Value *args, uint32_t count, Value *out) {
    Sv error = {0}, text = value_text(args[0]), format = value_text(args[1]);
    if (!fine_format(call, args[1], true) || !spend_zone(call, count)) return false;
    Sv zone = count == 3 ? value_text(args[2]) : (Sv){0};
    if (count == 3 && zone.len == 0) return call_fail(call, "the zone of parseTime() is empty");
    if (date_read(call->work.arena, text, format, zone, out, &error)) return true;
    Sv shown = call_shown(call, text), form = call_shown(call, format);
    return call_fail(call, "'%.*s' is no time of the form '%.*s': %.*s", SV_ARG(shown),
                     SV_ARG(form), SV_ARG(error));
}

static const CelOverload format_overloads[] = {
    {"(timestamp, string) -> string", format_time},
    {"(timestamp, string, string) -> string", format_time},
};
static const CelOverload parse_overloads[] = {
    {"(string, string) -> timestamp", parse_time},
    {"(string, string, string) -> timestamp", parse_time},
};

static const CelFunction rows[] = {
    {.name = "formatTime",
     .summary =
         "A time as text by a format like strftime's, in UTC or the zone given: `%Y %y %m %b %B %d %e %j %a %A "
         "%u %w %H %I %p %M %S %f %s %z %:z %Z`, and `%F %T %R %D %r %c` for several of them. Names are English. "
         "`%-d` leaves out padding, `%3f` has so many digits.",
     .example =
         "formatTime(timestamp('1994-11-06T08:49:37Z'), '%a, %d %b %Y %H:%M:%S GMT') == 'Sun, 06 Nov 1994 "
         "08:49:37 GMT'\n"
         "formatTime(timestamp('2026-07-01T22:30:00.5Z'), '%d/%b/%Y:%T.%3f %z', 'Europe/Paris') == "
         "'02/Jul/2026:00:30:00.500 +0200'",
     .since = "0.1",
     CEL_OVERLOADS(format_overloads),
     .extension = true,
     .prepare = prepare_writing},
    {.name = "parseTime",
     .summary =
         "The time that a text says by a format, as formatTime() writes it. The whole text must fit, and the day be "
         "one that there is; a weekday must be that day's. A text that names no zone is in UTC, or the zone given as "
         "third argument, where a time that its clocks showed twice or never is an error.",
     .example =
         "parseTime('Sun, 06 Nov 1994 08:49:37 GMT', '%a, %d %b %Y %T GMT') == "
         "timestamp('1994-11-06T08:49:37Z')\n"
         "parseTime('06/Nov/1994', '%d/%b/%Y') < timestamp('1994-11-07T00:00:00Z')\n"
         "parseTime('1700000000', '%s') == timestamp(1700000000)\n"
         "parseTime('2026-07-01 00:30', '%F %R', 'Europe/Paris') == timestamp('2026-06-30T22:30:00Z')",
     .since = "0.1",
     CEL_OVERLOADS(parse_overloads),
     .extension = true,
     .prepare = prepare_reading},
};

const CelFamily cel_family_dates = {
    .name = "dates",
    .summary = "Times that are written in other ways than RFC 3339.",
    .rows = rows,
    .count = sizeof rows / sizeof *rows,
};
