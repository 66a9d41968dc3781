#include "xpath/xpath_spaces.h"

#include "xpath/xpath_names.h"
#include "xpath/xpath_namesake.h"

static const char own[] = "_";

static const xmlNs *spaces_of_root(xmlDocPtr doc) {
    xmlNodePtr root = xmlDocGetRootElement(doc);
    return root ? root->nsDef : NULL;
}

static const char *prefix_of(const xmlNs *ns) {
    return ns->prefix ? (const char *)ns->prefix : own;
}

bool xpath_add_spaces(Work *work, xmlXPathContextPtr context, xmlDocPtr doc, Value declared) {
    for (const xmlNs *ns = spaces_of_root(doc); ns; ns = ns->next)
        if (ns->href) xmlXPathRegisterNs(context, (const xmlChar *)prefix_of(ns), ns->href);
    if (declared.kind != VALUE_MAP) return true;
    for (size_t i = 0; i < value_count(declared); i++) {
        Value key = value_key(declared, i), value = value_at(declared, i);
        bool texts = key.kind == VALUE_STRING && value.kind == VALUE_STRING;
        char *prefix = texts ? sv_to_c(work->arena, value_text(key)) : NULL;
        char *uri = texts ? sv_to_c(work->arena, value_text(value)) : NULL;
        if (prefix == NULL || uri == NULL)
            return work_fail(work, "the namespaces of xpath() are a map from prefixes to URIs");
        xmlXPathRegisterNs(context, (const xmlChar *)prefix, (const xmlChar *)uri);
    }
    return true;
}

Sv xpath_space(xmlDocPtr doc, Sv prefix, Value declared) {
    if (prefix.len == 0) return (Sv){0};
    const Value *uri = declared.kind == VALUE_MAP ? value_get_sv(declared, prefix) : NULL;
    if (uri) return uri->kind == VALUE_STRING ? value_text(*uri) : (Sv){0};
    for (const xmlNs *ns = spaces_of_root(doc); ns; ns = ns->next)
        if (ns->href && sv_eq_c(prefix, prefix_of(ns))) return sv_from_c((const char *)ns->href);
    return (Sv){0};
}

// The URI that the text itself gives the prefix, somewhere below its root; empty if it does not.
static Sv declared_below(xmlDocPtr doc, Sv prefix) {
    uint64_t depth = 1;
    for (xmlNodePtr node = doc->children; node != NULL; node = xpath_next_node(node, &depth)) {
        if (node->type != XML_ELEMENT_NODE) continue;
        for (const xmlNs *ns = node->nsDef; ns; ns = ns->next)
            if (ns->href && ns->prefix && sv_eq_c(prefix, (const char *)ns->prefix))
                return sv_from_c((const char *)ns->href);
    }
    return (Sv){0};
}

Sv xpath_unknown_prefix(Arena *arena, xmlDocPtr doc, Sv expression, Value declared) {
    XPathReader reader = {.text = expression};
    XPathName name;
    while (xpath_next_name(&reader, &name)) {
        if (name.prefix.len == 0 || xpath_space(doc, name.prefix, declared).len > 0) continue;
        if (sv_eq_c(name.prefix, own))
            return SV("bad XPath: '_' is the root's own namespace, and the root has none without a "
                      "prefix");
        Sv uri = declared_below(doc, name.prefix);
        if (uri.len == 0) uri = SV("…");
        return sv_format(arena,
                         "bad XPath: the prefix '%.*s' is not declared at the root of the text; "
                         "declare it in a third argument, {'%.*s': '%.*s'}",
                         SV_ARG(name.prefix), SV_ARG(name.prefix), SV_ARG(uri));
    }
    return SV("bad XPath: it uses a prefix that no namespace is known for");
}
