// The connection a step goes by.
#include "plan/read/read.h"
#include "plan/steps/step_read.h"

static Words names_of_kind(Book *book, const char *kind) {
    Words words = {0};
    for (uint32_t i = 0; i < book->runbook->connection_count; i++) {
        const Connection *connection = &book->runbook->connections[i];
        if (!kind || sv_eq_c(sv_from_c(connection->kind->name), kind))
            words_add(book->arena, &words, connection->name);
    }
    return words;
}

const Connection *via_find(Book *book, Sv name, Span place) {
    const Connection *connection = book_connection(book, name);
    if (connection) return connection;
    Words words = names_of_kind(book, NULL);
    Sv meant = did_you_mean(book->arena, name, words.items, words.count);
    Diag *diag = diag_add(book->diags, DIAG_UNKNOWN_REFERENCE, place,
                          "there is no connection '%.*s'%.*s", SV_ARG(name), SV_ARG(meant));
    if (meant.len == 0 && words.count > 0) {
        Sv list = join_words(book->arena, words.items, words.count, " and ");
        diag_mend(book->diags, diag, "declared are %.*s", SV_ARG(list));
    } else if (words.count == 0) {
        diag_mend(book->diags, diag, "declare it under connections");
    }
    return NULL;
}

static bool is_kind(const Connection *connection, const char *kind) {
    return sv_eq_c(sv_from_c(connection->kind->name), kind);
}

static const Connection *usual(const Book *book, const char *kind, uint32_t *declared) {
    const Connection *only = NULL;
    *declared = 0;
    for (uint32_t i = 0; i < book->defaults.via_count; i++)
        if (is_kind(book->defaults.via[i], kind)) return book->defaults.via[i];
    for (uint32_t i = 0; i < book->runbook->connection_count; i++) {
        if (!is_kind(&book->runbook->connections[i], kind)) continue;
        only = &book->runbook->connections[i];
        ++*declared;
    }
    return *declared == 1 ? only : NULL;
}

// A URL that begins with a path belongs to a connection's address.
static bool needs_address(const StepBuilder *builder, const ValueSource **where) {
    const Action *action = builder->step->action;
    for (size_t i = 0; i < action->param_count; i++) {
        const ValueSource *source = builder->step->params[i];
        bool url = action->params[i].kind == PARAM_URL || action->params[i].kind == PARAM_SEND;
        if (!url || !source) continue;
        Sv text = source->kind == SOURCE_CONSTANT && source->constant.kind == VALUE_STRING
                      ? value_text(source->constant)
                  : source->kind == SOURCE_TEMPLATE ? source->template->text
                                                    : (Sv){0};
        size_t blank = sv_find_char(text, ' ', 0);
        if (action->params[i].kind == PARAM_SEND && blank != SV_NONE)
            text = sv_trim(sv_slice(text, blank, text.len));
        *where = source;
        if (sv_starts(text, SV("/"))) return true;
    }
    return false;
}

static void refuse_missing(StepBuilder *builder, const ValueSource *where, uint32_t declared) {
    Book *book = builder->book;
    const char *kind = builder->step->action->connection_kind;
    Span place = where ? where->span : builder->step->verb_span;
    if (declared > 1) {
        Words words = names_of_kind(book, kind);
        Sv list = join_words(book->arena, words.items, words.count, " or ");
        Diag *diag = diag_add(book->diags, DIAG_NO_CONNECTION, place,
                              "which connection? There are several of kind '%s'", kind);
        diag_mend(book->diags, diag, "add via: %.*s, or name one under defaults", SV_ARG(list));
        return;
    }
    Diag *diag = where ? diag_add(book->diags, DIAG_NO_CONNECTION, place,
                                  "this is a path, and no connection says of which server")
                       : diag_add(book->diags, DIAG_NO_CONNECTION, place,
                                  "'%s' needs a connection, and none of kind '%s' is declared",
                                  builder->step->action->name, kind);
    diag_mend(book->diags, diag, "declare one:\nconnections:\n  app:\n    %s: …%s", kind,
              where ? "\nor write the whole URL" : "");
}

void via_read(StepBuilder *builder) {
    Book *book = builder->book;
    Step *step = builder->step;
    const char *kind = step->action->connection_kind;
    const Node *node = step_builder_get(builder, "via");
    Sv name;
    if (node && !kind) {
        diag_add(book->diags, DIAG_MISPLACED_KEY, step_builder_key(builder, "via")->span,
                 "'%s' goes by no connection", step->action->name);
        return;
    }
    if (!kind) return;
    if (node) {
        if (!read_word(book, node, "via", &name)) return;
        step->via = via_find(book, name, node->span);
        if (!step->via || is_kind(step->via, kind)) return;
        Diag *diag =
            diag_add(book->diags, DIAG_UNKNOWN_REFERENCE, node->span,
                     "connection '%.*s' is of kind '%s', and '%s' goes by one of kind '%s'",
                     SV_ARG(name), step->via->kind->name, step->action->name, kind);
        diag->related = step->via->span;
        diag->related_message = SV("it is declared here");
        step->via = NULL;
        return;
    }
    uint32_t declared;
    const ValueSource *where = NULL;
    step->via = usual(book, kind, &declared);
    if (step->via) return;
    bool path = needs_address(builder, &where);
    if (path || step->action->connection_required)
        refuse_missing(builder, path ? where : NULL, declared);
}
