#include "xpath/xpath_namesake.h"
#include "base/ascii.h"
#include "match/work.h"
#include "xpath/xpath_names.h"
#include "xpath/xpath_spaces.h"

enum { NODES_A_STEP = 8, NAMES_MOST = 64 };

typedef struct NamesakeSearch {
    xmlDocPtr doc;
    const XPathName *name;
    Sv uri; // URI of the prefix; empty = no namespace
} NamesakeSearch;

// What the text has under a name.
typedef struct NamedNode {
    Sv local;   // without a prefix
    Sv written; // with the prefix, in HTML
    Sv uri;     // empty = in no namespace
} NamedNode;

static bool is_html(xmlDocPtr doc) {
    return doc->type == XML_HTML_DOCUMENT_NODE;
}

static NamedNode named(xmlDocPtr doc, const xmlChar *name, const xmlNs *ns) {
    NamedNode out = {.written = sv_from_c((const char *)name)};
    out.local = out.written;
    if (ns && ns->href) out.uri = sv_from_c((const char *)ns->href);
    size_t colon = is_html(doc) ? sv_find_char(out.local, ':', 0) : SV_NONE;
    if (colon != SV_NONE) out.local = sv_slice(out.local, colon + 1, out.local.len);
    return out;
}

// ── looking through the text ──

typedef struct FoundName {
    bool match; // the name itself is there
    bool any;   // a similar one is there
    NamedNode namesake;
} FoundName;

static void look_at(const NamesakeSearch *search, NamedNode there, FoundName *found) {
    Sv wanted = search->name->local;
    if (!sv_eq_nocase(there.local, wanted)) return;
    bool same = sv_eq(there.local, wanted);
    if (sv_eq(there.written, wanted) && sv_eq(there.uri, search->uri)) found->match = true;
    // A name that only differs in its namespace takes precedence over one that differs in capitals.
    if (found->any && (!same || sv_eq(found->namesake.local, wanted))) return;
    found->any = true;
    found->namesake = there;
}

static bool has_capital(Sv name) {
    for (size_t i = 0; i < name.len; i++)
        if (ascii_is_upper(name.at[i])) return true;
    return false;
}

// In HTML names have no capitals, so a name with capitals is never found.
static void expect_small(Arena *arena, const NamesakeSearch *search, FoundName *found) {
    Sv name = search->name->local;
    if (found->match || found->any || !is_html(search->doc) || !has_capital(name)) return;
    BUF_AUTO Buf small = buf_new(1024);
    for (size_t i = 0; i < name.len; i++) {
        char c = name.at[i];
        buf_add_char(&small, ascii_lower(c));
    }
    found->any = true;
    found->namesake.written = found->namesake.local = buf_keep(&small, arena);
}

static FoundName look_through(const NamesakeSearch *search) {
    FoundName found = {.match = false};
    uint64_t depth = 1;
    for (xmlNodePtr node = search->doc->children; node != NULL && !found.match;
         node = xpath_next_node(node, &depth)) {
        if (node->type != XML_ELEMENT_NODE) continue;
        if (!search->name->attribute) {
            look_at(search, named(search->doc, node->name, node->ns), &found);
            continue;
        }
        for (xmlAttrPtr attribute = node->properties; attribute; attribute = attribute->next)
            look_at(search, named(search->doc, attribute->name, attribute->ns), &found);
    }
    return found;
}

// ── what is meant ──

// Asking for local-name() = 'Fault' as well shows that namespaces were considered.
static bool asked_by_text(Sv expression, Sv local) {
    XPathReader reader = {.text = expression};
    Sv text;
    while (xpath_next_text(&reader, &text))
        if (sv_eq(text, local)) return true;
    return false;
}

static bool same_test(const XPathName *a, const XPathName *b) {
    return a->attribute == b->attribute && sv_eq(a->local, b->local);
}

// ── all names ──

typedef struct Tests {
    XPathName items[NAMES_MOST];
    uint32_t count;
} Tests;

static Tests tests_of(Sv expression) {
    Tests tests = {.count = 0};
    XPathReader reader = {.text = expression};
    while (tests.count < NAMES_MOST && xpath_next_name(&reader, &tests.items[tests.count]))
        tests.count++;
    return tests;
}

