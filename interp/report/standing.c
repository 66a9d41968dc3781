#include "report/standing.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "report/failure.h"

enum { NAME_COLUMNS = 200, NUMBERS_LISTED = 20 };

static Sv text_of(Value map, const char *field) {
    return value_field_text(map, field, (Sv){0});
}

Value standing_of(Value ended) {
    Value standing = value_field(ended, "standing");
    bool told = value_count(standing) > 0 && !sv_eq_c(text_of(ended, "verdict"), "GO");
    return told ? standing : value_null();
}

static Sv verdict_at(Value ended, Sv address) {
    Value reasons = value_field(ended, "reasons");
    for (size_t i = 0; i < value_count(reasons); i++) {
        Value reason = value_item(reasons, i);
        if (sv_eq(text_of(reason, "address"), address)) return text_of(reason, "verdict");
    }
    return (Sv){0};
}

void standing_add_entry(Buf *out, Value ended, Value entry) {
    if (entry.kind != VALUE_MAP) { // the list was shortened, and says so itself
        if (entry.kind == VALUE_STRING) buf_add(out, value_text(entry));
        return;
    }
    buf_add(out, text_of(entry, "number"));
    buf_add_char(out, ' ');
    Sv name = text_of(entry, "name"), fitting = utf8_fit(name, NAME_COLUMNS);
    buf_add(out, fitting);
    if (fitting.len < name.len) buf_add_c(out, "…");
    if (sv_eq_c(text_of(entry, "stands"), "doubt"))
        buf_add_c(out, " (in doubt)");
    else if (sv_eq_c(verdict_at(ended, text_of(entry, "address")), "failed"))
        buf_add_c(out, " (failed: perhaps in part)");
}

void standing_add_by_hand(Buf *out, Value ended) {
    Value standing = standing_of(ended);
    uint32_t count = 0;
    for (size_t i = 0; i < value_count(standing); i++) {
        Value entry = value_item(standing, i);
        if (entry.kind != VALUE_MAP || value_field_bool(entry, "undo", false)) continue;
        if (++count > NUMBERS_LISTED) continue;
        buf_addf(out, "%s%.*s", count > 1 ? ", " : "", SV_ARG(text_of(entry, "number")));
    }
    if (count > NUMBERS_LISTED) buf_addf(out, " and %u more", count - NUMBERS_LISTED);
    if (count > 0)
        buf_addf(out, ": by hand, there are no undo steps for %s", count > 1 ? "them" : "it");
}

const char *standing_resolutions(Value ended) {
    if (sv_find(text_of(ended, "resume"), SV(" --resolve "), 0) == SV_NONE) return NULL;
    return "Look first what became of it: done = it happened, again = it did not, and is made "
           "once more, skip = it stays open";
}

void standing_add_lines(Buf *out, Value ended) {
    Value standing = standing_of(ended);
    for (size_t i = 0; i < value_count(standing); i++) {
        BUF_AUTO Buf line = buf_new(LIMIT_EVENT_BYTES);
        standing_add_entry(&line, ended, value_item(standing, i));
        failure_add_quoted(out, SV("still in place: "), buf_sv(&line));
    }
    if (value_count(standing) > 0)
        failure_add_quoted(out, SV("to take back: "), text_of(ended, "undo"));
    BUF_AUTO Buf by_hand = buf_new(LIMIT_EVENT_BYTES);
    standing_add_by_hand(&by_hand, ended);
    failure_add_quoted(out, SV("to take back: "), buf_sv(&by_hand));
    failure_add_quoted(out, SV("to go on: "), text_of(ended, "resume"));
}
