// A draft as YAML, each step under a comment that says what of the page it came from and what is
// still to be decided.
#include "base/limits.h"
#include "base/utf8.h"
#include "gen/import_parts.h"
#include "yaml/trap.h"

typedef struct Writer {
    Draft *draft;
    Buf *out;
    size_t indent;
} Writer;

static void line(const Writer *writer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
static void line(const Writer *writer, const char *format, ...) {
    buf_add_repeat(writer->out, ' ', writer->indent);
    va_list args;
    va_start(args, format);
    buf_addv(writer->out, format, args);
    va_end(args);
    buf_add_char(writer->out, '\n');
}

static Writer deeper(const Writer *writer, size_t columns) {
    Writer inner = *writer;
    inner.indent += columns;
    return inner;
}

// ── scalars ──

// ${ on a page is no expression of ours.
static Sv literal(const Writer *writer, Sv text) {
    BUF_AUTO Buf out = buf_new(LIMIT_PAGE_BYTES * 4);
    for (size_t i = 0; i < text.len; i++) {
        if (sv_starts(sv_slice(text, i, text.len), SV("${"))) buf_add_char(&out, '$');
        buf_add_char(&out, text.at[i]);
    }
    return buf_keep(&out, writer->draft->arena);
}

static Sv scalar(const Writer *writer, Sv text) {
    bool spaced = text.len && (sv_trim(text).len != text.len);
    return spaced ? yaml_quote(writer->draft->arena, text)
                  : yaml_scalar(writer->draft->arena, text);
}

// Text of one or many lines behind a key.
static void write_text(const Writer *writer, const char *key, Sv text) {
    if (sv_find_char(text, '\n', 0) == SV_NONE) {
        Sv value = scalar(writer, text);
        line(writer, "%s: %.*s", key, SV_ARG(value));
        return;
    }
    bool indented = text.at[0] == ' ' || text.at[0] == '\n';
    line(writer, "%s: |%s", key, indented ? "2" : "");
    Writer inner = deeper(writer, 2);
    Sv part;
    while (sv_next_line(&text, &part)) {
        if (part.len)
            line(&inner, "%.*s", SV_ARG(part));
        else
            buf_add_char(writer->out, '\n');
    }
}

static bool needs_quotes(Sv word) {
    static const char special[] = ",[]{}#&*!|>'\"%@` ";
    for (size_t i = 0; i < word.len; i++)
        if (sv_find_char((Sv){special, sizeof special - 1}, word.at[i], 0) != SV_NONE) return true;
    bool dash = sv_eq_c(word, "-") || sv_eq_c(word, "--");
    return word.len == 0 || dash || word.at[0] == '?' || word.at[0] == ':' || word.at[0] == '=' ||
           sv_ends(word, SV(":"));
}

// [npm, run, "${inputs.what}"]
static void write_argv(const Writer *writer, const DraftStep *step) {
    BUF_AUTO Buf items = buf_new(LIMIT_PAGE_BYTES * 4);
    // Placeholders may have blanks in them; what stands for them has none.
    Sv rest = import_template(writer->draft, step->text, false, step->line), word;
    while (sv_next_part(&rest, ' ', &word)) {
        if (!word.len) continue;
        if (items.len) buf_add_c(&items, ", ");
        buf_add(&items, needs_quotes(word) ? yaml_quote(writer->draft->arena, word) : word);
    }
    line(writer, "%s: [%.*s]", writer->draft->verbs->program->name, SV_ARG(buf_sv(&items)));
}

// ── steps ──

static const char *verb_of(const Draft *draft, const DraftStep *step) {
    switch (step->kind) {
    case DRAFT_PROGRAM: return draft->verbs->program->name;
    case DRAFT_SCRIPT: return draft->verbs->script->name;
    case DRAFT_REQUEST: return draft->verbs->request->name;
    case DRAFT_QUESTION: return draft->verbs->question->name;
    case DRAFT_GROUP: break;
    }
    return "steps";
}

static bool asks_first(const DraftStep *step) {
    if (step->kind == DRAFT_REQUEST) return !code_reads(step->method);
    return (step->kind == DRAFT_PROGRAM || step->kind == DRAFT_SCRIPT) && code_is_risky(step->text);
}

const char *import_open_question(DraftKind kind) {
    switch (kind) {
    case DRAFT_PROGRAM:
    case DRAFT_SCRIPT:
        return "effect (may it be done again?), timeout, what it must print (expect)";
    case DRAFT_REQUEST: return "what the answer must show (expect); any 2xx passes as it is";
    case DRAFT_QUESTION: return "can a command, request or statement show it?";
    case DRAFT_GROUP: break;
    }
    return NULL;
}

// What is particular to this step.
static Sv to_decide(const Draft *draft, const DraftStep *step) {
    BUF_AUTO Buf out = buf_new(LIMIT_PAGE_BYTES);
    if (step->guessed)
        buf_addf(&out, "the page names no method: is it %.*s?", SV_ARG(step->method));
    if (step->kind == DRAFT_REQUEST && !code_reads(step->method))
        buf_addf(&out, "%sits body, and a probe that shows whether it was done",
                 out.len ? "; " : "");
    if (step->remark.len) buf_addf(&out, "%s%.*s", out.len ? "; " : "", SV_ARG(step->remark));
    if (step->when.len)
        buf_addf(&out, "%swhen it applies; as it is, whoever runs it says so by the input %.*s",
                 out.len ? "; " : "", SV_ARG(step->when));
    return buf_keep(&out, draft->arena);
}

static void write_decide(const Writer *writer, const DraftStep *step, Sv decide) {
    const char *open = import_open_question(step->kind);
    bool both = open && decide.len;
    line(writer, "# line %u%s%s%s%.*s", step->line, open || decide.len ? "; decide: " : "",
         open ? open : "", both ? "; " : "", SV_ARG(decide));
}

static void write_steps(const Writer *writer, const DraftSteps *steps);

static void write_variables(const Writer *writer, const DraftStep *step) {
    if (!step->variable_count) return;
    line(writer, "env:");
    Writer inner = deeper(writer, 2);
    for (uint32_t i = 0; i < step->variable_count; i++) {
        Sv value = scalar(writer, step->variables[i].value);
        line(&inner, "%.*s: %.*s", SV_ARG(step->variables[i].name), SV_ARG(value));
    }
}

static void write_verb(const Writer *writer, const DraftStep *step) {
    const char *verb = verb_of(writer->draft, step);
    switch (step->kind) {
    case DRAFT_PROGRAM: write_argv(writer, step); break;
    case DRAFT_SCRIPT: write_text(writer, verb, step->text); break;
    case DRAFT_REQUEST: {
        Sv request =
            sv_format(writer->draft->arena, "%.*s %.*s", SV_ARG(step->method), SV_ARG(step->url));
        write_text(writer, verb, request);
        break;
    }
    case DRAFT_QUESTION: {
        Sv ask = literal(writer, step->text);
        if (!step->show.len) {
            write_text(writer, verb, ask);
            break;
        }
        line(writer, "%s:", verb);
        Writer inner = deeper(writer, 2);
        write_text(&inner, "ask", ask);
        write_text(&inner, "show", literal(writer, step->show));
        break;
    }
    case DRAFT_GROUP: {
        line(writer, "steps:");
        Writer inner = deeper(writer, 2);
        write_steps(&inner, &step->children);
        break;
    }
    }
}

static void write_question_before(const Writer *writer, const DraftStep *step) {
    if (!asks_first(step)) return;
    Sv what = step->kind == DRAFT_REQUEST ? sv_format(writer->draft->arena, "%.*s %.*s",
                                                      SV_ARG(step->method), SV_ARG(step->url))
                                          : literal(writer, step->text);
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
    write_text(writer, "ask_first", question);
}

static void write_step(const Writer *writer, DraftStep *step) {
    Draft *draft = writer->draft;
    Sv decide = to_decide(draft, step);
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
    Writer inner = deeper(writer, 2);
    Sv name = scalar(writer, literal(writer, step->name));
    buf_addf(writer->out, "name: %.*s\n", SV_ARG(name));
    if (step->id.len) line(&inner, "id: %.*s", SV_ARG(step->id));
    if (step->when.len) line(&inner, "when: inputs.%.*s", SV_ARG(step->when));
    write_question_before(&inner, step);
    write_verb(&inner, step);
    write_variables(&inner, step);
}

static void write_steps(const Writer *writer, const DraftSteps *steps) {
    for (uint32_t i = 0; i < steps->count && !writer->out->full; i++) {
        if (i) buf_add_char(writer->out, '\n');
        write_step(writer, steps->items[i]);
    }
}

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
    if (!draft->input_count && !draft->requests) return;
    line(writer, "\ninputs:");
    Writer name = deeper(writer, 2), inner = deeper(writer, 4);
    if (draft->requests) {
        line(&name, "base_url:");
        line(&inner, "type: url");
        line(&inner, "env: %.*s", SV_ARG(draft->base_variable));
        line(&inner, "description: The application that is operated");
    }
    for (uint32_t i = 0; i < draft->input_count; i++) {
        const DraftInput *input = &draft->inputs[i];
        line(&name, "%.*s:", SV_ARG(input->name));
        line(&inner, "type: %s", input->type);
        if (input->optional) line(&inner, "required: false");
        if (input->env.len) line(&inner, "env: %.*s", SV_ARG(input->env));
        write_text(&inner, "description", literal(writer, input->description));
    }
}

