// Text with ${expression} in it: finds the parts, checks them, inserts the values.
#include "cel/syntax/template.h"
#include "base/limits.h"
#include "base/num.h"
#include "cel/ast.h"
#include "cel/syntax/lexer.h"
#include "cel/syntax/parse.h"
#include "value/time.h"

// ── finding the parts ──

typedef struct Splitter {
    Arena *arena;
    Diags *diags;
    Template *out;
    uint32_t capacity;
    Buf literal;         // the text before the next ${
    size_t literal_from; // where it begins
} Splitter;

static TemplatePart *add_part(Splitter *splitter) {
    Template *out = splitter->out;
    arena_grow(splitter->arena, out->parts, out->count, splitter->capacity);
    out->parts[out->count] = (TemplatePart){0};
    return &out->parts[out->count++];
}

static void flush_literal(Splitter *splitter, size_t to) {
    if (splitter->literal.len > 0) {
        TemplatePart *part = add_part(splitter);
        part->literal = buf_keep(&splitter->literal, splitter->arena);
        part->span = spanmap_span(&splitter->out->map, splitter->literal_from, to);
    }
    buf_clear(&splitter->literal);
}

// The offset of the brace that closes the expression at `from`; texts and braces within it are
// recognised.
static bool find_closing(Sv text, const SpanMap *map, size_t from, size_t *out) {
    CelLexer lexer = {.text = text, .at = from, .map = map};
    size_t depth = 0;
    for (;;) {
        Token token = lexer_next(&lexer);
        if (token.kind == TOKEN_END) break;
        if (token.kind == TOKEN_LEFT_BRACE) depth++;
        if (token.kind != TOKEN_RIGHT_BRACE) continue;
        if (depth == 0) {
            *out = token.from;
            return true;
        }
        depth--;
    }
    // If the lexer could not go on, the next brace is the best guess; the parser will say what is
    // wrong.
    size_t brace = lexer.failed ? sv_find_char(text, '}', lexer.at) : SV_NONE;
    if (brace == SV_NONE) return false;
    *out = brace;
    return true;
}

// At "${": parses the expression; *end is behind its brace.
static bool take_expression(Splitter *splitter, size_t at, size_t *end) {
    Template *out = splitter->out;
    size_t closing = 0;
    if (!find_closing(out->text, &out->map, at + 2, &closing)) {
        Diag *diag =
            diag_add(splitter->diags, DIAG_TEMPLATE_SYNTAX, spanmap_span(&out->map, at, at + 2),
                     "'${' is not closed: a '}' is missing");
        diag_hint(splitter->diags, diag, "a literal ${ is written $${");
        return false;
    }
    *end = closing + 1;
    Sv inner = sv_slice(out->text, at + 2, closing);
    if (sv_trim(inner).len == 0) {
        diag_add(splitter->diags, DIAG_TEMPLATE_SYNTAX, spanmap_span(&out->map, at, *end),
                 "there is no expression between '${' and '}'");
        return false;
    }
    CelProgram program = {0};
    if (!parse_within(splitter->arena, out->text, at + 2, closing, out->map, splitter->diags,
                      &program))
        return false;
    TemplatePart *part = add_part(splitter);
    part->program = program;
    part->span = spanmap_span(&out->map, at, *end);
    return true;
}

static bool split(Splitter *splitter) {
    Sv text = splitter->out->text;
    bool fine = true;
    size_t at = 0;
    while (at < text.len) {
        Sv rest = sv_slice(text, at, text.len);
        if (splitter->literal.len == 0) splitter->literal_from = at;
        if (sv_starts(rest, SV("$${"))) {
            buf_add_c(&splitter->literal, "${");
            at += 3;
        } else if (sv_starts(rest, SV("${"))) {
            flush_literal(splitter, at);
            size_t end = text.len;
            if (!take_expression(splitter, at, &end)) fine = false;
            at = end;
        } else {
            buf_add_char(&splitter->literal, text.at[at++]);
        }
    }
    flush_literal(splitter, text.len);
    return fine;
}

