// Writes a whole draft: its head and its steps.
#include "base/limits.h"
#include "base/shown/shown.h"
#include "import/write/import_yaml.h"

uint32_t import_count(const DraftSteps *steps) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < steps->count; i++) {
        const DraftStep *step = steps->items[i];
        count += step->kind == DRAFT_GROUP ? import_count(&step->children) : 1;
    }
    return count;
}

// ── the head ──

static void write_inputs(const Writer *writer) {
    const Draft *draft = writer->draft;
    if (!draft->input_count && !draft->requests && !draft->statements) return;
    writer_line(writer, "\ninputs:");
    Writer name = writer_deeper(writer, 2), inner = writer_deeper(writer, 4);
    if (draft->requests) {
        writer_line(&name, "base_url:");
        writer_line(&inner, "type: url");
        writer_line(&inner, "env: %.*s", SV_ARG(draft->base_variable));
        writer_line(&inner, "description: The application that is operated");
    }
    if (draft->statements) {
        writer_line(&name, "database:");
        writer_line(&inner, "type: string");
        writer_line(&inner, "env: DATABASE_URL");
        writer_line(&inner, "description: The database that is asked, without a password");
    }
    for (uint32_t i = 0; i < draft->input_count; i++) {
        const DraftInput *input = &draft->inputs[i];
        bool above = (draft->requests && sv_eq_c(input->name, "base_url")) ||
                     (draft->statements && sv_eq_c(input->name, "database"));
        if (above) continue;
        writer_line(&name, "%.*s:", SV_ARG(input->name));
        writer_line(&inner, "type: %s", input->type);
        if (input->optional) writer_line(&inner, "required: false");
        if (input->env.len) writer_line(&inner, "env: %.*s", SV_ARG(input->env));
        writer_text(&inner, "description", writer_plain(writer, input->description));
    }
}

// Secrets named by one item are alternatives: each is enough.
static void write_one_of(const Writer *writer) {
    const Draft *draft = writer->draft;
    Writer inner = writer_deeper(writer, 2);
    bool begun = false;
    for (uint32_t i = 0; i < draft->secret_count;) {
        uint32_t end = i + 1;
        while (end < draft->secret_count && !draft->secrets[end].required &&
               draft->secrets[end].line == draft->secrets[i].line)
            end++;
        if (draft->secrets[i].required) {
            i++;
            continue;
        }
        if (!begun) writer_line(&inner, "one_of: # decide: is one of each line enough?");
        begun = true;
        BUF_AUTO Buf sets = buf_new(LIMIT_PAGE_BYTES);
        for (uint32_t s = i; s < end; s++)
            buf_addf(&sets, "%s[%.*s]", s > i ? ", " : "", SV_ARG(draft->secrets[s].name));
        writer_line(&inner, "  - [%.*s]", SV_ARG(buf_sv(&sets)));
        i = end;
    }
}

static void write_secrets(const Writer *writer) {
    const Draft *draft = writer->draft;
    if (!draft->secret_count) return;
    writer_line(writer, "\nsecrets:");
    Writer inner = writer_deeper(writer, 2);
    for (uint32_t i = 0; i < draft->secret_count; i++) {
        const DraftSecret *secret = &draft->secrets[i];
        if (secret->required) {
            writer_line(&inner, "%.*s: { env: %.*s }", SV_ARG(secret->name), SV_ARG(secret->env));
            continue;
        }
        writer_line(&inner, "%.*s: { env: %.*s, optional: true }", SV_ARG(secret->name),
                    SV_ARG(secret->env));
    }
    write_one_of(writer);
}

static void write_connections(const Writer *writer) {
    const Draft *draft = writer->draft;
    if (!draft->requests && !draft->statements) return;
    writer_line(writer, "\nconnections:");
    Writer name = writer_deeper(writer, 2), inner = writer_deeper(writer, 4);
    if (draft->statements) {
        writer_line(&name, "db: # decide: its password");
        writer_line(&inner, "%s: ${inputs.database}", draft->verbs->statement->connection_kind);
    }
    if (!draft->requests) return;
    writer_line(&name, "app: # decide: how it signs in (auth, cookies, headers)");
    writer_line(&inner, "%s: ${inputs.base_url}", draft->verbs->request->connection_kind);
}

// The steps are written first, since what they need precedes them.
Sv import_yaml(Draft *draft) {
    BUF_AUTO Buf head = buf_new(LIMIT_FILE_BYTES), steps = buf_new(LIMIT_FILE_BYTES);
    Writer body = {draft, &steps, 2};
    writer_steps(&body, &draft->steps);
    Writer top = {draft, &head, 0};
    Sv heading = import_words(draft->arena, draft->heading);
    BUF_AUTO Buf path = buf_new(LIMIT_PAGE_BYTES); // a path may contain anything, even line ends
    shown_add(&path, draft->page, false);
    writer_line(&top, "# Drafted by `runbook import` from %.*s, line %u: %.*s",
                SV_ARG(buf_sv(&path)), draft->heading->line, SV_ARG(heading));
    writer_line(
        &top,
        "# It is a draft. Read every step, decide what stands behind `decide:`, and take the comments out.");
    writer_line(&top, "runbook: 1");
    writer_text(&top, "title", writer_plain(&top, draft->title));
    if (draft->description.text.len)
        writer_text(&top, "description", writer_plain(&top, draft->description.text));
    write_inputs(&top);
    write_secrets(&top);
    write_connections(&top);
    writer_line(&top, "\nsteps:");
    buf_add(&head, buf_sv(&steps));
    return head.full || steps.full ? (Sv){0} : buf_keep(&head, draft->arena);
}
