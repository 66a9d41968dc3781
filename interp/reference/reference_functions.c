#include "cel/function.h"
#include "cel/signature.h"
#include "reference/reference_internal.h"

static void add_example(Buf *out, const char *example) {
    if (example && *example) buf_addf(out, "\n```cel\n%s\n```\n", example);
    buf_add_char(out, '\n');
}

static void add_signature(Buf *out, const char *name, const char *signature) {
    buf_add_c(out, "- `");
    signature_add_whole(out, name, signature);
    buf_add_c(out, "`\n");
}

static void add_function(Buf *out, const CelFunction *row) {
    buf_addf(out, "### %s\n\n%s\n\n", row->name, row->summary);
    for (uint32_t i = 0; i < row->overload_count; i++)
        add_signature(out, row->name, row->overloads[i].signature);
    add_example(out, row->example);
}

void reference_functions(const Registry *registry, Buf *out) {
    (void)registry;
    reference_head(
        out, "Functions of expressions",
        "Expressions are CEL, the Common Expression Language. Every example here is true, and is run as a test.");
    buf_add_c(out, "\n## macros\n\n");
    for (uint32_t i = 0; i < cel_macro_count; i++) {
        buf_addf(out, "### %s\n\n%s\n\n- `%s`\n", cel_macros[i].name, cel_macros[i].summary,
                 cel_macros[i].signature);
        add_example(out, cel_macros[i].example);
    }
    for (uint32_t i = 0; i < cel_family_count; i++) {
        const CelFamily *family = cel_families[i];
        buf_addf(out, "\n## %s\n\n%s\n\n", family->name, family->summary);
        for (uint32_t k = 0; k < family->count; k++)
            add_function(out, &family->rows[k]);
    }
}
