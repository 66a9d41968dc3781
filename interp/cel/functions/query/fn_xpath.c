// xpath().
#include "cel/functions/call.h"
#include "xpath/xpath.h"

// libxml2 does not share compiled expressions between threads, so here it is only validated.
static bool prepare_xpath(Arena *arena, const Value *args, const bool *literal, uint32_t count,
                          const CelOptions *options, const void **out, Sv *error) {
    (void)options, (void)out;
    if (count < 2 || !literal[1] || args[1].kind != VALUE_STRING) return true;
    *error = xpath_wrong(arena, value_text(args[1]));
    return error->len == 0;
}

static bool xpath(CelCall *call, const Value *args, uint32_t count, Value *out) {
    Value namespaces = count == 3 ? args[2] : value_null();
    Work work = call->work;
    work.strict &= !call->options->plain;
    return xpath_eval(&work, value_text(args[0]), value_text(args[1]), namespaces, out);
}

static const CelOverload xpath_overloads[] = {
    {"(string, string) -> dyn", xpath},
    {"(string, string, map(string, string)) -> dyn", xpath},
};

static const CelFunction rows[] = {
    {.name = "xpath",
     .summary =
         "What an XPath 1.0 expression gives on an HTML or XML text: for nodes the list of their texts, else the "
         "number, bool or string. Prefixes are those of the root element, `_` is its own namespace without "
         "a prefix, and a third argument maps further ones to namespaces.",
     .example =
         "xpath('<h1>Up</h1><h1>Down</h1>', '//h1') == ['Up', 'Down']\n"
         "xpath('<?xml version=\"1.0\"?><a n=\"1\"><b/></a>', 'count(//b)') == 1.0\n"
         "xpath('<x:a xmlns:x=\"urn:x\">t</x:a>', 'string(/x:a)') == 't'\n"
         "xpath('<a xmlns=\"urn:x\"><b xmlns=\"urn:y\">t</b></a>', '/_:a/y:b', {'y': 'urn:y'}) == ['t']",
     .since = "0.1",
     CEL_OVERLOADS(xpath_overloads),
     .extension = true,
     .prepare = prepare_xpath},
};

const CelFamily cel_family_xpath = {
    .name = "xpath",
    .summary = "Queries over HTML and XML.",
    .rows = rows,
    .count = sizeof rows / sizeof *rows,
};
