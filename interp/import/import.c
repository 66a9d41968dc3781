#include "base/ascii.h"
#include "base/limits.h"
#include "import/import_internal.h"

enum { SECTION_LEVEL = 2 };

// ── the verbs ──

static const Action *action_taking(const Registry *registry, ParamKind kind, unsigned flags) {
    for (size_t i = 0; i < registry->action_count; i++) {
        const Action *action = registry->actions[i];
        for (size_t p = 0; p < action->param_count; p++) {
            const Param *param = &action->params[p];
            if (param->kind == kind && (param->flags & flags) == flags) return action;
        }
    }
    return NULL;
}

static const Action *action_asking(const Registry *registry) {
    for (size_t i = 0; i < registry->action_count; i++)
        if (registry->actions[i]->effect == EFFECT_ANSWER) return registry->actions[i];
    return NULL;
}

static bool find_verbs(const Registry *registry, DraftVerbs *out) {
    *out = (DraftVerbs){
        .program = action_taking(registry, PARAM_ARGV, PARAM_SHORT),
        .script = action_taking(registry, PARAM_VERBATIM, PARAM_SHORT | PARAM_SHELL),
        .request = action_taking(registry, PARAM_SEND, PARAM_SHORT),
        .statement = action_taking(registry, PARAM_VERBATIM, PARAM_SHORT | PARAM_SQL_BINDS),
        .question = action_asking(registry),
    };
    return out->program && out->script && out->request && out->statement && out->question;
}

