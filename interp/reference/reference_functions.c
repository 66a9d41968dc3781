#include "cel/function.h"
#include "reference/reference_internal.h"

static void add_example(Buf *out, const char *example) {
    if (example && *example) buf_addf(out, "\n```cel\n%s\n```\n", example);
    buf_add_char(out, '\n');
}

// In a signature the receiver precedes a dot: "string.(string) -> bool" for startsWith.
static void add_signature(Buf *out, const char *name, const char *signature) {
    Sv text = sv_from_c(signature);
    size_t dot = sv_find(text, SV(".("), 0);
    buf_add_c(out, "- `");
    if (dot == SV_NONE)
        buf_addf(out, "%s%.*s", name, SV_ARG(text));
    else
        buf_addf(out, "%.*s.%s%.*s", SV_ARG(sv_slice(text, 0, dot)), name,
                 SV_ARG(sv_slice(text, dot + 1, text.len)));
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
