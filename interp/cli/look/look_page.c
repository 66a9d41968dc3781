#include "cli/look/look_page.h"
#include "base/shown/shown.h"
#include "base/utf8.h"
#include "base/wrap.h"
#include "report/verdict.h"
#include "value/json.h"

enum { LEAST_ROOM = 20, SHORT_TEXT = 80, LINE_CEILING = 64 * 1024 * 1024 };

LookPage look_page_new(const Cli *cli, Buf *out) {
    return (LookPage){cli, out, cli->out_terminal ? cli->width : 0};
}

// Adds one line, without its end; further rows begin at `hang`.
static void add_rows(const LookPage *page, Ink ink, Sv line, size_t at, size_t hang) {
    BUF_AUTO Buf safe = buf_new(LINE_CEILING);
    shown_add(&safe, line, false);
    Sv rest = buf_sv(&safe);
    bool narrow = page->width > 0 && page->width < hang + LEAST_ROOM;
    size_t end = narrow ? hang + LEAST_ROOM : page->width;
    for (bool first = true; first || rest.len > 0; first = false) {
        if (!first) {
            buf_add_char(page->out, '\n');
            buf_add_repeat(page->out, ' ', hang);
        }
        size_t from = first ? at : hang;
        bool whole = page->width == 0 || (end <= from && !first);
        Sv row = whole ? rest : end > from ? wrap_take_row(&rest, end - from) : SV("");
        if (whole) rest = SV("");
        ink_text(page->out, page->cli->out_color, ink, row);
    }
}

static void add_label(const LookPage *page, const char *label) {
    ink_text(page->out, page->cli->out_color, INK_DIM, sv_from_c(label));
}

void look_line(const LookPage *page, size_t indent, const char *label, Ink ink, Sv text) {
    if (text.len == 0) return;
    buf_add_repeat(page->out, ' ', indent);
    add_label(page, label);
    size_t at = indent + utf8_width(sv_from_c(label));
    Sv line;
    for (bool first = true; sv_next_line(&text, &line); first = false) {
        if (!first) buf_add_repeat(page->out, ' ', at);
        // What no label or mark of ours leads must not look like a line of ours.
        bool apart = !first || (label[0] == '\0' && indent > 0 && verdict_is_imitated(line));
        if (apart) add_label(page, "│ ");
        add_rows(page, ink, line, apart ? at + 2 : at, apart ? at + 2 : at);
        buf_add_char(page->out, '\n');
    }
}

void look_rest(const LookPage *page, size_t at, Ink ink, Sv text) {
    Sv line;
    bool first = true;
    for (; sv_next_line(&text, &line); first = false) {
        if (!first) buf_add_repeat(page->out, ' ', at);
        if (!first) add_label(page, "│ ");
        add_rows(page, ink, line, first ? at : at + 2, first ? at : at + 2);
        buf_add_char(page->out, '\n');
    }
    if (first) buf_add_char(page->out, '\n');
}

void look_command(const LookPage *page, size_t indent, const char *label, size_t column,
                  Sv command) {
    if (command.len == 0) return;
    LookPage endless = *page;
    endless.width = 0;
    look_entry(&endless, indent, label, column, command);
}

void look_entry(const LookPage *page, size_t indent, const char *label, size_t column, Sv text) {
    size_t used = utf8_width(sv_from_c(label));
    BUF_AUTO Buf padded = buf_new(256);
    buf_add_c(&padded, label);
    buf_add_repeat(&padded, ' ', indent + used < column ? column - indent - used : 1);
    buf_add_char(&padded, '\0');
    look_line(page, indent, padded.at, INK_PLAIN, text);
}

static void quote_line(const LookPage *page, size_t indent, Sv line) {
    buf_add_repeat(page->out, ' ', indent);
    size_t room = page->width > indent + 2 + LEAST_ROOM ? page->width - indent - 2 : LEAST_ROOM;
    BUF_AUTO Buf safe = buf_new(LINE_CEILING);
    shown_add(&safe, line, false);
    Sv rest = buf_sv(&safe);
    for (bool first = true; first || rest.len > 0; first = false) {
        if (!first) {
            buf_add_char(page->out, '\n');
            buf_add_repeat(page->out, ' ', indent);
        }
        add_label(page, "│ ");
        Sv row = page->width == 0 ? rest : wrap_take_row(&rest, room);
        if (page->width == 0) rest = SV("");
        ink_text(page->out, page->cli->out_color, INK_PLAIN, row);
    }
    buf_add_char(page->out, '\n');
}

void look_quoted(const LookPage *page, size_t indent, Sv text) {
    for (Sv line; sv_next_line(&text, &line);)
        quote_line(page, indent, line);
}

// ── values ──