bool template_parse(Arena *arena, Sv text, SpanMap map, Diags *diags, Template *out) {
    if (map.source == NULL) {
        map = spanmap_straight(arena, source_new(arena, SV("text"), text), 0, (uint32_t)text.len);
    }
    Template result = {.text = text, .map = map};
    if (text.len > LIMIT_TEMPLATE_BYTES) {
        diag_add(diags, DIAG_TEMPLATE_SYNTAX, spanmap_span(&map, 0, 1),
                 "the text has %zu bytes, the limit is %d", text.len, (int)LIMIT_TEMPLATE_BYTES);
        return false;
    }
    Splitter splitter = {
        .arena = arena, .diags = diags, .out = &result, .literal = buf_new(text.len + 1)};
    bool fine = split(&splitter);
    buf_free(&splitter.literal);
    result.constant = true;
    for (uint32_t i = 0; i < result.count; i++) {
        if (result.parts[i].program.root != NULL) result.constant = false;
    }
    result.whole = result.count == 1 && !result.constant;
    if (fine) *out = result;
    return fine;
}

// ── checking ──

static bool has_text(CelType type) {
    switch (type.kind) {
    case CEL_TYPE_NULL:
    case CEL_TYPE_LIST:
    case CEL_TYPE_MAP:
    case CEL_TYPE_RECORD:
    case CEL_TYPE_BYTES:
    case CEL_TYPE_OPTIONAL:
    case CEL_TYPE_TYPE: return false;
    default: return true;
    }
}

// Of x.?y whose y is known to be there, as an undo knows what its step captured: x.y. Else empty.
static Sv unasked(Arena *arena, const CelProgram *program) {
    const CelExpr *root = program->root;
    if (root->kind != CEL_SELECT || !(root->flags & CEL_OPTIONAL)) return SV("");
    CelType of = root->args[0]->type;
    if (of.kind != CEL_TYPE_RECORD || !of.node) return SV("");
    for (uint32_t i = 0; i < of.node->field_count; i++) {
        const CelField *field = &of.node->fields[i];
        if (!sv_eq(field->name, root->name)) continue;
        if (field->optional || field->why.len > 0) return SV("");
        return sv_trim(sv_format(arena, "%.*s.%.*s",
                                 SV_ARG(sv_slice(program->text, 0, root->at - 2)),
                                 SV_ARG(sv_slice(program->text, root->at, program->text.len))));
    }
    return SV("");
}

static void hint_text(Arena *arena, Diags *diags, Diag *diag, const TemplatePart *part) {
    Sv text = sv_trim(part->program.text), known;
    switch (part->program.type.kind) {
    case CEL_TYPE_LIST:
        diag_hint(diags, diag, "join its items: ${%.*s.join(', ')}", SV_ARG(text));
        break;
    case CEL_TYPE_BYTES:
        diag_hint(diags, diag, "as text: ${string(%.*s)}, or ${base64.encode(%.*s)}", SV_ARG(text),
                  SV_ARG(text));
        break;
    case CEL_TYPE_OPTIONAL:
        known = unasked(arena, &part->program);
        if (known.len > 0)
            diag_hint(diags, diag, "write it as: ${%.*s}", SV_ARG(known));
        else
            diag_hint(diags, diag, "open it: ${%.*s.orValue('…')}", SV_ARG(text));
        break;
    default: break;
    }
}

// Adds what one expression reads to what the whole text reads.
typedef struct Uses {
    CelUse use;
    uint32_t name_capacity, path_capacity;
} Uses;

static void join_use(Arena *arena, Uses *all, const CelUse *one) {
    CelUse *use = &all->use;
    use->reads_observed = use->reads_observed || one->reads_observed;
    for (uint32_t i = 0; i < one->name_count; i++) {
        bool known = false;
        for (uint32_t j = 0; j < use->name_count; j++)
            known = known || use->names[j] == one->names[i];
        if (known) continue;
        arena_grow(arena, use->names, use->name_count, all->name_capacity);
        use->names[use->name_count++] = one->names[i];
    }
    for (uint32_t i = 0; i < one->path_count; i++) {
        arena_grow(arena, use->paths, use->path_count, all->path_capacity);
        use->paths[use->path_count++] = one->paths[i];
    }
}