typedef struct AskedNames {
    Work *work;
    xmlDocPtr doc;
    Tests tests;
    FoundName found[NAMES_MOST];
    bool missing[NAMES_MOST];
} AskedNames;

// Whether the expression asks for the same name by another prefix, and finds it.
static bool found_otherwise(const AskedNames *asked, uint32_t at) {
    for (uint32_t i = 0; i < asked->tests.count; i++)
        if (asked->found[i].match && same_test(&asked->tests.items[i], &asked->tests.items[at]))
            return true;
    return false;
}

static Sv instead_of(Arena *arena, xmlDocPtr doc, const NamedNode *there) {
    bool plain = sv_find_char(there->written, ':', 0) == SV_NONE;
    if (there->uri.len > 0) return sv_format(arena, "*[local-name()='%.*s']", SV_ARG(there->local));
    if (is_html(doc) && !plain) return sv_format(arena, "*[name()='%.*s']", SV_ARG(there->written));
    return there->written;
}

// The expression with the existing names in place of the others.
static Sv rewritten(const AskedNames *asked, Sv expression) {
    BUF_AUTO Buf out = buf_new(64 * 1024);
    size_t from = 0;
    for (uint32_t i = 0; i < asked->tests.count; i++) {
        const XPathName *test = &asked->tests.items[i];
        if (!asked->missing[i]) continue;
        buf_add(&out, sv_slice(expression, from, test->from));
        buf_add(&out, instead_of(asked->work->arena, asked->doc, &asked->found[i].namesake));
        from = test->to;
    }
    buf_add(&out, sv_slice(expression, from, expression.len));
    return buf_keep(&out, asked->work->arena);
}

static bool tell(const AskedNames *asked, uint32_t at, Sv expression) {
    Work *work = asked->work;
    const XPathName *name = &asked->tests.items[at];
    const NamedNode *there = &asked->found[at].namesake;
    Sv path = rewritten(asked, expression), shown = work_shown(work, there->written);
    if (is_html(asked->doc))
        work_fail(work,
                  "the text is read as HTML, in which '%.*s' is called '%.*s': write \"%.*s\"",
                  SV_ARG(name->local), SV_ARG(shown), SV_ARG(path));
    else if (there->uri.len > 0)
        work_fail(work,
                  "%.*s is in the namespace %.*s, so that the path finds none: write \"%.*s\"",
                  SV_ARG(shown), SV_ARG(work_shown(work, there->uri)), SV_ARG(path));
    else if (sv_eq(there->local, name->local))
        work_fail(work, "%.*s is in no namespace, so that the path finds none: write \"%.*s\"",
                  SV_ARG(shown), SV_ARG(path));
    else
        work_fail(work, "there is no '%.*s', but '%.*s': write \"%.*s\"", SV_ARG(name->local),
                  SV_ARG(shown), SV_ARG(path));
    work->fault->kind = FAULT_EMPTY;
    work->fault->lasting = true;
    return false;
}

bool xpath_names_are_there(Work *work, xmlDocPtr doc, uint64_t nodes, Sv expression,
                           Value namespaces) {
    AskedNames asked = {.work = work, .doc = doc, .tests = tests_of(expression)};
    uint32_t first = UINT32_MAX;
    if (!work_spend(work, nodes / NODES_A_STEP * asked.tests.count)) return false;
    for (uint32_t i = 0; i < asked.tests.count; i++) {
        const XPathName *name = &asked.tests.items[i];
        NamesakeSearch search = {doc, name, xpath_space(doc, name->prefix, namespaces)};
        asked.found[i] = look_through(&search);
        expect_small(work->arena, &search, &asked.found[i]);
    }
    for (uint32_t i = 0; i < asked.tests.count; i++) {
        asked.missing[i] = !asked.found[i].match && asked.found[i].any &&
                           !found_otherwise(&asked, i) &&
                           !asked_by_text(expression, asked.tests.items[i].local);
        if (asked.missing[i] && first == UINT32_MAX) first = i;
    }
    return first == UINT32_MAX || tell(&asked, first, expression);
}
