#include "drivers/given_time.h"

#include "base/buf.h"

Sv given_time(Arena *arena, int64_t ns) {
    int64_t ms = 1000000, step = ns < 10000 * ms ? 50 * ms : 1000 * ms,
            whole = (ns + step - 1) / step * (step / ms);
    if (ns > INT64_MAX - step) return SV("any time");
    if (whole < 1000 || whole % 1000) return sv_format(arena, "%lldms", (long long)whole);
    int64_t seconds = whole / 1000, hours = seconds / 3600, minutes = seconds / 60 % 60,
            rest = seconds % 60;
    BUF_AUTO Buf buf = buf_new(64);
    if (hours) buf_addf(&buf, "%lldh", (long long)hours);
    if (minutes) buf_addf(&buf, "%lldm", (long long)minutes);
    if (rest || buf.len == 0) buf_addf(&buf, "%llds", (long long)rest);
    return buf_keep(&buf, arena);
}
