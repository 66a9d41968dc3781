// The head of a page, with what must be known before the first step: values, credentials, places,
// and how to read the page.
#include "base/limits.h"
#include "base/text_list.h"
#include "docs/doc_internal.h"
#include "value/json.h"

static void start_table(const Md *md, const char *first, const char *second, const char *third) {
    md_gap(md);
    buf_addf(md->out, "| %s | %s | %s |\n|---|---|---|\n", first, second, third);
}

static void add_row(const Md *md, Sv first, Sv second, Sv third) {
    md_add_cell(md->out, first);
    md_add_cell(md->out, second);
    md_add_cell(md->out, third);
    buf_add_c(md->out, "|\n");
}

static Sv label(Arena *arena, Sv name) {
    return sv_format(arena, "`<%.*s>`", SV_ARG(name));
}

static Sv code(Arena *arena, Sv text) {
    BUF_AUTO Buf out = buf_new(LIMIT_TEMPLATE_BYTES);
    md_add_code(&out, text);
    return buf_keep(&out, arena);
}

// ── inputs ──

static const char *const type_words[] = {
    "text",  "a whole number", "a number", "true or false", "a duration", "a point in time",
    "a URL", "a path",         "a list",   "a map"};

static Sv input_meaning(Arena *arena, const Input *input) {
    BUF_AUTO Buf out = buf_new(LIMIT_TEMPLATE_BYTES);
    md_add_prose(&out,
                 input->description.len ? input->description : sv_from_c(type_words[input->type]));
    if (input->choices.kind != VALUE_LIST) return buf_keep(&out, arena);
    out.len = sv_trim(buf_sv(&out)).len;
    buf_add_c(&out, ": ");
    size_t count = value_count(input->choices);
    for (size_t i = 0; i < count; i++) {
        Sv word = {0};
        // Choices are values of inputs, and those have a text.
        ignore_result(value_as_text(arena, value_item(input->choices, i), &word));
        buf_add_c(&out, i == 0 ? "" : i + 1 == count ? " or " : ", ");
        md_add_code(&out, word);
    }
    return buf_keep(&out, arena);
}

static Sv default_text(Arena *arena, const Input *input) {
    if (input->secret) return SV("(kept secret)");
    Sv text = {0};
    Value value = input->fallback->constant;
    if (value_as_text(arena, value, &text)) return text;
    BUF_AUTO Buf out = buf_new(LIMIT_TEMPLATE_BYTES);
    json_write(&out, value, JSON_SPACED);
    return buf_keep(&out, arena);
}

static Sv input_default(Arena *arena, const Input *input) {
    BUF_AUTO Buf out = buf_new(LIMIT_TEMPLATE_BYTES);
    if (input->env.len) {
        md_add_code(&out, sv_format(arena, "$%.*s", SV_ARG(input->env)));
        if (input->fallback) buf_add_c(&out, ", else ");
    }
    if (input->fallback)
        md_add_code(&out, default_text(arena, input));
    else if (!input->env.len)
        buf_add_c(&out, input->required ? "ask" : "none");
    else
        buf_add_c(&out, input->required ? "" : ", or none");
    return buf_keep(&out, arena);
}

// ── rows are told once, however often a file is included ──

static bool told(Doc *doc, TextList *list, Sv name) {
    return !text_list_add_once(doc->arena, list, name);
}

static void write_inputs(Doc *doc, const Md *md) {
    TextList list = {0};
    for (uint32_t u = 0; u < doc->use_count; u++) {
        const Runbook *runbook = doc->uses[u].runbook;
        for (uint32_t i = 0; i < runbook->input_count; i++) {
            const Input *input = &runbook->inputs[i];
            if (!doc->uses[u].inputs[i] || doc_input_is_given(runbook, input->name) ||
                told(doc, &list, input->name))
                continue;
            if (list.count == 1) {
                md_heading(md, 3, SV("Values"));
                md_para(
                    md,
                    SV("Write down what each of these is here, and put it wherever the page has its name."));
                start_table(md, "name", "what it is", "unless you know better");
            }
            add_row(md, label(doc->arena, input->name), input_meaning(doc->arena, input),
                    input_default(doc->arena, input));
        }
    }
}

