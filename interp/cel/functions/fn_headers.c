// Headers as they came, one by one: several may have one name.
#include "cel/functions/call.h"

// An item of the list: a map with a name and a value. NULL, with a fault, if it is not.
static const Value *text_in(CelCall *call, Value item, const char *key) {
    const Value *found = item.kind == VALUE_MAP ? value_get_c(item, key) : NULL;
    if (found && found->kind == VALUE_STRING) return found;
    call_fail(call, "headerValues() goes over a list of headers, each with a name and a value: "
                    "header_list");
    return NULL;
}

static bool header_values(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    ListBuilder values = list_builder(call->work.arena);
    for (size_t i = 0; i < value_count(args[0]); i++) {
        Value item = value_item(args[0], i);
        const Value *name = text_in(call, item, "name"), *value = text_in(call, item, "value");
        if (!name || !value || !call_spend(call, 1)) return false;
        if (sv_eq_nocase(value_text(*name), value_text(args[1]))) list_add(&values, *value);
    }
    *out = list_done(&values);
    return call_has_memory(call);
}

static const CelOverload header_values_overloads[] = {
    {"(list(dyn), string) -> list(string)", header_values}};

static const CelFunction rows[] = {
    {.name = "headerValues",
     .summary = "The values of all headers of that name, in any case of its letters, in the order "
                "in which they came.",
     .example = "headerValues([{'name': 'Set-Cookie', 'value': 'a=1'}, {'name': 'set-cookie', "
                "'value': 'b=2'}], 'SET-COOKIE') == ['a=1', 'b=2']",
     .since = "0.1",
     CEL_OVERLOADS(header_values_overloads),
     .extension = true},
};

const CelFamily cel_family_headers = {
    .name = "headers",
    .summary = "Headers of an answer, of which several may have one name.",
    .rows = rows,
    .count = sizeof rows / sizeof *rows,
};
