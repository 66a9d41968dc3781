#include "report/observed.h"
#include "value/show.h"

enum { TEXT_BYTES = 64 * 1024, VALUE_COLUMNS = 60, MOST_PARTS = 6 };

typedef struct Scan {
    Sv text;
    size_t at;
} Scan;

static bool begins_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool in_name(char c) {
    return begins_name(c) || (c >= '0' && c <= '9');
}

static Sv take_name(Scan *scan) {
    size_t from = scan->at;
    while (scan->at < scan->text.len && in_name(scan->text.at[scan->at]))
        scan->at++;
    return sv_slice(scan->text, from, scan->at);
}

static void skip_literal(Scan *scan) {
    char quote = scan->text.at[scan->at++];
    while (scan->at < scan->text.len && scan->text.at[scan->at] != quote)
        scan->at += scan->text.at[scan->at] == '\\' ? 2 : 1;
    scan->at++;
}

// The field after the name at hand, where it is one and no function; *after stands behind it.
static bool next_field(const Scan *scan, Sv *field, size_t *after) {
    Scan ahead = *scan;
    if (ahead.at + 1 >= ahead.text.len || ahead.text.at[ahead.at] != '.') return false;
    ahead.at++;
    if (!begins_name(ahead.text.at[ahead.at])) return false;
    *field = take_name(&ahead);
    *after = ahead.at;
    return ahead.at >= ahead.text.len || ahead.text.at[ahead.at] != '(';
}

// Follows "json.a.b" as far as what was recorded goes. False where it names nothing of it.
static bool take_path(Scan *scan, Value observed, Sv *path, Value *value) {
    size_t from = scan->at, after;
    bool member = from > 0 && scan->text.at[from - 1] == '.';
    Sv name = take_name(scan), field;
    bool call = scan->at < scan->text.len && scan->text.at[scan->at] == '(';
    const Value *found = member || call ? NULL : value_get_sv(observed, name);
    if (!found) return false;
    *value = *found;
    while (value->kind == VALUE_MAP && next_field(scan, &field, &after)) {
        const Value *inner = value_get_sv(*value, field);
        if (!inner) break;
        *value = *inner;
        scan->at = after;
    }
    *path = sv_slice(scan->text, from, scan->at);
    return true;
}

static bool seen(const Sv *paths, uint32_t count, Sv path) {
    for (uint32_t i = 0; i < count; i++) {
        if (sv_eq(paths[i], path)) return true;
    }
    return false;
}

static void add_named(Buf *out, Sv text, Value observed) {
    Scan scan = {text, 0};
    Sv paths[MOST_PARTS];
    uint32_t count = 0;
    while (scan.at < text.len && count < MOST_PARTS) {
        char c = text.at[scan.at];
        if (c == '\'' || c == '"') {
            skip_literal(&scan);
            continue;
        }
        if (!begins_name(c)) {
            // A number's letters (0x1F, 1e3, 1u) are no names.
            if (c >= '0' && c <= '9')
                take_name(&scan);
            else
                scan.at++;
            continue;
        }
        Sv path;
        Value value;
        if (!take_path(&scan, observed, &path, &value) || seen(paths, count, path)) continue;
        paths[count++] = path;
        if (out->len) buf_add_c(out, "; ");
        buf_addf(out, "%.*s = ", SV_ARG(path));
        value_show(out, value, VALUE_COLUMNS);
    }
}

static void add_parts(Buf *out, Value parts) {
    for (size_t i = 0; i < value_count(parts) && i < MOST_PARTS; i++) {
        Value part = value_item(parts, i);
        if (i) buf_add_c(out, "; ");
        buf_add(out, value_field_text(part, "text", (Sv){0}));
        buf_add_c(out, " = ");
        buf_add(out, value_field_text(part, "value", (Sv){0}));
    }
}

Sv observed_for(Arena *arena, const RecordEntry *entry, Value expectation) {
    BUF_AUTO Buf out = buf_new(TEXT_BYTES);
    add_parts(&out, value_field(expectation, "parts"));
    if (!out.len)
        add_named(&out, value_field_text(expectation, "text", (Sv){0}),
                  value_field(notes_last_attempt(&entry->notes), "observed"));
    return buf_keep(&out, arena);
}
