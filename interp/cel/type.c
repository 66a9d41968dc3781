#include "cel/type.h"
#include "base/ascii.h"
#include "base/buf.h"
#include "cel/signature.h"

#include <string.h>

// Types in tables are shallow.
enum { TYPE_DEPTH = 32, TYPE_TEXT = 4096 };

static const Sv kind_names[] = {
    [CEL_TYPE_DYN] = SV_INIT("dyn"),
    [CEL_TYPE_NULL] = SV_INIT("null"),
    [CEL_TYPE_BOOL] = SV_INIT("bool"),
    [CEL_TYPE_INT] = SV_INIT("int"),
    [CEL_TYPE_UINT] = SV_INIT("uint"),
    [CEL_TYPE_DOUBLE] = SV_INIT("double"),
    [CEL_TYPE_DECIMAL] = SV_INIT("decimal"),
    [CEL_TYPE_STRING] = SV_INIT("string"),
    [CEL_TYPE_BYTES] = SV_INIT("bytes"),
    [CEL_TYPE_LIST] = SV_INIT("list"),
    [CEL_TYPE_MAP] = SV_INIT("map"),
    [CEL_TYPE_RECORD] = SV_INIT("map"),
    [CEL_TYPE_DURATION] = SV_INIT("duration"),
    [CEL_TYPE_TIMESTAMP] = SV_INIT("timestamp"),
    [CEL_TYPE_TYPE] = SV_INIT("type"),
    [CEL_TYPE_OPTIONAL] = SV_INIT("optional"),
    [CEL_TYPE_IP] = SV_INIT("ip"),
    [CEL_TYPE_CIDR] = SV_INIT("cidr"),
    [CEL_TYPE_VERSION] = SV_INIT("version"),
    [CEL_TYPE_PARAM] = SV_INIT("A"),
    [CEL_TYPE_ERROR] = SV_INIT("dyn"),
};
enum { KIND_COUNT = sizeof kind_names / sizeof *kind_names };

static const CelType dyn = {.kind = CEL_TYPE_DYN};

CelType cel_type(CelTypeKind kind) {
    return (CelType){.kind = kind};
}

static CelType with_node(Arena *arena, CelTypeKind kind, CelTypeNode parts) {
    return (CelType){.kind = kind, .node = arena_copy(arena, &parts, sizeof parts)};
}

// As with_node, taking from the pool while there is room.
static CelType pooled(TypePool *pool, CelTypeKind kind, CelTypeNode parts) {
    if (pool->used == TYPE_POOL) return with_node(pool->arena, kind, parts);
    pool->nodes[pool->used] = parts;
    return (CelType){.kind = kind, .node = &pool->nodes[pool->used++]};
}

CelType cel_type_list(Arena *arena, CelType of) {
    if (of.kind == CEL_TYPE_DYN) return cel_type(CEL_TYPE_LIST);
    return with_node(arena, CEL_TYPE_LIST, (CelTypeNode){.of = of});
}

CelType cel_type_map(Arena *arena, CelType key, CelType of) {
    if (key.kind == CEL_TYPE_DYN && of.kind == CEL_TYPE_DYN) return cel_type(CEL_TYPE_MAP);
    return with_node(arena, CEL_TYPE_MAP, (CelTypeNode){.key = key, .of = of});
}

CelType cel_type_optional(Arena *arena, CelType of) {
    if (of.kind == CEL_TYPE_DYN) return cel_type(CEL_TYPE_OPTIONAL);
    return with_node(arena, CEL_TYPE_OPTIONAL, (CelTypeNode){.of = of});
}

CelType cel_type_record(Arena *arena, Sv name, const CelField *fields, uint32_t count) {
    return with_node(arena, CEL_TYPE_RECORD,
                     (CelTypeNode){.name = name, .fields = fields, .field_count = count});
}

// ── showing ──

static void show(Buf *buf, CelType type, int depth) {
    if (type.kind == CEL_TYPE_PARAM && type.node != NULL) {
        buf_add(buf, type.node->name);
    } else {
        buf_add(buf, kind_names[type.kind]);
    }
    bool deep = type.node != NULL && depth < TYPE_DEPTH;
    if (deep && (type.kind == CEL_TYPE_LIST || type.kind == CEL_TYPE_OPTIONAL)) {
        buf_add_char(buf, '(');
        show(buf, type.node->of, depth + 1);
        buf_add_char(buf, ')');
    } else if (deep && type.kind == CEL_TYPE_MAP) {
        buf_add_char(buf, '(');
        show(buf, type.node->key, depth + 1);
        buf_add_c(buf, ", ");
        show(buf, type.node->of, depth + 1);
        buf_add_char(buf, ')');
    }
    if (type.nullable && type.kind != CEL_TYPE_DYN && type.kind != CEL_TYPE_NULL) {
        buf_add_c(buf, " or null");
    }
}

Sv cel_type_show(Arena *arena, CelType type) {
    BUF_AUTO Buf buf = buf_new(TYPE_TEXT);
    show(&buf, type, 0);
    return buf_keep(&buf, arena);
}

// ── fitting ──

static CelType part_of(CelType type) {
    return type.node != NULL ? type.node->of : dyn;
}

static CelType key_of(CelType type) {
    return type.node != NULL ? type.node->key : dyn;
}