// ── secrets ──

// As somebody else would find it: beneath the project root, wherever that is.
static Sv from_root(Sv path, Sv root) {
    if (root.len == 0 || !sv_starts(path, root) || path.len <= root.len) return path;
    if (path.at[root.len] != '/') return path;
    return sv_slice(path, root.len + 1, path.len);
}

static Sv secret_origin(const Doc *doc, const Secret *secret) {
    Arena *arena = doc->arena;
    BUF_AUTO Buf out = buf_new(LIMIT_TEMPLATE_BYTES);
    switch (secret->from) {
    case SECRET_ENV: md_add_code(&out, sv_format(arena, "$%.*s", SV_ARG(secret->text))); break;
    case SECRET_FILE:
        buf_add_c(&out, "the file ");
        md_add_code(&out, from_root(secret->text, doc->plan->root));
        break;
    case SECRET_PROMPT:
        buf_add_c(&out, "ask: ");
        md_add_text(&out, secret->text);
        break;
    case SECRET_COMMAND: {
        BUF_AUTO Buf command = buf_new(LIMIT_TEMPLATE_BYTES);
        for (uint32_t i = 0; i < secret->argc; i++)
            buf_addf(&command, "%s%.*s", i ? " " : "", SV_ARG(secret->argv[i]));
        md_add_code(&out, buf_sv(&command));
        break;
    }
    }
    if (secret->optional) buf_add_c(&out, "; where there is none, leave out what would hold it");
    return buf_keep(&out, arena);
}

static bool one_of_is_used(const DocUses *uses, const SecretSet *set) {
    for (uint32_t i = 0; i < set->count; i++)
        if (uses->secrets[set->secrets[i]]) return true;
    return false;
}

static void write_one_of(Doc *doc, const Md *md, const DocUses *uses, TextList *list) {
    const Runbook *runbook = uses->runbook;
    for (uint32_t i = 0; i < runbook->one_of_count;) {
        uint32_t group = runbook->one_of_groups[i];
        BUF_AUTO Buf text = buf_new(LIMIT_TEMPLATE_BYTES);
        bool used = false;
        buf_add_c(&text, "You need ");
        for (bool first = true; i < runbook->one_of_count && runbook->one_of_groups[i] == group;
             i++, first = false) {
            const SecretSet *set = &runbook->one_of[i];
            used = used || one_of_is_used(uses, set);
            if (!first) buf_add_c(&text, " or ");
            for (uint32_t s = 0; s < set->count; s++)
                buf_addf(&text, "%s`<%.*s>`", s ? " with " : "",
                         SV_ARG(runbook->secrets[set->secrets[s]].name));
        }
        buf_add_char(&text, '.');
        Sv kept = buf_keep(&text, doc->arena);
        if (used && !told(doc, list, kept)) md_para(md, kept);
    }
}

static void write_secrets(Doc *doc, const Md *md) {
    TextList list = {0}, sets = {0};
    for (uint32_t u = 0; u < doc->use_count; u++) {
        const Runbook *runbook = doc->uses[u].runbook;
        for (uint32_t i = 0; i < runbook->secret_count; i++) {
            const Secret *secret = &runbook->secrets[i];
            if (!doc->uses[u].secrets[i] || told(doc, &list, secret->name)) continue;
            if (list.count == 1) {
                md_heading(md, 3, SV("Credentials"));
                md_para(md,
                        SV("Have them at hand; write them down nowhere, and let nobody see them."));
                start_table(md, "name", "what it is", "where it is");
            }
            BUF_AUTO Buf meaning = buf_new(LIMIT_TEMPLATE_BYTES);
            md_add_prose(&meaning, secret->description);
            add_row(md, label(doc->arena, secret->name), buf_sv(&meaning),
                    secret_origin(doc, secret));
        }
    }
    for (uint32_t u = 0; u < doc->use_count; u++)
        write_one_of(doc, md, &doc->uses[u], &sets);
}

