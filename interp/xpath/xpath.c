#include "xpath/xpath.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "late/late.h"
#include "late/xml.h"
#include "match/work.h"
#include "value/json.h"
#include "xpath/xpath_called.h"
#include "xpath/xpath_html.h"
#include "xpath/xpath_look.h"
#include "xpath/xpath_namesake.h"
#include "xpath/xpath_spaces.h"

#include <string.h>

enum {
    NESTING_MOST = 100, // of ( and [ in an expression
    // What one operation covers.
    BYTES_A_STEP = 64,
    NODES_A_STEP = 16,
    MERGED_A_STEP = 500,
    RUN_A_STEP = 16,
    OVERLAPS_MOST = 2000000000
};

#define AUTO_DOC     __attribute__((cleanup(drop_doc)))
#define AUTO_CONTEXT __attribute__((cleanup(drop_context)))
#define AUTO_RESULT  __attribute__((cleanup(drop_result)))

static void drop_doc(xmlDocPtr *doc) {
    xmlFreeDoc(*doc);
}

static void drop_context(xmlXPathContextPtr *context) {
    xmlXPathFreeContext(*context);
}

static void drop_result(xmlXPathObjectPtr *result) {
    xmlXPathFreeObject(*result);
}

// libxml2's messages end with a line feed.
static Sv message_of(Arena *arena, const xmlError *error, const char *fallback) {
    if (error == NULL || error->message == NULL) return sv_from_c(fallback);
    return sv_copy(arena, sv_trim(sv_from_c(error->message)));
}

// ── reading texts ──

typedef struct Stop {
    bool entities; // the text declares entities
    bool deep;     // elements are nested too deeply
} Stop;

static void refuse_entity(void *context, const xmlChar *name, int type, const xmlChar *public_id,
                          const xmlChar *system_id, xmlChar *content) {
    (void)name, (void)type, (void)public_id, (void)system_id, (void)content;
    xmlParserCtxtPtr parser = context;
    ((Stop *)parser->_private)->entities = true;
    xmlStopParser(parser);
}

static void start_html_element(void *context, const xmlChar *name, const xmlChar **attributes) {
    htmlParserCtxtPtr parser = context;
    if (parser->nodeNr >= LIMIT_XML_DEPTH) {
        ((Stop *)parser->_private)->deep = true;
        xmlStopParser(parser);
        return;
    }
    xmlSAX2StartElement(context, name, attributes);
}