bool template_check(Arena *arena, Template *text, const CelNames *names, CelType wanted,
                    Diags *diags, CelUse *use) {
    bool fine = true;
    Uses all = {0};
    for (uint32_t i = 0; i < text->count; i++) {
        TemplatePart *part = &text->parts[i];
        if (part->program.root == NULL) continue;
        CelUse one = {0};
        CelType type = text->whole ? wanted : cel_type(CEL_TYPE_DYN);
        if (!cel_check(arena, &part->program, names, type, diags, &one)) {
            fine = false;
        } else if (!text->whole && !has_text(part->program.type)) {
            Sv shown = cel_type_show(arena, part->program.type);
            Diag *diag = diag_add(diags, DIAG_TEMPLATE_VALUE, part->span,
                                  "a value of type %.*s has no text", SV_ARG(shown));
            hint_text(arena, diags, diag, part);
            fine = false;
        }
        join_use(arena, &all, &one);
    }
    all.use.constant = all.use.name_count == 0;
    if (use != NULL) *use = all.use;
    return fine;
}

// ── evaluating ──

bool template_add_value(Buf *buf, Value value) {
    switch (value.kind) {
    case VALUE_STRING:
    case VALUE_DECIMAL:
    case VALUE_VERSION:
    case VALUE_IP:
    case VALUE_CIDR: return buf_add(buf, value_text(value));
    case VALUE_BOOL: return buf_add_c(buf, value.boolean ? "true" : "false");
    case VALUE_INT: return buf_addf(buf, "%lld", (long long)value.integer);
    case VALUE_UINT: return buf_addf(buf, "%llu", (unsigned long long)value.uinteger);
    case VALUE_DOUBLE: return num_add_double(buf, value.number);
    case VALUE_DURATION: return cel_duration_add(buf, value);
    case VALUE_TIMESTAMP: return timestamp_add(buf, value);
    default: return false;
    }
}

static bool fail_part(Arena *arena, const TemplatePart *part, FaultKind kind, Sv message,
                      Fault *fault) {
    (void)arena;
    *fault = (Fault){.kind = kind, .span = part->span, .message = message};
    return false;
}

static bool add_value(Arena *arena, const TemplatePart *part, Value value, Buf *buf, Fault *fault) {
    if (template_add_value(buf, value)) return true;
    if (buf->full) {
        Sv message =
            sv_format(arena, "the text would have more than %d bytes", (int)LIMIT_TEMPLATE_BYTES);
        return fail_part(arena, part, FAULT_LIMIT, message, fault);
    }
    const char *kind = value_kind_name(value.kind);
    Sv message = value.kind == VALUE_NULL
                     ? SV("null cannot stand within a text")
                     : sv_format(arena, "a value of type %s cannot stand within a text", kind);
    return fail_part(arena, part, FAULT_ERROR, message, fault);
}

bool template_eval(Arena *arena, const Template *text, const CelBinding *binding,
                   const CelOptions *options, Value *out, Fault *fault) {
    if (text->whole) return cel_eval(arena, &text->parts[0].program, binding, options, out, fault);
    if (text->constant) {
        *out = value_string(text->count > 0 ? text->parts[0].literal : (Sv){0});
        return true;
    }
    BUF_AUTO Buf buf = buf_new(LIMIT_TEMPLATE_BYTES);
    Taint taint = 0;
    for (uint32_t i = 0; i < text->count; i++) {
        const TemplatePart *part = &text->parts[i];
        Value value = value_string(part->literal);
        if (part->program.root != NULL &&
            !cel_eval(arena, &part->program, binding, options, &value, fault))
            return false;
        if (!add_value(arena, part, value, &buf, fault)) return false;
        taint |= value.taint;
    }
    *out = value_tainted(value_string(buf_keep(&buf, arena)), taint);
    return true;
}