// Secrets that one item names are alternatives: each alone is enough.
static void write_one_of(const Writer *writer) {
    const Draft *draft = writer->draft;
    Writer inner = deeper(writer, 2);
    bool begun = false;
    for (uint32_t i = 0; i < draft->secret_count;) {
        uint32_t end = i + 1;
        while (end < draft->secret_count && draft->secrets[end].line == draft->secrets[i].line)
            end++;
        if (!begun) line(&inner, "one_of: # decide: is one of each line enough?");
        begun = true;
        BUF_AUTO Buf sets = buf_new(LIMIT_PAGE_BYTES);
        for (uint32_t s = i; s < end; s++)
            buf_addf(&sets, "%s[%.*s]", s > i ? ", " : "", SV_ARG(draft->secrets[s].name));
        line(&inner, "  - [%.*s]", SV_ARG(buf_sv(&sets)));
        i = end;
    }
}

static void write_secrets(const Writer *writer) {
    const Draft *draft = writer->draft;
    if (!draft->secret_count) return;
    line(writer, "\nsecrets:");
    Writer inner = deeper(writer, 2);
    for (uint32_t i = 0; i < draft->secret_count; i++) {
        const DraftSecret *secret = &draft->secrets[i];
        line(&inner, "%.*s: { env: %.*s, optional: true }", SV_ARG(secret->name),
             SV_ARG(secret->env));
    }
    write_one_of(writer);
}