static xmlDocPtr read_xml(Arena *arena, Sv text, Stop *stop, Sv *error) {
    xmlParserCtxtPtr parser = xmlNewParserCtxt();
    if (parser == NULL) return NULL;
    parser->_private = stop;
    parser->sax->entityDecl = refuse_entity;
    xmlDocPtr doc = xmlCtxtReadMemory(parser, text.at, (int)text.len, NULL, "UTF-8",
                                      XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    if (doc == NULL) {
        const xmlError *last = xmlCtxtGetLastError(parser);
        Sv message = message_of(arena, last, "it cannot be read");
        *error = sv_format(arena, "line %d: %.*s", last != NULL ? last->line : 0, SV_ARG(message));
    }
    xmlFreeParserCtxt(parser);
    return doc;
}

static xmlDocPtr read_html(Sv text, Stop *stop) {
    htmlParserCtxtPtr parser = htmlNewParserCtxt();
    if (parser == NULL) return NULL;
    parser->_private = stop;
    parser->sax->startElement = start_html_element;
    xmlDocPtr doc = htmlCtxtReadMemory(parser, text.at, (int)text.len, NULL, "UTF-8",
                                       HTML_PARSE_NONET | HTML_PARSE_NOERROR |
                                           HTML_PARSE_NOWARNING | HTML_PARSE_RECOVER);
    htmlFreeParserCtxt(parser);
    return doc;
}

// Reads well-formed XML as XML, else, if it begins with an element of HTML, as HTML the way
// browsers do. A text without a tag at its start is neither: another kind of answer must not look
// like a page in which nothing is found.
static bool read_text(Work *work, Sv text, xmlDocPtr *out) {
    if (text.len > LIMIT_XML_BYTES) {
        return work_fail_limit(work, "the text is larger than the %d bytes xpath() reads",
                               LIMIT_XML_BYTES);
    }
    const char *looks = json_looks_like(text);
    bool html = strcmp(looks, "HTML") == 0, xml = strcmp(looks, "XML") == 0;
    if (!html && !xml) return work_fail(work, "the text is %s, neither HTML nor XML", looks);
    Stop stop = {0};
    Sv error = {0}, start = sv_trim(text);
    xmlDocPtr doc = xml ? read_xml(work->arena, start, &stop, &error) : NULL;
    bool declared = sv_starts(start, SV("<?xml")) || (xml && !begins_as_html(start));
    if (doc == NULL && !declared && !stop.entities) doc = read_html(text, &stop);
    if (!stop.entities && !stop.deep && doc != NULL) {
        *out = doc;
        return true;
    }
    xmlFreeDoc(doc);
    if (stop.entities) return work_fail(work, "the XML declares entities, which are refused");
    if (stop.deep)
        return work_fail_limit(work, "the HTML is nested more than %d levels deep",
                               LIMIT_XML_DEPTH);
    return work_fail(work, "the text is not well-formed XML: %.*s", SV_ARG(error));
}

// ── what an evaluation may cost ──

typedef struct Measure {
    uint64_t nodes;
    uint64_t bytes;  // of text
    uint64_t nested; // bytes × depth²: the cost of comparing texts of nested elements
    uint64_t depths; // of all nodes, added up
    // The longest run of siblings that are not elements: libxml2 walks along them to order two
    // nodes.
    uint64_t run;
} Measure;

xmlNodePtr xpath_next_node(xmlNodePtr node, uint64_t *depth) {
    if (node->type == XML_ELEMENT_NODE && node->children != NULL) {
        ++*depth;
        return node->children;
    }
    while (node->next == NULL) {
        node = node->parent;
        if (node == NULL || node->type != XML_ELEMENT_NODE) return NULL;
        --*depth;
    }
    return node->next;
}

static Measure measure(xmlDocPtr doc) {
    Measure total = {0};
    uint64_t depth = 1, run = 0;
    for (xmlNodePtr node = doc != NULL ? doc->children : NULL; node != NULL;
         node = xpath_next_node(node, &depth)) {
        bool text = node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE;
        uint64_t bytes = text && node->content != NULL ? strlen((const char *)node->content) : 0;
        total.nodes++;
        total.depths += depth;
        total.bytes += bytes;
        total.nested += bytes * depth * depth;
        run = node->type == XML_ELEMENT_NODE ? 0 : run + 1;
        if (run > total.run) total.run = run;
    }
    return total;
}

// Sets are merged node by node: at each joint as many sets as a node has ancestors.
static uint64_t merging_work(const Measure *size, const XPathLook *look) {
    if (look->joints == 0) return 0;
    uint64_t once = size->nodes * size->nodes / MERGED_A_STEP * (1 + size->run / RUN_A_STEP);
    return once * look->joints * (1 + size->depths / (size->nodes + 1));
}

// Charges beforehand for what libxml2 does not count: reading texts of elements, and merging sets.
static bool spend_for(Work *work, const Measure *size, const XPathLook *look) {
    uint64_t per_text = 1 + size->bytes / BYTES_A_STEP + size->nodes / NODES_A_STEP;
    uint64_t steps = size->nodes + size->nested / BYTES_A_STEP / 16 + merging_work(size, look);
    if (look->outside) steps += size->nodes * per_text;
    if (*work->cost <= work->cost_limit && steps <= work->cost_limit - *work->cost)
        return work_spend(work, steps);
    return work_fail_limit(
        work,
        "the XPath would take too long on a text of %llu nodes; paths that name their steps (/a/b) "
        "are cheap, // within a path, unions and predicates that look elsewhere are not",
        (unsigned long long)size->nodes);
}

// If sets overlap, each of libxml2's operations may compare a node with all others.
static unsigned long steps_allowed(const Measure *size, const XPathLook *look) {
    uint64_t steps = LIMIT_XPATH_STEPS;
    if (look->wide) steps = OVERLAPS_MOST / (size->nodes + 1);
    return steps < LIMIT_XPATH_STEPS ? (unsigned long)steps + 1000 : LIMIT_XPATH_STEPS;
}

// ── expressions ──

// Errors are kept in the context and never printed.
static void keep_error(void *data, xmlErrorPtr error) {
    (void)data, (void)error;
}

static void print_nothing(void *data, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void print_nothing(void *data, const char *format, ...) {
    (void)data, (void)format;
}

static bool begin(LateFailure *missing) {
    if (!late_load(LATE_XML, missing)) return false;
    xmlInitParser();
    // The handler of this thread: libxml2 prints some errors whatever the context says.
    xmlSetGenericErrorFunc(NULL, print_nothing);
    return true;
}

static xmlXPathContextPtr new_context(xmlDocPtr doc) {
    xmlXPathContextPtr context = xmlXPathNewContext(doc);
    if (context == NULL) return NULL;
    context->error = keep_error;
    context->opLimit = LIMIT_XPATH_STEPS;
    return context;
}

// By the number of libxml2's error; its own text is not shown.
static const char *wrong_text(int code) {
    switch (code) {
    case XML_XPATH_UNFINISHED_LITERAL_ERROR: return "a text in quotes does not end";
    case XML_XPATH_START_LITERAL_ERROR: return "expected a text in quotes";
    case XML_XPATH_VARIABLE_REF_ERROR:
    case XML_XPATH_UNDEF_VARIABLE_ERROR: return "there are no variables";
    case XML_XPATH_INVALID_PREDICATE_ERROR: return "the predicate is not well-formed";
    case XML_XPATH_EXPR_ERROR: return "it is not well-formed";
    case XML_XPATH_UNCLOSED_ERROR: return "a bracket is not closed";
    case XML_XPATH_UNKNOWN_FUNC_ERROR: return "it calls a function that does not exist";
    case XML_XPATH_INVALID_OPERAND: return "an operand is of the wrong type";
    case XML_XPATH_INVALID_TYPE: return "an argument is of the wrong type";
    case XML_XPATH_INVALID_ARITY: return "a function has too few or too many arguments";
    case XML_XPATH_UNDEF_PREFIX_ERROR: return "it uses a prefix that no namespace is known for";
    case XML_XPATH_INVALID_CHAR_ERROR: return "it holds a character that XML does not have";
    case XML_XPATH_EXPRESSION_OK + XPATH_RECURSION_LIMIT_EXCEEDED: return "it is nested too deeply";
    default: return "it cannot be evaluated";
    }
}

static Sv bad_expression(Arena *arena, xmlXPathContextPtr context, Sv expression) {
    const xmlError *error = &context->lastError;
    size_t at = error->int1 > 0 ? (size_t)error->int1 : 0;
    if (at > expression.len) at = expression.len;
    return sv_format(arena, "bad XPath at byte %zu: %s", at, wrong_text(error->code));
}

static xmlXPathCompExprPtr compile(Arena *arena, xmlXPathContextPtr context, Sv expression,
                                   Sv *error) {
    char *text = sv_to_c(arena, expression);
    if (text == NULL || xpath_look(expression).depth > NESTING_MOST) {
        *error = SV("bad XPath: it holds a NUL byte or is nested too deeply");
        return NULL;
    }
    if (context == NULL) {
        *error = SV("there is no memory for the XPath");
        return NULL;
    }
    xmlXPathCompExprPtr compiled = xmlXPathCtxtCompile(context, (const xmlChar *)text);
    if (compiled == NULL) *error = bad_expression(arena, context, expression);
    return compiled;
}

Sv xpath_wrong(Arena *arena, Sv expression) {
    LateFailure missing;
    // The machine that checks a runbook need not be the one that runs it.
    if (!begin(&missing)) return (Sv){0};
    AUTO_CONTEXT xmlXPathContextPtr context = new_context(NULL);
    Sv error = {0};
    xmlXPathCompExprPtr compiled = compile(arena, context, expression, &error);
    if (compiled != NULL) xmlXPathFreeCompExpr(compiled);
    return error;
}

// ── results ──

static bool text_value(Work *work, xmlChar *owned, Value *out) {
    Sv text = owned != NULL ? sv_from_c((const char *)owned) : (Sv){0};
    bool good = work_spend(work, text.len / BYTES_A_STEP + 1) && work_has_memory(work);
    if (good && !utf8_valid(text, NULL)) good = work_fail(work, "the text of a node is not UTF-8");
    if (good) *out = value_string_copy(work->arena, text);
    xmlFree(owned);
    return good;
}

static bool nodes_value(Work *work, xmlNodeSetPtr nodes, Value *out) {
    ListBuilder texts = list_builder(work->arena);
    int count = nodes != NULL ? nodes->nodeNr : 0;
    if (!work_list_fits(work, (uint64_t)count)) return false;
    for (int i = 0; i < count; i++) {
        Value text = value_null();
        if (!text_value(work, xmlXPathCastNodeToString(nodes->nodeTab[i]), &text)) return false;
        list_add(&texts, text);
    }
    *out = list_done(&texts);
    return work_has_memory(work);
}

static bool result_value(Work *work, xmlXPathObjectPtr result, Value *out) {
    switch (result->type) {
    case XPATH_NODESET: return nodes_value(work, result->nodesetval, out);
    case XPATH_BOOLEAN: *out = value_bool(result->boolval != 0); return true;
    case XPATH_NUMBER: *out = value_double(result->floatval); return true;
    case XPATH_STRING: return text_value(work, xmlStrdup(result->stringval), out);
    default: return work_fail(work, "the XPath gives neither nodes nor a number, bool or string");
    }
}

static bool eval_in(Work *work, xmlDocPtr doc, xmlXPathContextPtr context, Sv expression,
                    Value namespaces, Value *out) {
    Sv error = {0};
    xmlXPathCompExprPtr compiled = compile(work->arena, context, expression, &error);
    if (compiled == NULL) return work_fail(work, "%.*s", SV_ARG(error));
    bool good = xpath_add_spaces(work, context, doc, namespaces);
    AUTO_RESULT xmlXPathObjectPtr result = good ? xmlXPathCompiledEval(compiled, context) : NULL;
    xmlXPathFreeCompExpr(compiled);
    if (!good) return false;
    if (result != NULL) return result_value(work, result, out);
    if (context->opCount >= context->opLimit) {
        return work_fail_limit(work,
                               "the XPath needs more than the %lu operations it may on this text",
                               context->opLimit);
    }
    if (context->lastError.code == XML_XPATH_UNDEF_PREFIX_ERROR) {
        Sv why = xpath_unknown_prefix(work->arena, doc, expression, namespaces);
        return work_fail(work, "%.*s", SV_ARG(why));
    }
    return work_fail(work, "bad XPath: %s", wrong_text(context->lastError.code));
}

// What cannot be looked at is neither as expected nor otherwise.
static bool lacks(Work *work, const LateFailure *missing) {
    return work_fail_limit(work, "%s; %s", missing->reason, missing->hint);
}

bool xpath_eval(Work *work, Sv text, Sv expression, Value namespaces, Value *out) {
    LateFailure missing;
    if (!begin(&missing)) return lacks(work, &missing);
    AUTO_DOC xmlDocPtr doc = NULL;
    if (!work_spend(work, text.len / 16 + 1) || !read_text(work, text, &doc)) return false;
    Measure size = measure(doc);
    XPathLook look = xpath_look(expression);
    if (!spend_for(work, &size, &look)) return false;
    // Numbered elements can be ordered without walking from one to the other.
    xmlXPathOrderDocElems(doc);
    AUTO_CONTEXT xmlXPathContextPtr context = new_context(doc);
    if (context != NULL) context->opLimit = steps_allowed(&size, &look);
    if (!eval_in(work, doc, context, expression, namespaces, out)) return false;
    return !work->strict || (xpath_names_are_there(work, doc, size.nodes, expression, namespaces) &&
                             xpath_called_are_there(work, doc, size.nodes, expression));
}
