// PostgreSQL's text of an array: {1,2,NULL}, {"a,b","say \"hi\""}, {{1,2},{3,4}}, [0:1]={5,6}.
#include "drivers/postgres/postgres.h"

enum { MOST_DIMENSIONS = 6 }; // PostgreSQL's own limit

typedef struct ArrayReader {
    Arena *arena;
    Oid element;
    Sv text;
    size_t at;
    Sv *error;
} ArrayReader;

static char next(const ArrayReader *reader) {
    return reader->at < reader->text.len ? reader->text.at[reader->at] : '\0';
}

static bool malformed(ArrayReader *reader) {
    *reader->error = SV("holds an array that is not understood");
    return false;
}

// The characters of a quoted element, unescaped.
static Sv quoted(ArrayReader *reader) {
    char *out = arena_alloc_raw(reader->arena, reader->text.len - reader->at);
    size_t used = 0;
    for (reader->at++; next(reader) != '"' && reader->at < reader->text.len; reader->at++) {
        if (next(reader) == '\\') reader->at++;
        out[used++] = next(reader);
    }
    reader->at++;
    return (Sv){out, used};
}

static Sv plain(ArrayReader *reader) {
    size_t from = reader->at;
    while (reader->at < reader->text.len && next(reader) != ',' && next(reader) != '}')
        reader->at++;
    return sv_slice(reader->text, from, reader->at);
}

static bool read_item(ArrayReader *reader, Value *out) {
    bool is_quoted = next(reader) == '"';
    Sv text = is_quoted ? quoted(reader) : plain(reader);
    if (!is_quoted && sv_eq_c(text, "NULL")) {
        *out = value_null();
        return true;
    }
    return postgres_value(reader->arena, reader->element, 0, text, out, reader->error);
}

static bool read_array(ArrayReader *reader, int depth, Value *out) {
    if (depth > MOST_DIMENSIONS || next(reader) != '{') return malformed(reader);
    ListBuilder items = list_builder(reader->arena);
    reader->at++;
    while (next(reader) != '}') {
        Value item;
        bool read =
            next(reader) == '{' ? read_array(reader, depth + 1, &item) : read_item(reader, &item);
        if (!read) return false;
        list_add(&items, item);
        if (next(reader) == ',')
            reader->at++;
        else if (next(reader) != '}')
            return malformed(reader);
    }
    reader->at++;
    *out = list_done(&items);
    return true;
}

bool postgres_array(Arena *arena, Oid element, Sv text, Value *out, Sv *error) {
    ArrayReader reader = {arena, element, text, 0, error};
    // Bounds that do not begin at 1 are given in front.
    if (next(&reader) == '[') {
        size_t equals = sv_find_char(text, '=', 0);
        if (equals == SV_NONE) return malformed(&reader);
        reader.at = equals + 1;
    }
    return read_array(&reader, 1, out) && (reader.at == text.len || malformed(&reader));
}
