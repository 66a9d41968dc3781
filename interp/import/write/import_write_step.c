// Writes the steps of a draft, each under a comment with its origin on the page and what is still
// to be decided.
#include "base/limits.h"
#include "import/write/import_yaml.h"

static const char *verb_of(const Draft *draft, const DraftStep *step) {
    switch (step->kind) {
    case DRAFT_PROGRAM: return draft->verbs->program->name;
    case DRAFT_SCRIPT: return draft->verbs->script->name;
    case DRAFT_REQUEST: return draft->verbs->request->name;
    case DRAFT_QUESTION: return draft->verbs->question->name;
    case DRAFT_STATEMENT: return draft->verbs->statement->name;
    case DRAFT_GROUP: break;
    }
    return "steps";
}

// curl with a method or a body that changes something.
static bool sends_something(Sv command) {
    static const char *const options[] = {
        " -d",   " --data", " -F",  " --form", " --json",      " -T",         " --upload",
        " -X P", " -X D",   " -XP", " -XD",    " --request P", " --request D"};
    if (!import_holds(command, "curl ")) return false;
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        if (import_holds(command, options[i])) return true;
    return false;
}

static bool asks_first(const DraftStep *step) {
    if (step->kind == DRAFT_REQUEST) return !code_reads(step->method);
    if (step->kind == DRAFT_STATEMENT) return step->write;
    if (step->kind != DRAFT_PROGRAM && step->kind != DRAFT_SCRIPT) return false;
    return code_is_risky(step->text) || sends_something(step->text);
}

const char *import_open_question(DraftKind kind) {
    switch (kind) {
    case DRAFT_PROGRAM:
    case DRAFT_SCRIPT:
        return "effect (may it be done again?), timeout, what it must print (expect)";
    case DRAFT_REQUEST:
        return "what the answer must show (expect); any 2xx passes as it is "
               "(any_status: true takes any)";
    case DRAFT_STATEMENT:
        return "what its rows must show (expect): as it is, whoever runs it says their number; the "
               "types of its inputs";
    case DRAFT_QUESTION: return "can a command, request or statement show it?";
    case DRAFT_GROUP: break;
    }
    return NULL;
}

static bool has_body(const DraftStep *step) {
    const DraftRequest *carries = step->carries;
    return carries && (carries->has_json || carries->has_body || carries->form_count);
}

// What has to be decided for this step in particular.
static Sv to_decide(const Draft *draft, const DraftStep *step, Sv loses) {
    BUF_AUTO Buf out = buf_new((size_t)16 * LIMIT_PAGE_BYTES);
    if (step->guessed)
        buf_addf(&out, "the page names no method: is it %.*s?", SV_ARG(step->method));
    if (step->kind == DRAFT_REQUEST && !code_reads(step->method))
        buf_addf(&out, "%s%sa probe that shows whether it was done", out.len ? "; " : "",
                 has_body(step) ? "" : "its body, and ");
    if (step->carries && step->carries->insecure)
        buf_addf(&out, "%smay the server's certificate go unverified, as the page has it?",
                 out.len ? "; " : "");
    if (step->kind == DRAFT_STATEMENT && step->write)
        buf_addf(&out, "how many rows it may touch (expect: affected == …), and a probe that shows "
                       "whether it was done");
    if (loses.len)
        buf_addf(&out, "%s%.*s: mend that as `runbook check` shows, and let `level` go",
                 out.len ? "; " : "", SV_ARG(loses));
    if (step->remark.text.len)
        buf_addf(&out, "%s%.*s", out.len ? "; " : "", SV_ARG(step->remark.text));
    if (step->when.len)
        buf_addf(&out, "%swhen it applies; as it is, whoever runs it says so by the input %.*s",
                 out.len ? "; " : "", SV_ARG(step->when));
    return buf_keep(&out, draft->arena);
}

static void write_decide(const Writer *writer, const DraftStep *step, Sv decide) {
    const char *open = step->write ? NULL : import_open_question(step->kind);
    bool both = open && decide.len;
    writer_line(writer, "# line %u%s%s%s%.*s", step->line, open || decide.len ? "; decide: " : "",
                open ? open : "", both ? "; " : "", SV_ARG(decide));
}

static void write_auth(const Writer *writer, const DraftRequest *carries) {
    if (!carries->bearer.len && !carries->user.len) return;
    writer_line(writer, "auth:");
    Writer inner = writer_deeper(writer, 2), basic = writer_deeper(writer, 4);
    if (carries->bearer.len) writer_text(&inner, "bearer", carries->bearer);
    if (!carries->user.len) return;
    writer_line(&inner, "basic:");
    writer_text(&basic, "user", carries->user);
    writer_text(&basic, "password", carries->password);
}

// A method and an address, and whatever comes with them.
static void write_request(const Writer *writer, const DraftStep *step) {
    const char *verb = writer->draft->verbs->request->name;
    const DraftRequest *carries = step->carries;
    Sv request =
        sv_format(writer->draft->arena, "%.*s %.*s", SV_ARG(step->method), SV_ARG(step->url));
    bool more = carries && (has_body(step) || carries->header_count || carries->bearer.len ||
                            carries->user.len || carries->follow || carries->insecure);
    if (!more) {
        writer_text(writer, verb, request);
        return;
    }
    writer_line(writer, "%s:", verb);
    Writer inner = writer_deeper(writer, 2);
    writer_text(&inner, "send", request);
    writer_pairs(&inner, "headers", carries->headers, carries->header_count);
    write_auth(&inner, carries);
    if (carries->has_json) writer_tree(&inner, "json", carries->json, step->line);
    writer_pairs(&inner, "form", carries->form, carries->form_count);
    if (carries->has_body) writer_text(&inner, "body", carries->body);
    if (carries->follow) writer_line(&inner, "follow: true");
    if (carries->insecure) writer_line(&inner, "tls: { insecure: true }");
}