static bool fits(CelType found, CelType wanted, int depth) {
    if (found.kind == CEL_TYPE_DYN || wanted.kind == CEL_TYPE_DYN) return true;
    if (found.kind == CEL_TYPE_ERROR || wanted.kind == CEL_TYPE_ERROR) return true;
    if (found.kind == CEL_TYPE_PARAM || wanted.kind == CEL_TYPE_PARAM) return true;
    if (found.kind == CEL_TYPE_NULL) return wanted.nullable || wanted.kind == CEL_TYPE_NULL;
    if (depth > TYPE_DEPTH) return true;
    bool found_record = found.kind == CEL_TYPE_RECORD,
         wanted_record = wanted.kind == CEL_TYPE_RECORD;
    if (found_record || wanted_record) {
        if (found_record && wanted_record) return true;
        CelType other = found_record ? wanted : found;
        return other.kind == CEL_TYPE_MAP &&
               fits(cel_type(CEL_TYPE_STRING), key_of(other), depth + 1);
    }
    if (found.kind != wanted.kind) return false;
    if (found.kind == CEL_TYPE_MAP && !fits(key_of(found), key_of(wanted), depth + 1)) return false;
    if (found.kind == CEL_TYPE_LIST || found.kind == CEL_TYPE_MAP ||
        found.kind == CEL_TYPE_OPTIONAL) {
        return fits(part_of(found), part_of(wanted), depth + 1);
    }
    return true;
}

bool cel_type_fits(CelType found, CelType wanted) {
    return fits(found, wanted, 0);
}

// ── reading ──

typedef struct TypeReader {
    TypePool *pool;
    Sv rest;
} TypeReader;

static void skip_spaces(TypeReader *reader) {
    while (reader->rest.len > 0 && reader->rest.at[0] == ' ') {
        reader->rest = sv_slice(reader->rest, 1, reader->rest.len);
    }
}

static bool take(TypeReader *reader, char c) {
    skip_spaces(reader);
    if (reader->rest.len == 0 || reader->rest.at[0] != c) return false;
    reader->rest = sv_slice(reader->rest, 1, reader->rest.len);
    return true;
}

static Sv take_word(TypeReader *reader) {
    skip_spaces(reader);
    size_t len = 0;
    while (len < reader->rest.len) {
        char c = reader->rest.at[len];
        bool in_word = ascii_is_word(c);
        if (!in_word) break;
        len++;
    }
    Sv word = sv_slice(reader->rest, 0, len);
    reader->rest = sv_slice(reader->rest, len, reader->rest.len);
    return word;
}

static bool kind_of_word(Sv word, CelTypeKind *out) {
    for (size_t kind = 0; kind < KIND_COUNT; kind++) {
        if (kind == CEL_TYPE_RECORD || kind == CEL_TYPE_PARAM || kind == CEL_TYPE_ERROR) continue;
        if (!sv_eq(word, kind_names[kind])) continue;
        *out = (CelTypeKind)kind;
        return true;
    }
    return false;
}

static bool read_type(TypeReader *reader, int depth, CelType *out);

static bool read_parts(TypeReader *reader, int depth, CelType *type) {
    if (!take(reader, '(')) return true;
    CelType first = dyn, second = dyn;
    if (!read_type(reader, depth + 1, &first)) return false;
    if (type->kind == CEL_TYPE_MAP &&
        (!take(reader, ',') || !read_type(reader, depth + 1, &second)))
        return false;
    if (!take(reader, ')')) return false;
    switch (type->kind) {
    case CEL_TYPE_LIST:
    case CEL_TYPE_OPTIONAL:
        if (first.kind != CEL_TYPE_DYN)
            *type = pooled(reader->pool, type->kind, (CelTypeNode){.of = first});
        return true;
    case CEL_TYPE_MAP:
        if (first.kind == CEL_TYPE_DYN && second.kind == CEL_TYPE_DYN) return true;
        *type = pooled(reader->pool, CEL_TYPE_MAP, (CelTypeNode){.key = first, .of = second});
        return true;
    default: return false;
    }
}

// tls{version: string, san: list(string)}: the word in front is the name of the record.
static bool read_record(TypeReader *reader, int depth, Sv name, CelType *type) {
    CelField *fields = NULL;
    unsigned count = 0, capacity = 0;
    do {
        CelField field = {.name = take_word(reader)};
        if (field.name.len == 0 || !take(reader, ':')) return false;
        if (!read_type(reader, depth + 1, &field.type)) return false;
        arena_grow(reader->pool->arena, fields, count, capacity);
        fields[count++] = field;
    } while (take(reader, ','));
    if (!take(reader, '}')) return false;
    *type = cel_type_record(reader->pool->arena, name, fields, count);
    return true;
}

static bool read_type(TypeReader *reader, int depth, CelType *out) {
    Sv word = take_word(reader);
    if (word.len == 0 || depth > TYPE_DEPTH) return false;
    CelType type = dyn;
    if (take(reader, '{')) {
        if (!read_record(reader, depth, word, &type)) return false;
    } else if (word.len == 1 && ascii_is_upper(word.at[0])) {
        type = pooled(reader->pool, CEL_TYPE_PARAM, (CelTypeNode){.name = word});
    } else if (sv_eq(word, SV("name"))) {
        type = (CelType){.kind = CEL_TYPE_STRING, .caseless = true};
    } else if (!kind_of_word(word, &type.kind) || !read_parts(reader, depth, &type)) {
        return false;
    }
    if (take(reader, '?')) type.nullable = true;
    *out = type;
    return true;
}

bool type_read(TypePool *pool, Sv text, CelType *out) {
    TypeReader reader = {.pool = pool, .rest = text};
    CelType type = dyn;
    if (!read_type(&reader, 0, &type)) return false;
    skip_spaces(&reader);
    if (reader.rest.len > 0) return false;
    *out = type;
    return true;
}

bool cel_type_parse(Arena *arena, Sv text, CelType *out) {
    // The pool is used up: what is read outlives this call.
    TypePool pool = {.arena = arena, .used = TYPE_POOL};
    return type_read(&pool, text, out);
}
