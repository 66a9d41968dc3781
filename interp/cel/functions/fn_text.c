// Texts that hold data: JSON, CSV, lines.
#include "base/limits.h"
#include "cel/functions/call.h"
#include "value/json.h"

#include <string.h>

// ── json ──

typedef struct Position {
    size_t line, column; // from 1; the column in bytes
} Position;

static Position position_of(Sv text, size_t offset) {
    Position position = {1, 1};
    for (size_t i = 0; i < offset && i < text.len; i++) {
        position.column++;
        if (text.at[i] != '\n') continue;
        position.line++;
        position.column = 1;
    }
    return position;
}

static bool spend_json(CelCall *call, Value text) {
    return call_spend(call, text.text.len / 8 + 1);
}

static bool json(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    Sv text = value_text(args[0]);
    JsonError error = {0};
    if (!spend_json(call, args[0])) return false;
    if (json_parse(call->work.arena, text, out, &error)) return call_has_memory(call);
    Position at = position_of(text, error.offset);
    const char *looks = error.well_formed ? "JSON that is refused" : json_looks_like(text);
    bool is_kind_of_json = sv_find(sv_from_c(looks), SV("JSON"), 0) != SV_NONE;
    return call_fail(call, "the text is %s%s: line %zu, column %zu: %s", looks,
                     is_kind_of_json ? "" : ", not JSON", at.line, at.column, error.message);
}

static bool is_json(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    Value parsed = value_null();
    JsonError error = {0};
    if (!spend_json(call, args[0])) return false;
    *out = value_bool(json_parse(call->work.arena, value_text(args[0]), &parsed, &error));
    return call_has_memory(call);
}

// ── lines ──

static bool lines(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    Sv rest = value_text(args[0]), line = {0};
    ListBuilder made = list_builder(call->work.arena);
    if (!call_spend(call, rest.len / 16 + 1)) return false;
    while (sv_next_line(&rest, &line)) {
        if (!call_spend(call, 1) || !call_list_fits(call, (uint64_t)made.count + 1)) return false;
        list_add(&made, value_string(line));
        if (!call_has_memory(call)) return false;
    }
    *out = list_done(&made);
    return true;
}

// ── fields ──

static bool add_field(CelCall *call, ListBuilder *made, Sv field) {
    if (!call_spend(call, 1) || !call_list_fits(call, (uint64_t)made->count + 1)) return false;
    list_add(made, value_string(field));
    return call_has_memory(call);
}

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool fields_between_blanks(CelCall *call, Sv text, ListBuilder *made) {
    for (size_t i = 0; i < text.len;) {
        size_t from = i;
        while (i < text.len && !is_blank(text.at[i]))
            i++;
        if (i > from && !add_field(call, made, sv_slice(text, from, i))) return false;
        i += i < text.len;
    }
    return true;
}

static bool fields_between(CelCall *call, Sv text, Sv separator, ListBuilder *made) {
    if (separator.len == 0)
        return call_fail(call,
                         "the separator of fields() is empty; fields(text) is split at blanks");
    for (size_t from = 0;;) {
        size_t at = sv_find(text, separator, from);
        if (!add_field(call, made, sv_slice(text, from, at))) return false;
        if (at == SV_NONE) return true;
        from = at + separator.len;
    }
}

static bool fields(CelCall *call, const Value *args, uint32_t count, Value *out) {
    Sv text = value_text(args[0]);
    ListBuilder made = list_builder(call->work.arena);
    if (!call_spend(call, text.len / 16 + 1)) return false;
    bool fine = count == 1 ? fields_between_blanks(call, text, &made)
                           : fields_between(call, text, value_text(args[1]), &made);
    *out = list_done(&made);
    return fine && call_has_memory(call);
}

// ── csv (RFC 4180) ──

typedef struct CsvReader {
    CelCall *call;
    Sv text;
    size_t at;
    size_t line; // from 1
    char separator;
    uint64_t fields;
} CsvReader;