static void one_line(const LookPage *page, size_t indent, Sv name, Sv between, Sv text) {
    buf_add_repeat(page->out, ' ', indent);
    BUF_AUTO Buf line = buf_new(LINE_CEILING);
    buf_add(&line, name);
    buf_add(&line, between);
    size_t hang = indent + utf8_width(buf_sv(&line));
    bool far = page->width > 0 && hang > page->width / 2;
    buf_add(&line, text);
    add_rows(page, INK_PLAIN, buf_sv(&line), indent, far ? indent + 2 : hang);
    buf_add_char(page->out, '\n');
}

static void as_json(const LookPage *page, size_t indent, Sv name, Value value) {
    BUF_AUTO Buf json = buf_new(LINE_CEILING);
    json_write(&json, value, JSON_SPACED);
    one_line(page, indent, name, SV(" = "), buf_sv(&json));
}

// A body of JSON that has no lines of its own is laid out where it would be too long for a row.
static bool add_laid_out(const LookPage *page, Sv text, Buf *out) {
    Value value;
    bool structured = sv_starts(text, SV("{")) || sv_starts(text, SV("["));
    bool lines = sv_find_char(text, '\n', 0) != SV_NONE;
    if (page->width == 0 || !structured || lines || utf8_width(text) <= SHORT_TEXT) return false;
    Arena *arena = arena_new(LIMIT_ATTEMPT_MEMORY);
    bool parsed = json_parse(arena, text, &value, NULL) && json_write(out, value, JSON_PRETTY);
    arena_free(arena);
    return parsed;
}

// As it came, without the quotation marks and escapes that a short text has.
static bool is_block(Sv text) {
    if (sv_find_char(text, '\n', 0) != SV_NONE) return true;
    return text.len > SHORT_TEXT || sv_starts(text, SV("{")) || sv_starts(text, SV("["));
}

static void text_value(const LookPage *page, size_t indent, Sv name, Value value) {
    Sv text = value_text(value);
    if (!is_block(text)) {
        as_json(page, indent, name, value);
        return;
    }
    BUF_AUTO Buf json = buf_new(LINE_CEILING);
    bool laid_out = add_laid_out(page, text, &json);
    BUF_AUTO Buf label = buf_new(LINE_CEILING);
    buf_addf(&label, "%.*s%s", SV_ARG(name), laid_out ? ", laid out:" : ":");
    one_line(page, indent, buf_sv(&label), SV(""), SV(""));
    look_quoted(page, indent + 2, laid_out ? buf_sv(&json) : text);
}

// [{name, value}, …], as headers are listed.
static bool are_pairs(Value value) {
    for (size_t i = 0; i < value_count(value); i++) {
        Value item = value_item(value, i);
        if (item.kind != VALUE_MAP || value_count(item) != 2) return false;
        const Value *name = value_get_c(item, "name"), *given = value_get_c(item, "value");
        if (!name || !given || name->kind != VALUE_STRING || given->kind != VALUE_STRING)
            return false;
    }
    return value_count(value) > 0;
}

static void list_value(const LookPage *page, size_t indent, Sv name, Value value) {
    size_t count = value_count(value);
    bool maps = count > 0 && value_item(value, 0).kind == VALUE_MAP, pairs = are_pairs(value);
    if (!maps) {
        as_json(page, indent, name, value);
        return;
    }
    BUF_AUTO Buf label = buf_new(LINE_CEILING);
    buf_addf(&label, "%.*s, %zu:", SV_ARG(name), count);
    one_line(page, indent, buf_sv(&label), SV(""), SV(""));
    for (size_t i = 0; i < count; i++) {
        Value item = value_item(value, i);
        BUF_AUTO Buf json = buf_new(LINE_CEILING);
        if (!pairs) json_write(&json, item, JSON_SPACED);
        one_line(page, indent + 2, pairs ? value_field_text(item, "name", (Sv){0}) : (Sv){0},
                 pairs ? SV(": ") : (Sv){0},
                 pairs ? value_field_text(item, "value", (Sv){0}) : buf_sv(&json));
    }
}

// Within a map another one is a line.
static void entry_value(const LookPage *page, size_t indent, Value key, Value value) {
    BUF_AUTO Buf name = buf_new(LINE_CEILING);
    if (key.kind == VALUE_STRING)
        buf_add(&name, value_text(key));
    else
        json_write(&name, key, JSON_SPACED);
    if (value.kind == VALUE_MAP)
        as_json(page, indent, buf_sv(&name), value);
    else
        look_value(page, indent, buf_sv(&name), value);
}

void look_value(const LookPage *page, size_t indent, Sv name, Value value) {
    if (value.kind == VALUE_STRING) {
        text_value(page, indent, name, value);
    } else if (value.kind == VALUE_LIST) {
        list_value(page, indent, name, value);
    } else if (value.kind == VALUE_MAP && value_count(value) > 0) {
        one_line(page, indent, name, SV(":"), SV(""));
        for (size_t i = 0; i < value_count(value); i++)
            entry_value(page, indent + 2, value_key(value, i), value_at(value, i));
    } else {
        as_json(page, indent, name, value);
    }
}
