// Reads texts that are never templated: scripts and queries. A ${…} of ours in them is refused,
// with the way in which the value gets there: by env, or by a bind.
#include "base/ascii.h"
#include "base/limits.h"
#include "plan/read/params.h"
#include "plan/read/read.h"
#include "yaml/line.h"
#include "yaml/pitfalls.h"

// The last word of inputs.x, steps.a.?x, vars['x'].
static Sv last_word(Sv inner) {
    size_t dot = inner.len;
    while (dot > 0 && inner.at[dot - 1] != '.' && inner.at[dot - 1] != '?')
        dot--;
    return sv_slice(inner, dot, inner.len);
}

static Sv as_word(Arena *arena, Sv text, bool upper) {
    char *name = arena_copy(arena, text.at, text.len);
    for (size_t i = 0; i < text.len; i++) {
        if (upper) name[i] = ascii_upper(name[i]);
        if (!ascii_is_word(name[i])) name[i] = '_';
    }
    return (Sv){name, text.len};
}

// ── queries ──

static const char query_key[] = "query";

enum { BINDS = 16 }; // that are rewritten in one query

typedef struct Binds {
    Sv names[BINDS], values[BINDS];
    uint32_t count;
} Binds;

static Sv bind_name(Arena *arena, Binds *binds, Sv inner) {
    Sv name = as_word(arena, last_word(inner), false);
    for (uint32_t i = 0; i < binds->count; i++) {
        if (sv_eq(binds->values[i], inner)) return binds->names[i];
        if (sv_eq(binds->names[i], name)) name = as_word(arena, inner, false);
    }
    if (binds->count == BINDS) return name;
    binds->names[binds->count] = name;
    binds->values[binds->count++] = inner;
    return name;
}

// The query with :name for each ${…}, and for '${…}'.
static Sv with_binds(Arena *arena, Sv text, Binds *binds) {
    Buf out BUF_AUTO = buf_new(LIMIT_FILE_BYTES);
    for (size_t at = 0; at < text.len;) {
        size_t open = sv_find(text, SV("${"), at);
        size_t end = open == SV_NONE ? SV_NONE : sv_find_char(text, '}', open);
        if (end == SV_NONE) {
            buf_add(&out, sv_slice(text, at, text.len));
            break;
        }
        bool quoted = open > at && text.at[open - 1] == '\'' && end + 1 < text.len &&
                      text.at[end + 1] == '\'';
        buf_add(&out, sv_slice(text, at, quoted ? open - 1 : open));
        Sv inner = sv_trim(sv_slice(text, open + 2, end));
        buf_addf(&out, ":%.*s", SV_ARG(bind_name(arena, binds, inner)));
        at = end + (quoted ? 2 : 1);
    }
    return buf_keep(&out, arena);
}

static void offer_binds(RunbookLoader *loader, Diag *diag, const Node *node) {
    Arena *arena = loader->arena;
    Binds binds = {0};
    Sv query = with_binds(arena, node->text, &binds);
    YamlLine line = line_at(node->span.source, node->span.offset);
    Sv key = line_text(&line, line.key, line.colon);
    bool written_out = sv_eq_c(key, query_key); // else the verb itself: sql: SELECT …
    bool one_line = sv_find_char(node->text, '\n', 0) == SV_NONE;
    const char *indent = written_out || !one_line ? "" : "  ";
    Buf params BUF_AUTO = buf_new(LIMIT_FILE_BYTES);
    for (uint32_t i = 0; i < binds.count; i++)
        buf_addf(&params, "\n%s  %.*s: ${%.*s}", indent, SV_ARG(binds.names[i]),
                 SV_ARG(binds.values[i]));
    Sv list = buf_sv(&params);
    if (!one_line)
        diag_hint(loader->diags, diag,
                  "write :%.*s in the query, and beside it, in the long form,\nparams:%.*s",
                  SV_ARG(binds.names[0]), SV_ARG(list));
    else if (written_out)
        diag_hint(loader->diags, diag, "write: %s: %.*s\nand beside it:\nparams:%.*s", query_key,
                  SV_ARG(yaml_scalar(arena, query)), SV_ARG(list));
    else
        diag_hint(loader->diags, diag, "write it out:\n%.*s:\n  %s: %.*s\n  params:%.*s",
                  SV_ARG(key), query_key, SV_ARG(yaml_scalar(arena, query)), SV_ARG(list));
}

static bool refuse_in_query(RunbookLoader *loader, const Param *param, const Node *node) {
    size_t at = sv_find(node->text, SV("${"), 0);
    if (at == SV_NONE) return false;
    size_t end = sv_find_char(node->text, '}', at);
    Diag *diag =
        diag_add(loader->diags, DIAG_TEMPLATE_IN_SCRIPT,
                 node_span(loader->arena, node, at, end == SV_NONE ? at + 2 : end + 1),
                 "'%s' is sent as it stands: ${…} in a query is not replaced", param->name);
    if (end != SV_NONE) offer_binds(loader, diag, node);
    return true;
}

// ── scripts ──

// A shell would take ${inputs.x} for an error or for the empty text.
static bool refuse_in_script(RunbookLoader *loader, const Param *param, const Node *node) {
    static const char *const roots[] = {"inputs.",  "secrets.", "vars.", "steps.",
                                        "subject.", "run.",     "step.", NULL};
    for (size_t at = sv_find(node->text, SV("${"), 0); at != SV_NONE;
         at = sv_find(node->text, SV("${"), at + 2)) {
        Sv rest = sv_slice(node->text, at + 2, node->text.len);
        for (const char *const *root = roots; *root; root++) {
            if (!sv_starts(rest, sv_from_c(*root))) continue;
            size_t end = sv_find_char(rest, '}', 0);
            Sv inner = end == SV_NONE ? rest : sv_slice(rest, 0, end);
            Sv name = as_word(loader->arena, last_word(inner), true);
            Diag *diag = diag_add(loader->diags, DIAG_TEMPLATE_IN_SCRIPT,
                                  node_span(loader->arena, node, at, at + 3 + inner.len),
                                  "'%s' is run as it stands: ${%.*s} is not replaced", param->name,
                                  SV_ARG(inner));
            diag_hint(loader->diags, diag,
                      "write \"$%.*s\" in the script, and beside it\nenv:\n  %.*s: ${%.*s}",
                      SV_ARG(name), SV_ARG(name), SV_ARG(inner));
            return true;
        }
    }
    return false;
}

bool read_verbatim(RunbookLoader *loader, const Param *param, const Node *node, ValueSource *out) {
    if (node->broken) return false;
    if (node->kind != NODE_SCALAR || sv_trim(node->text).len == 0) {
        if (!pitfall_node(loader->diags, node)) refuse_value(loader, node, param->name, "text");
        return false;
    }
    if (param->flags & PARAM_SQL_BINDS && refuse_in_query(loader, param, node)) return false;
    if (param->flags & PARAM_SHELL && refuse_in_script(loader, param, node)) return false;
    *out = (ValueSource){
        .kind = SOURCE_CONSTANT, .span = node->span, .constant = value_string(node->text)};
    return true;
}