static void write_statement(const Writer *writer, const DraftStep *step) {
    const char *verb = writer->draft->verbs->statement->name;
    if (step->write || step->variable_count) {
        writer_line(writer, "%s:", verb);
        Writer inner = writer_deeper(writer, 2);
        writer_text(&inner, "query", step->text);
        writer_pairs(&inner, "params", step->variables, step->variable_count);
        if (step->write) writer_line(&inner, "write: true");
        if (step->transaction) writer_line(&inner, "transaction: true");
    } else {
        writer_text(writer, verb, step->text);
    }
    if (step->write && !step->gives_rows) return;
    Sv input = import_expected(writer->draft, step);
    writer_line(writer, "expect: %s == inputs.%.*s", step->single ? "value" : "row_count",
                SV_ARG(input));
}

static void write_verb(const Writer *writer, const DraftStep *step) {
    const char *verb = verb_of(writer->draft, step);
    switch (step->kind) {
    case DRAFT_PROGRAM: writer_argv(writer, step); break;
    case DRAFT_SCRIPT: writer_text(writer, verb, step->text); break;
    case DRAFT_REQUEST: write_request(writer, step); break;
    case DRAFT_STATEMENT: write_statement(writer, step); break;
    case DRAFT_QUESTION: {
        Sv ask = writer_literal(writer, step->text);
        if (!step->show.len) {
            writer_text(writer, verb, ask);
            break;
        }
        writer_line(writer, "%s:", verb);
        Writer inner = writer_deeper(writer, 2);
        writer_text(&inner, "ask", ask);
        writer_text(&inner, "show", writer_literal(writer, step->show));
        break;
    }
    case DRAFT_GROUP: {
        writer_line(writer, "steps:");
        Writer inner = writer_deeper(writer, 2);
        writer_steps(&inner, &step->children);
        break;
    }
    }
}

static void write_question_before(const Writer *writer, const DraftStep *step) {
    if (!asks_first(step)) return;
    Sv what = step->kind == DRAFT_REQUEST ? sv_format(writer->draft->arena, "%.*s %.*s",
                                                      SV_ARG(step->method), SV_ARG(step->url))
                                          : writer_literal(writer, step->text);
    Sv rest = what, first = {0}, line_text;
    while (sv_next_line(&rest, &first) && (!sv_trim(first).len || first.at[0] == '#'))
        continue;
    uint32_t more = 0;
    while (sv_next_line(&rest, &line_text))
        more += sv_trim(line_text).len > 0 && line_text.at[0] != '#';
    Sv question = sv_format(writer->draft->arena, "Do this now? %.*s", SV_ARG(first));
    if (more)
        question = sv_format(writer->draft->arena, "%.*s (and %u more line%s)", SV_ARG(question),
                             more, more == 1 ? "" : "s");
    writer_text(writer, "ask_first", question);
}

// Something without any words about it is named after its place.
static Sv name_of(const Writer *writer, const DraftStep *step) {
    if (sv_trim(step->name).len > 0) return step->name;
    return sv_format(writer->draft->arena, "What stands at line %u", step->line);
}

static void write_step(const Writer *writer, DraftStep *step) {
    Draft *draft = writer->draft;
    step->name = name_of(writer, step);
    Sv loses = {0};
    bool lossy = import_loses(draft, step, &loses);
    Sv decide = to_decide(draft, step, loses);
    bool command = step->kind == DRAFT_PROGRAM || step->kind == DRAFT_SCRIPT;
    if (step->kind != DRAFT_GROUP)
        step->id = import_id(draft, command && !step->own_name ? step->text : step->name);
    import_note(draft, (ImportNote){.line = step->line,
                                    .verb = sv_from_c(verb_of(draft, step)),
                                    .what = step->name,
                                    .decide = decide,
                                    .depth = (uint32_t)(writer->indent / 4)});
    write_decide(writer, step, decide);
    buf_add_repeat(writer->out, ' ', writer->indent);
    buf_add_c(writer->out, "- ");
    Writer inner = writer_deeper(writer, 2);
    Sv name = writer_scalar(writer, writer_literal(writer, step->name));
    buf_addf(writer->out, "name: %.*s\n", SV_ARG(name));
    if (step->id.len) writer_line(&inner, "id: %.*s", SV_ARG(step->id));
    if (step->when.len) writer_line(&inner, "when: inputs.%.*s", SV_ARG(step->when));
    write_question_before(&inner, step);
    write_verb(&inner, step);
    if (command) writer_pairs(&inner, "env", step->variables, step->variable_count);
    if (lossy) writer_line(&inner, "level: should");
    if (step->carries && step->carries->timeout.len)
        writer_text(&inner, "timeout", step->carries->timeout);
}

void writer_steps(const Writer *writer, const DraftSteps *steps) {
    for (uint32_t i = 0; i < steps->count && !writer->out->full && import_goes_on(writer->draft);
         i++) {
        if (i) buf_add_char(writer->out, '\n');
        write_step(writer, steps->items[i]);
    }
}