const char *import_decide(const Registry *registry, Sv verb) {
    DraftVerbs verbs;
    if (!find_verbs(registry, &verbs)) return NULL;
    const struct {
        const Action *action;
        DraftKind kind;
    } rows[] = {{verbs.program, DRAFT_PROGRAM},
                {verbs.script, DRAFT_SCRIPT},
                {verbs.request, DRAFT_REQUEST},
                {verbs.statement, DRAFT_STATEMENT},
                {verbs.question, DRAFT_QUESTION}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (sv_eq_c(verb, rows[i].action->name)) return import_open_question(rows[i].kind);
    return NULL;
}

// ── the page ──

// $LAUNCH_BASE_URL in fenced text.
static void look_in_fence(Sv text, Sv *out) {
    size_t at = sv_find(text, SV("BASE_URL"), 0), from = at;
    if (at == SV_NONE) return;
    while (from > 0 && (ascii_is_upper(text.at[from - 1]) || text.at[from - 1] == '_'))
        from--;
    *out = sv_slice(text, from, at + SV("BASE_URL").len);
}

// Pages of this kind have one variable that holds the address of the application.
static void look_for_base(Arena *arena, const Block *block, Sv *out) {
    if (block->kind == BLOCK_CODE && !out->len) look_in_fence(block->text, out);
    for (uint32_t i = 0; i < block->piece_count && !out->len; i++) {
        if (!block->pieces[i].code) continue;
        Code code = code_of(arena, block->pieces[i].text);
        for (uint32_t v = 0; v < code.variable_count; v++)
            if (sv_ends(code.variables[v].name, SV("BASE_URL"))) *out = code.variables[v].name;
    }
    for (uint32_t i = 0; i < block->child_count && !out->len; i++)
        look_for_base(arena, block->children[i], out);
}

static bool is_section(const Block *block) {
    return block->kind == BLOCK_HEADING && block->level <= SECTION_LEVEL;
}

static uint32_t section_end(const MarkdownPage *page, uint32_t at) {
    uint32_t end = at + 1;
    while (end < page->count && !is_section(page->blocks[end]))
        end++;
    return end;
}

typedef struct Importer {
    Arena *arena;
    const Source *source;
    const MarkdownPage *page;
    DraftVerbs verbs;
    Sv base_variable;
    Diags *diags;
    Import import;
    uint32_t capacity;
    SvMap files; // names without ".yaml", of import_unique
    DraftRoom room;
} Importer;

static void refuse_large(Importer *importer, const Block *heading) {
    Diag *diag = diag_add(importer->diags, DIAG_PAGE_SECTION_TOO_LARGE,
                          source_line_span(importer->source, heading->line),
                          "the runbook of this section would be over 4 MiB (FILE_BYTES)");
    diag_hint(importer->diags, diag,
              "split the section: each heading that begins with # or ## makes a runbook");
}

static void refuse_steps(Importer *importer) {
    Diag *diag = diag_add(
        importer->diags, DIAG_LIMIT, source_line_span(importer->source, importer->room.steps_line),
        "the page would become over %d steps; this one is too many (PAGE_STEPS)", LIMIT_PAGE_STEPS);
    diag_hint(
        importer->diags, diag,
        "no operator's page has as many: is it the right file? If it is, make several pages of it");
}

static bool has_few_sections(Importer *importer) {
    const MarkdownPage *page = importer->page;
    uint32_t count = 0;
    for (uint32_t i = 0; i < page->count; i++) {
        if (!is_section(page->blocks[i]) || ++count <= LIMIT_PAGE_SECTIONS) continue;
        Diag *diag = diag_add(importer->diags, DIAG_LIMIT,
                              source_line_span(importer->source, page->blocks[i]->line),
                              "the page has over %d headings that begin with # or ##, and each "
                              "makes a runbook (PAGE_SECTIONS)",
                              LIMIT_PAGE_SECTIONS);
        diag_hint(
            importer->diags, diag,
            "make several pages of it, or begin the headings of what belongs to one runbook with ###");
        return false;
    }
    return true;
}

static bool read_section(Importer *importer, const Block *heading, uint32_t at, uint32_t end) {
    Arena *arena = importer->arena;
    Draft draft = {.arena = arena,
                   .verbs = &importer->verbs,
                   .page = importer->source->path,
                   .base_variable = importer->base_variable,
                   .heading = heading,
                   .title = import_title(arena, heading),
                   .input_names = svmap_new(arena),
                   .secret_names = svmap_new(arena),
                   .ids = svmap_new(arena),
                   .room = &importer->room};
    importer->room.variables = 0;
    import_section(&draft, importer->page->blocks + at, end - at);
    Sv stem = import_unique(arena, &importer->files, import_slug(arena, draft.title), '-');
    Import *import = &importer->import;
    ImportDraft out = {.file = sv_format(arena, "%.*s.yaml", SV_ARG(stem)),
                       .heading = import_words(arena, heading),
                       .line = heading->line,
                       .steps = import_count(&draft.steps)};
    if (out.steps) out.yaml = import_yaml(&draft);
    if (importer->room.steps_line) {
        refuse_steps(importer);
        return false;
    }
    if (!import_goes_on(&draft) || (out.steps && !out.yaml.len)) {
        refuse_large(importer, heading);
        return false;
    }
    out.notes = import_notes(&draft);
    out.note_count = draft.note_count;
    arena_grow(arena, import->drafts, import->count, importer->capacity);
    import->drafts[import->count++] = out;
    return true;
}

static bool refuse_page(Importer *importer, DiagId id, const char *reason, const char *hint) {
    Diag *diag = diag_add(importer->diags, id, (Span){importer->source, 0, 0}, "%s", reason);
    diag_hint(importer->diags, diag, "%s", hint);
    return false;
}

// The part above the first heading is a section too.
static bool read_top(Importer *importer, uint32_t end) {
    if (end == 0) return true;
    Piece *title = arena_new_of(importer->arena, Piece);
    Block *heading = arena_new_of(importer->arena, Block);
    title->text = SV("Above the first heading");
    *heading = (Block){.kind = BLOCK_HEADING,
                       .line = importer->page->blocks[0]->line,
                       .level = SECTION_LEVEL,
                       .pieces = title,
                       .piece_count = 1};
    return read_section(importer, heading, 0, end);
}

static bool read_sections(Importer *importer) {
    const MarkdownPage *page = importer->page;
    uint32_t steps = 0, i = 0;
    if (!has_few_sections(importer)) return false;
    while (i < page->count && !is_section(page->blocks[i]))
        i++;
    bool sections = i < page->count;
    if (sections && !read_top(importer, i)) return false;
    while (i < page->count) {
        uint32_t end = section_end(page, i);
        if (!read_section(importer, page->blocks[i], i + 1, end)) return false;
        i = end;
    }
    for (uint32_t d = 0; d < importer->import.count; d++)
        steps += importer->import.drafts[d].steps;
    if (!sections)
        return refuse_page(
            importer, DIAG_PAGE_NO_SECTION,
            "no heading of the page begins with # or ##, so nothing says what is one runbook",
            "put a line such as `## Before the deploy` above the steps of each runbook");
    if (!steps)
        return refuse_page(importer, DIAG_PAGE_NO_STEPS,
                           "no section of the page has a list item or a command in it",
                           "write what is to be done as list items: `1. Build: `npm run build``");
    return true;
}

// Markdown ends lines at a CR too, and a source does not: with LFs both count the same.
static const Source *with_line_feeds(Arena *arena, const Source *source) {
    char *text = arena_copy(arena, source->text.at, source->text.len);
    for (size_t i = 0; i < source->text.len; i++)
        if (text[i] == '\r' && (i + 1 == source->text.len || text[i + 1] != '\n')) text[i] = '\n';
    return source_new(arena, source->path, (Sv){text, source->text.len});
}

bool import_page(Arena *arena, const Source *source, const Registry *registry, Diags *diags,
                 Import *out) {
    bool returns = sv_find_char(source->text, '\r', 0) != SV_NONE;
    if (returns) source = with_line_feeds(arena, source);
    MarkdownPage page;
    Importer importer = {.arena = arena,
                         .source = source,
                         .page = &page,
                         .base_variable = {0},
                         .diags = diags,
                         .files = svmap_new(arena)};
    if (!find_verbs(registry, &importer.verbs) || !markdown_read(arena, source, diags, &page))
        return false;
    for (uint32_t i = 0; i < page.count; i++)
        look_for_base(arena, page.blocks[i], &importer.base_variable);
    if (!importer.base_variable.len) importer.base_variable = SV("BASE_URL");
    if (!read_sections(&importer)) return false;
    *out = importer.import;
    return true;
}