static bool csv_fail(CsvReader *reader, size_t line, const char *reason) {
    return call_fail(reader->call, "bad CSV in line %zu: %s", line, reason);
}

static bool is_end_of_line(const CsvReader *reader, size_t at) {
    Sv text = reader->text;
    return at >= text.len || text.at[at] == '\n' ||
           (text.at[at] == '\r' && (at + 1 >= text.len || text.at[at + 1] == '\n'));
}

static bool read_quoted(CsvReader *reader, Sv *out) {
    size_t opened = reader->line;
    BUF_AUTO Buf field = call_buf();
    for (reader->at++; reader->at < reader->text.len; reader->at++) {
        char c = reader->text.at[reader->at];
        if (c == '\n') reader->line++;
        if (c == '"') {
            bool doubled =
                reader->at + 1 < reader->text.len && reader->text.at[reader->at + 1] == '"';
            if (!doubled) {
                reader->at++;
                *out = buf_keep(&field, reader->call->work.arena);
                bool ended = is_end_of_line(reader, reader->at) ||
                             reader->text.at[reader->at] == reader->separator;
                return ended || csv_fail(reader, reader->line, "text after a closing quote");
            }
            reader->at++;
        }
        buf_add_char(&field, c);
    }
    return csv_fail(reader, opened, "the quote is never closed");
}

static bool read_field(CsvReader *reader, Sv *out) {
    if (++reader->fields > LIMIT_CSV_FIELDS) {
        return call_fail_limit(reader->call, "the CSV has more than %d fields", LIMIT_CSV_FIELDS);
    }
    if (!call_spend(reader->call, 1)) return false;
    if (reader->at < reader->text.len && reader->text.at[reader->at] == '"')
        return read_quoted(reader, out);
    size_t from = reader->at;
    while (!is_end_of_line(reader, reader->at) &&
           reader->text.at[reader->at] != reader->separator) {
        if (reader->text.at[reader->at] == '"') {
            return csv_fail(reader, reader->line,
                            "a quote within a field; such a field stands between quotes");
        }
        reader->at++;
    }
    *out = sv_slice(reader->text, from, reader->at);
    return true;
}

// One row; *line is where it begins.
static bool read_row(CsvReader *reader, ListBuilder *row, size_t *line) {
    *line = reader->line;
    for (;;) {
        Sv field = {0};
        if (!read_field(reader, &field)) return false;
        list_add(row, value_string(field));
        if (!call_has_memory(reader->call)) return false;
        if (is_end_of_line(reader, reader->at)) break;
        reader->at++; // the separator
    }
    if (reader->at < reader->text.len && reader->text.at[reader->at] == '\r') reader->at++;
    if (reader->at < reader->text.len) {
        reader->at++;
        reader->line++;
    }
    return true;
}

static bool row_as_map(CsvReader *reader, const ListBuilder *names, const ListBuilder *row,
                       size_t line, Value *out) {
    if (row->count != names->count) {
        return call_fail(reader->call,
                         "bad CSV in line %zu: %u field%s, but the first line names %u", line,
                         row->count, row->count == 1 ? "" : "s", names->count);
    }
    MapBuilder map = map_builder(reader->call->work.arena);
    for (uint32_t i = 0; i < row->count; i++) {
        if (map_add(&map, names->items[i], row->items[i])) continue;
        Sv name = call_shown(reader->call, value_text(names->items[i]));
        return call_fail(reader->call, "bad CSV in line 1: two columns are named '%.*s'",
                         SV_ARG(name));
    }
    *out = map_done(&map);
    return true;
}

