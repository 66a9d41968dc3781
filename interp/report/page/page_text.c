#include "report/page/page_text.h"
#include "value/show.h"
#include "value/time.h"

enum { LINE_BYTES = 1024 * 1024, VALUE_COLUMNS = 300 };

Sv page_time(Arena *arena, int64_t wall_ns) {
    if (!wall_ns) return SV("not known");
    BUF_AUTO Buf buf = buf_new(64);
    timestamp_add(&buf, timestamp_from_ns(wall_ns / 1000000000 * 1000000000));
    Sv text = buf_sv(&buf);
    return sv_format(arena, "%.*s %.*s UTC", SV_ARG(sv_slice(text, 0, 10)),
                     SV_ARG(sv_slice(text, 11, 19)));
}

Sv page_value(Arena *arena, Value value) {
    if (value.kind == VALUE_STRING) return value_text(value);
    if (value.kind == VALUE_NULL) return SV("none");
    BUF_AUTO Buf buf = buf_new(LINE_BYTES);
    value_show(&buf, value, VALUE_COLUMNS);
    return buf_keep(&buf, arena);
}