// ── places, vars, subject ──

// "http, with auth and cookies"
static Sv carried(Arena *arena, const Connection *connection) {
    BUF_AUTO Buf out = buf_new(LIMIT_TEMPLATE_BYTES);
    buf_add_c(&out, connection->kind->name);
    bool first = true;
    for (size_t i = 1; i < connection->kind->param_count; i++) {
        if (!connection->params[i]) continue;
        buf_addf(&out, "%s%s", first ? ", with " : ", ", connection->kind->params[i].name);
        first = false;
    }
    return buf_keep(&out, arena);
}

static void write_connections(Doc *doc, const Md *md) {
    TextList list = {0};
    for (uint32_t u = 0; u < doc->use_count; u++) {
        const Runbook *runbook = doc->uses[u].runbook;
        for (uint32_t i = 0; i < runbook->connection_count; i++) {
            const Connection *connection = &runbook->connections[i];
            if (!doc->uses[u].connections[i] || told(doc, &list, connection->name)) continue;
            if (list.count == 1) {
                md_heading(md, 3, SV("Where it is done"));
                start_table(md, "name", "address", "how");
            }
            add_row(md, code(doc->arena, connection->name),
                    code(doc->arena, placeholder_text(doc->arena, connection->params[0])),
                    carried(doc->arena, connection));
        }
    }
}

// The text behind a key, moved to the left margin.
static Sv unindented(Arena *arena, Span span) {
    size_t column = source_place(span.source, span.offset).column - 1;
    BUF_AUTO Buf out = buf_new(LIMIT_FILE_BYTES);
    Sv line, rest = sv_trim(span_text(span));
    for (bool first = true; sv_next_line(&rest, &line); first = false) {
        size_t spaces = 0;
        while (!first && spaces < column && spaces < line.len && line.at[spaces] == ' ')
            spaces++;
        buf_add(&out, sv_slice(line, spaces, line.len));
        buf_add_char(&out, '\n');
    }
    return buf_keep(&out, arena);
}

static void write_vars(Doc *doc, const Md *md) {
    TextList list = {0};
    for (uint32_t u = 0; u < doc->use_count; u++) {
        const Runbook *runbook = doc->uses[u].runbook;
        for (uint32_t i = 0; i < runbook->var_count; i++) {
            const Var *var = &runbook->vars[i];
            if (!doc->uses[u].vars[i] || told(doc, &list, var->name)) continue;
            if (list.count == 1) md_heading(md, 3, SV("Worked out once"));
            BUF_AUTO Buf line = buf_new(LIMIT_TEMPLATE_BYTES);
            buf_addf(&line, "`<%.*s>` is", SV_ARG(var->name));
            bool data = var->value.kind != SOURCE_EXPR;
            if (data) {
                buf_add_char(&line, ':');
                md_para(md, buf_sv(&line));
                md_fence(md, "yaml", unindented(doc->arena, var->value.span));
            } else {
                buf_add_char(&line, ' ');
                md_add_code(&line, var->value.expr->program.text);
                buf_add_char(&line, '.');
                md_para(md, buf_sv(&line));
            }
        }
    }
}