static bool csv(CelCall *call, const Value *args, uint32_t count, Value *out) {
    Sv text = value_text(args[0]);
    if (sv_starts(text, SV("\xEF\xBB\xBF"))) text = sv_slice(text, 3, text.len);
    if (count == 2 && (args[1].text.len != 1 || strchr("\"\r\n", args[1].text.at[0]) != NULL)) {
        return call_fail(call, "the separator of csv() is one character, such as ';'");
    }
    CsvReader reader = {
        .call = call, .text = text, .line = 1, .separator = count == 2 ? args[1].text.at[0] : ','};
    if (!call_spend(call, text.len / 16 + 1)) return false;
    if (text.len == 0) return call_fail(call, "the CSV is empty: its first line names the columns");
    ListBuilder names = list_builder(call->work.arena), rows = list_builder(call->work.arena);
    size_t line = 0;
    if (!read_row(&reader, &names, &line)) return false;
    while (reader.at < text.len) {
        ListBuilder row = list_builder(call->work.arena);
        Value map = value_null();
        if (!read_row(&reader, &row, &line) || !row_as_map(&reader, &names, &row, line, &map))
            return false;
        if (!call_list_fits(call, (uint64_t)rows.count + 1)) return false;
        list_add(&rows, map);
    }
    *out = list_done(&rows);
    return call_has_memory(call);
}

// ── rows ──

static const CelOverload json_overloads[] = {{"(string) -> dyn", json}, {"(bytes) -> dyn", json}};
static const CelOverload is_json_overloads[] = {{"(string) -> bool", is_json},
                                                {"(bytes) -> bool", is_json}};
static const CelOverload lines_overloads[] = {{"(string) -> list(string)", lines},
                                              {"string.() -> list(string)", lines}};
static const CelOverload fields_overloads[] = {
    {"(string) -> list(string)", fields},
    {"(string, string) -> list(string)", fields},
    {"string.() -> list(string)", fields},
    {"string.(string) -> list(string)", fields},
};
static const CelOverload csv_overloads[] = {
    {"(string) -> list(map(string, string))", csv},
    {"(string, string) -> list(map(string, string))", csv},
};

static const CelFunction rows[] = {
    {.name = "json",
     .summary = "The value of a JSON text; an error that says what the text is where it is none.",
     .example = "json('{\"a\": [1, 2.5]}').a == [1, 2.5]",
     .since = "0.1",
     CEL_OVERLOADS(json_overloads),
     .extension = true},
    {.name = "isJson",
     .summary = "Whether the text is JSON.",
     .example = "isJson('[1]')\n!isJson('<html>')",
     .since = "0.1",
     CEL_OVERLOADS(is_json_overloads),
     .extension = true},
    {.name = "lines",
     .summary =
         "The lines of a text without their ends; an end of line at the very end begins no further one.",
     .example = "lines('a\\nb\\n') == ['a', 'b']\n'a\\nb\\n'.lines().size() == 2",
     .since = "0.1",
     CEL_OVERLOADS(lines_overloads),
     .extension = true},
    {.name = "fields",
     .summary =
         "The fields of a line: without a separator what stands between runs of blanks, as awk has it; with one "
         "what stands between its places, empty fields too.",
     .example =
         "fields(' a  b\\tc ') == ['a', 'b', 'c']\n'root:x::0'.fields(':') == ['root', 'x', '', '0']",
     .since = "0.1",
     CEL_OVERLOADS(fields_overloads),
     .extension = true},
    {.name = "csv",
     .summary =
         "The rows of a CSV text (RFC 4180) as maps by the names in its first line; all values are texts. The "
         "separator is a comma unless given.",
     .example = "csv('id,name\\n1,\"a,b\"\\n') == [{'id': '1', 'name': 'a,b'}]\n"
                "csv('id;n\\n1;2', ';')[0].n == '2'",
     .since = "0.1",
     CEL_OVERLOADS(csv_overloads),
     .extension = true},
};

const CelFamily cel_family_text = {
    .name = "text",
    .summary = "Texts that hold data: JSON, CSV, lines.",
    .rows = rows,
    .count = sizeof rows / sizeof *rows,
};