static void write_connections(const Writer *writer) {
    const Draft *draft = writer->draft;
    if (!draft->requests) return;
    line(writer, "\nconnections:");
    Writer name = deeper(writer, 2), inner = deeper(writer, 4);
    line(&name, "app: # decide: how it signs in (auth, cookies, headers)");
    line(&inner, "%s: ${inputs.base_url}", draft->verbs->request->connection_kind);
}

// The steps first: what they need stands before them.
Sv import_yaml(Draft *draft) {
    BUF_AUTO Buf head = buf_new(LIMIT_FILE_BYTES), steps = buf_new(LIMIT_FILE_BYTES);
    Writer body = {draft, &steps, 2};
    write_steps(&body, &draft->steps);
    Writer top = {draft, &head, 0};
    Sv heading = import_words(draft->arena, draft->heading);
    BUF_AUTO Buf path = buf_new(LIMIT_PAGE_BYTES); // a path may hold anything, a line's end too
    utf8_add_shown(&path, draft->page, false);
    line(&top, "# Drafted by `runbook import` from %.*s, line %u: %.*s", SV_ARG(buf_sv(&path)),
         draft->heading->line, SV_ARG(heading));
    line(
        &top,
        "# It is a draft. Read every step, decide what stands behind `decide:`, and take the comments out.");
    line(&top, "runbook: 1");
    write_text(&top, "title", literal(&top, draft->title));
    if (draft->description.len) write_text(&top, "description", literal(&top, draft->description));
    write_inputs(&top);
    write_secrets(&top);
    write_connections(&top);
    line(&top, "\nsteps:");
    buf_add(&head, buf_sv(&steps));
    return head.full || steps.full ? (Sv){0} : buf_keep(&head, draft->arena);
}