static void write_subjects(Doc *doc, const Md *md, const Runbook *top) {
    if (!top->subject_count) return;
    md_heading(md, 3, SV("What is judged"));
    md_para(md, SV("Note it now. Where it is another at the end, nothing was decided."));
    md_gap(md);
    for (uint32_t i = 0; i < top->subject_count; i++) {
        const Subject *subject = &top->subject[i];
        BUF_AUTO Buf line = buf_new(LIMIT_TEMPLATE_BYTES), text = buf_new(LIMIT_TEMPLATE_BYTES);
        const ValueSource *argv = subject->argv;
        Value value = value_null();
        Param row = {.name = "argv", .kind = PARAM_ARGV};
        Standing standing = {.arena = doc->arena, .runbook = top};
        // What has no value yet is written as no words.
        if (argv) ignore_result(placeholder_value(&standing, &row, argv, &value));
        for (size_t j = 0; j < value_count(value); j++) {
            Sv word = {0};
            // The words of a command are texts.
            ignore_result(value_as_text(doc->arena, value_item(value, j), &word));
            buf_addf(&text, "%s%.*s", j ? " " : "", SV_ARG(word));
        }
        if (!argv) buf_add(&text, placeholder_text(doc->arena, subject->text));
        buf_addf(&line, "- `<subject.%.*s>`: ", SV_ARG(subject->name));
        if (argv) buf_add_c(&line, "what this prints: ");
        md_add_code(&line, buf_sv(&text));
        md_line(md, buf_sv(&line));
    }
}

// ── how to read it ──

static void write_results(Doc *doc, const Md *md) {
    if (!doc->result_count && !doc->reads_key) return;
    md_heading(md, 3, SV("Words"));
    md_gap(md);
    for (uint32_t i = 0; i < doc->result_count; i++) {
        const DocResult *result = &doc->results[i];
        BUF_AUTO Buf line = buf_new(LIMIT_TEMPLATE_BYTES);
        buf_addf(&line, "- `%s` of %s: %s", result->field->name, result->action->name,
                 result->field->doc);
        md_line(md, buf_sv(&line));
    }
    if (doc->reads_key)
        md_line(
            md,
            SV("- `<step.key>`: a text of your own, another for each step, and the same when you try again."));
}

static void write_rules(const Md *md, const Runbook *top) {
    md_para(md,
            SV("Do the steps in their order, and write down what you saw. No answer is no pass."));
    switch (top->on_failure) {
    case ON_FAILURE_CONTINUE:
        md_para(
            md,
            SV("Go on to the end even where something is not right: everything is to be known."));
        break;
    case ON_FAILURE_ROLLBACK:
        md_para(
            md,
            SV("Where something is not right, or gives no answer, stop, and take back what was done: the newest "
               "first, as each step says."));
        break;
    default: md_para(md, SV("Where something is not right, or gives no answer, stop."));
    }
}

static void write_title(Doc *doc, const Md *md, const Runbook *top) {
    BUF_AUTO Buf text = buf_new(LIMIT_TEMPLATE_BYTES);
    md_add_text(&text, top->title);
    md_heading(md, 1, buf_sv(&text));
    buf_clear(&text);
    md_add_prose(&text, top->description);
    md_para(md, buf_sv(&text));
    buf_clear(&text);
    if (top->owner.len) {
        buf_add_c(&text, "Owner: ");
        md_add_text(&text, top->owner);
        buf_add_c(&text, ". ");
    }
    Sv path = sv_format(doc->arena, "%.*s", SV_ARG(top->path));
    buf_add_c(&text, "Made from ");
    md_add_code(&text, path);
    buf_add_c(&text, " by `runbook doc`; ");
    md_add_code(&text, sv_format(doc->arena, "runbook run %.*s", SV_ARG(path)));
    buf_add_c(&text, " does the same, and keeps the evidence.");
    md_para(md, buf_sv(&text));
}

void doc_write_head(Doc *doc, const Md *md) {
    const Runbook *top = doc->plan->top;
    write_title(doc, md, top);
    md_heading(md, 2, SV("Before you begin"));
    write_rules(md, top);
    write_inputs(doc, md);
    write_secrets(doc, md);
    write_connections(doc, md);
    write_subjects(doc, md, top);
    write_vars(doc, md);
    write_results(doc, md);
}
