#include "xpath/xpath_called.h"
#include "base/ascii.h"
#include "match/work.h"
#include "xpath/xpath_namesake.h"

enum { NODES_A_STEP = 8, CALLED_MOST = 16 };

typedef struct CalledName {
    bool local;      // asked by local-name()
    bool attribute;  // of an attribute: @*[name() = '…']
    Sv text;         // the text it is compared with
    size_t from, to; // all of the comparison
    bool match;      // something has that name
    Sv there;        // else the name of something similar; empty: nothing
} CalledName;

static bool is_name(char c) {
    return ascii_is_alnum(c) || c == '-' || c == '_' || c == '.' || c == ':' || (c & 0x80) != 0;
}

static size_t past(Sv text, size_t at, const char *signs) {
    while (at < text.len && sv_find_char(sv_from_c(signs), text.at[at], 0) != SV_NONE)
        at++;
    return at;
}

// Reads name() = 'text' from its first letter on.
static bool read_comparison(Sv text, size_t at, CalledName *out) {
    Sv rest = sv_slice(text, at, text.len);
    bool local = sv_starts(rest, SV("local-name")), plain = sv_starts(rest, SV("name"));
    if ((!local && !plain) || (at > 0 && is_name(text.at[at - 1]))) return false;
    size_t next = past(text, at + (local ? sizeof "local-name" : sizeof "name") - 1, " ");
    if (next >= text.len || text.at[next] != '(') return false;
    next = past(text, next + 1, " .");
    if (next >= text.len || text.at[next] != ')') return false;
    next = past(text, next + 1, " ");
    if (next >= text.len || text.at[next] != '=') return false;
    next = past(text, next + 1, " ");
    if (next >= text.len || (text.at[next] != '\'' && text.at[next] != '"')) return false;
    size_t end = sv_find_char(text, text.at[next], next + 1);
    if (end == SV_NONE) return false;
    bool attribute = sv_ends(sv_trim(sv_slice(text, 0, at)), SV("@*["));
    *out = (CalledName){.local = local,
                        .attribute = attribute,
                        .text = sv_slice(text, next + 1, end),
                        .from = at,
                        .to = end + 1};
    return true;
}

static uint32_t read_all(Sv text, CalledName *out) {
    uint32_t count = 0;
    for (size_t at = 0; at < text.len && count < CALLED_MOST;) {
        if (read_comparison(text, at, &out[count])) {
            at = out[count++].to;
        } else if (text.at[at] == '\'' || text.at[at] == '"') {
            size_t end = sv_find_char(text, text.at[at], at + 1);
            at = end == SV_NONE ? text.len : end + 1;
        } else {
            at++;
        }
    }
    return count;
}

static Sv without_prefix(Sv name) {
    size_t colon = sv_find_char(name, ':', 0);
    return colon == SV_NONE ? name : sv_slice(name, colon + 1, name.len);
}

static void look_at(Work *work, CalledName *called, const xmlChar *name, const xmlNs *ns) {
    Sv local = sv_from_c((const char *)name);
    Sv prefix = ns && ns->prefix ? sv_from_c((const char *)ns->prefix) : (Sv){0};
    if (!sv_eq_nocase(without_prefix(local), without_prefix(called->text))) return;
    Sv whole = prefix.len == 0 || called->local
                   ? local
                   : sv_format(work->arena, "%.*s:%.*s", SV_ARG(prefix), SV_ARG(local));
    if (sv_eq(whole, called->text))
        called->match = true;
    else if (called->there.len == 0)
        called->there = whole;
}

static void look_through(Work *work, xmlDocPtr doc, CalledName *called) {
    uint64_t depth = 1;
    for (xmlNodePtr node = doc->children; node && !called->match;
         node = xpath_next_node(node, &depth)) {
        if (node->type != XML_ELEMENT_NODE) continue;
        if (!called->attribute) look_at(work, called, node->name, node->ns);
        for (xmlAttrPtr attribute = called->attribute ? node->properties : NULL; attribute;
             attribute = attribute->next)
            look_at(work, called, attribute->name, attribute->ns);
    }
}

// Another comparison with a similar name finds something: both spellings were considered.
static bool found_otherwise(const CalledName *all, uint32_t count, const CalledName *one) {
    for (uint32_t i = 0; i < count; i++)
        if (all[i].match && sv_eq_nocase(without_prefix(all[i].text), without_prefix(one->text)))
            return true;
    return false;
}

static bool tell(Work *work, const CalledName *called, Sv expression) {
    Sv path = sv_format(work->arena, "%.*slocal-name()='%.*s'%.*s",
                        SV_ARG(sv_slice(expression, 0, called->from)),
                        SV_ARG(without_prefix(called->there)),
                        SV_ARG(sv_slice(expression, called->to, expression.len)));
    work_fail(
        work,
        "nothing is called '%.*s' here, but '%.*s', so that the path finds none: write \"%.*s\"",
        SV_ARG(work_shown(work, called->text)), SV_ARG(work_shown(work, called->there)),
        SV_ARG(path));
    work->fault->kind = FAULT_EMPTY;
    work->fault->lasting = true;
    return false;
}

bool xpath_called_are_there(Work *work, xmlDocPtr doc, uint64_t nodes, Sv expression) {
    CalledName all[CALLED_MOST];
    uint32_t count = read_all(expression, all);
    if (!work_spend(work, nodes / NODES_A_STEP * count)) return false;
    for (uint32_t i = 0; i < count; i++)
        look_through(work, doc, &all[i]);
    for (uint32_t i = 0; i < count; i++) {
        const CalledName *one = &all[i];
        if (!one->match && one->there.len > 0 && !found_otherwise(all, count, one))
            return tell(work, one, expression);
    }
    return true;
}
