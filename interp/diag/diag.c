#include "diag/diag.h"
#include "base/limits.h"
#include <stdarg.h>

const DiagRow diag_rows[DIAG_COUNT] = {
#define DIAG(id, name, severity, title, help) {name, SEVERITY_##severity, title, help},
#include "diag/diags.def"
#undef DIAG
};

Diags diags_new(Arena *arena) {
    return (Diags){.arena = arena};
}

static Sv format_text(Arena *arena, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));

static Sv format_text(Arena *arena, const char *format, va_list args) {
    Buf text BUF_AUTO = buf_new(LIMIT_FILE_BYTES);
    buf_addv(&text, format, args);
    return buf_keep(&text, arena);
}

// All are allocated at once, so that what diag_add returned stays at its address.
static Diag *next_diag(Diags *diags) {
    if (!diags->items) {
        diags->capacity = LIMIT_DIAGNOSTICS;
        diags->items = arena_new_array(diags->arena, Diag, diags->capacity);
    }
    if (diags->count < diags->capacity) return &diags->items[diags->count++];
    diags->dropped++;
    return arena_new_of(diags->arena, Diag);
}

Diag *diag_add(Diags *diags, DiagId id, Span span, const char *format, ...) {
    Diag *diag = next_diag(diags);
    va_list args;
    va_start(args, format);
    *diag = (Diag){.id = id,
                   .span = span,
                   .message = format_text(diags->arena, format, args),
                   .order = diags->count + diags->dropped - 1};
    va_end(args);
    if (diag_rows[id].severity == SEVERITY_ERROR) diags->errors++;
    return diag;
}

void diag_hint(Diags *diags, Diag *diag, const char *format, ...) {
    va_list args;
    va_start(args, format);
    diag->hint = format_text(diags->arena, format, args);
    va_end(args);
}

bool diags_failed(const Diags *diags) {
    return diags->errors > 0;
}

bool diags_failed_by(const Diags *diags, DiagId id) {
    for (uint32_t i = 0; i < diags->count; i++) {
        DiagId found = diags->items[i].id;
        if (diag_rows[found].severity == SEVERITY_ERROR && found != id) return false;
    }
    return diags_failed(diags);
}

const DiagRow *diag_row_by_name(Sv name) {
    for (size_t i = 0; i < DIAG_COUNT; i++)
        if (sv_eq_c(name, diag_rows[i].name)) return &diag_rows[i];
    return NULL;
}
