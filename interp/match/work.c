#include "match/work.h"
#include "base/limits.h"
#include "base/shown/shown.h"
#include "base/utf8.h"
#include <stdarg.h>
#include <stdio.h>

// Faults are rare and short; what does not fit is cut, never overrun.
enum { FAULT_BYTES = 1024 };
// Columns of a foreign text that a message shows.
enum { SHOWN_COLUMNS = 60 };

static bool fail(Work *work, FaultKind kind, const char *format, va_list args)
    __attribute__((format(printf, 3, 0)));

static bool fail(Work *work, FaultKind kind, const char *format, va_list args) {
    char text[FAULT_BYTES];
    int wanted = vsnprintf(text, sizeof text, format, args);
    size_t len = wanted < 0 ? 0 : (size_t)wanted < sizeof text ? (size_t)wanted : sizeof text - 1;
    *work->fault = (Fault){.kind = kind, .message = sv_copy(work->arena, (Sv){text, len})};
    return false;
}

bool work_fail(Work *work, const char *format, ...) {
    va_list args;
    va_start(args, format);
    fail(work, FAULT_ERROR, format, args);
    va_end(args);
    return false;
}

bool work_fail_limit(Work *work, const char *format, ...) {
    va_list args;
    va_start(args, format);
    fail(work, FAULT_LIMIT, format, args);
    va_end(args);
    return false;
}

bool work_spend(Work *work, uint64_t operations) {
    if (operations > work->cost_limit || *work->cost > work->cost_limit - operations) {
        return work_fail_limit(work, "the expression needs more than %llu operations",
                               (unsigned long long)work->cost_limit);
    }
    uint64_t before = *work->cost / WORK_LOOK_EVERY;
    *work->cost += operations;
    return before == *work->cost / WORK_LOOK_EVERY || work_is_wanted(work);
}

const char work_stopped[] = "the run was stopped before this was evaluated";

static bool fail_kind(Work *work, FaultKind kind, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static bool fail_kind(Work *work, FaultKind kind, const char *format, ...) {
    va_list args;
    va_start(args, format);
    fail(work, kind, format, args);
    va_end(args);
    return false;
}

bool work_is_wanted(Work *work) {
    return !halt_asked(work->halt) || fail_kind(work, FAULT_STOPPED, "%s", work_stopped);
}

bool work_has_memory(Work *work) {
    if (!arena_exhausted(work->arena)) return true;
    return work_fail_limit(work, "the expression needs more memory than the %zu MiB it may use",
                           arena_ceiling(work->arena) >> 20);
}

bool work_list_fits(Work *work, uint64_t items) {
    if (items <= LIMIT_LIST_ITEMS) return true;
    return work_fail_limit(work, "the list would be longer than %d items", LIMIT_LIST_ITEMS);
}

bool work_keep(Work *work, const Buf *buf, Value *out) {
    if (buf->full) {
        return work_fail_limit(work, "the text would be longer than %d MiB",
                               LIMIT_STRING_BYTES >> 20);
    }
    *out = value_string(buf_keep(buf, work->arena));
    return work_has_memory(work);
}

Sv work_shown(Work *work, Sv text) {
    Sv part = utf8_fit(text, SHOWN_COLUMNS);
    BUF_AUTO Buf shown = buf_new(SHOWN_COLUMNS * 16);
    shown_add(&shown, part, false);
    if (part.len < text.len) buf_add_c(&shown, "…");
    return buf_keep(&shown, work->arena);
}

bool work_find(Work *work, const Regex *regex, Sv text, RegexSearch *asked, bool *found) {
    if (!work_spend(work, text.len / 16 + 1)) return false;
    asked->halt = work->halt;
    RegexStatus status = regex_find(regex, text, asked);
    if (status == REGEX_LIMIT) return work_regex_limit(work);
    *found = status == REGEX_MATCH;
    return work_spend(work, asked->work);
}

bool work_matches(Work *work, const Regex *regex, Sv text, bool *found) {
    RegexSearch asked = {.from = 0};
    return work_find(work, regex, text, &asked, found);
}

bool work_regex_limit(Work *work) {
    if (!work_is_wanted(work)) return false;
    return work_fail_limit(work, "the regular expression was given up after %d ms or %d steps",
                           LIMIT_REGEX_MS, LIMIT_REGEX_MATCHES);
}
