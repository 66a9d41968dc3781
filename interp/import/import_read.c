// Turns the blocks of a section into steps: an item with commands runs them, one with items of its
// own is a group, and anything else is a question.
#include "import/import_internal.h"

// ── items ──

static bool begins(Sv text, const char *word) {
    size_t length = sv_from_c(word).len;
    return sv_eq_nocase(sv_slice(text, 0, length), sv_from_c(word));
}

// Something that is only done sometimes.
static bool is_conditional(Sv sentence) {
    static const char *const words[] = {"if ",     "when ",    "for ",        "in case ",
                                        "where ",  "optional", "to include ", "only ",
                                        "unless ", "should ",  "option "};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (begins(sentence, words[i])) return true;
    return false;
}

static FoundValue read_item(Draft *draft, const Block *item, Sv context, bool nested);

static void take_all(Draft *draft, DraftSteps *to, const DraftSteps *from) {
    for (uint32_t i = 0; i < from->count; i++)
        import_add(draft, to, from->items[i]);
}

static void take_loose(Draft *draft, PageVariables *to, const PageVariables *from) {
    for (uint32_t i = 0; i < from->count; i++)
        import_loose(draft, to, from->items[i], from->lines[i]);
}

static void read_list(Draft *draft, const Block *list, Sv context, bool nested, FoundValue *found) {
    for (uint32_t i = 0; i < list->child_count && import_goes_on(draft); i++) {
        FoundValue inner = read_item(draft, list->children[i], context, nested);
        take_all(draft, &found->steps, &inner.steps);
        take_loose(draft, &found->loose, &inner.loose);
        if (inner.remark.text.len) import_remark(draft, &found->remark, inner.remark.text);
    }
}

static const Block *label_of(const Block *item) {
    const Block *first = item->child_count ? item->children[0] : NULL;
    return first && first->kind == BLOCK_PARAGRAPH ? first : NULL;
}

static bool has_action(const DraftStep *step) {
    for (uint32_t i = 0; i < step->children.count; i++)
        if (has_action(step->children.items[i])) return true;
    return step->kind == DRAFT_PROGRAM || step->kind == DRAFT_SCRIPT;
}

static bool have_action(const DraftSteps *steps) {
    for (uint32_t i = 0; i < steps->count; i++)
        if (has_action(steps->items[i])) return true;
    return false;
}

static void give_variables(Draft *draft, FoundValue *found) {
    if (!have_action(&found->steps)) return;
    for (uint32_t v = 0; v < found->loose.count; v++)
        for (uint32_t i = 0; i < found->steps.count && import_goes_on(draft); i++)
            import_variable(draft, found->steps.items[i], &found->loose.items[v],
                            found->loose.lines[v]);
    found->loose.count = 0;
}

static bool is_code_alone(const Block *label) {
    return label && label->piece_count == 1 && label->pieces[0].code;
}

static DraftStep *question(Draft *draft, const Block *label, Sv name, Sv context) {
    DraftStep *step = import_step(draft, DRAFT_QUESTION, label->line, name);
    Sv words = import_words(draft->arena, label);
    step->own_name = true;
    if (context.len && is_code_alone(label))
        step->name = sv_format(draft->arena, "%.*s: %.*s", SV_ARG(context), SV_ARG(name));
    step->text =
        context.len ? sv_format(draft->arena, "%.*s: %.*s", SV_ARG(context), SV_ARG(words)) : words;
    return step;
}

// "No job is stuck: `SELECT …`" → "No job is stuck": the step shows the rest.
static Sv words_before_code(Draft *draft, const Block *label, Sv name) {
    if (label->piece_count != 2 || label->pieces[0].code || !label->pieces[1].code) return name;
    if (!sv_ends(sv_trim(label->pieces[0].text), SV(":"))) return name;
    Block words = *label;
    words.piece_count = 1;
    Sv sentence = import_sentence(draft->arena, &words);
    return sentence.len ? sentence : name;
}

// A single step gets the item's words as its name; several become a group.
static DraftStep *one_step(Draft *draft, const Block *label, Sv name, const DraftSteps *steps) {
    if (steps->count == 1) {
        DraftStep *only = steps->items[0];
        bool whole =
            only->kind == DRAFT_STATEMENT || (only->kind == DRAFT_REQUEST && only->carries);
        if (whole && label) name = words_before_code(draft, label, name);
        if (!only->own_name && name.len) {
            only->name = is_code_alone(label) ? only->name : name;
            only->own_name = !is_code_alone(label);
            return only;
        }
    }
    DraftStep *group =
        import_step(draft, DRAFT_GROUP, label ? label->line : steps->items[0]->line, name);
    group->own_name = true;
    group->children = *steps;
    return group;
}

// ~~service api restart~~
static bool is_struck_out(const Block *label) {
    const Piece *first = label->pieces, *last = first + label->piece_count - 1;
    return label->piece_count && sv_starts(first->text, SV("~~")) &&
           sv_ends(sv_trim(last->text), SV("~~"));
}

static FoundValue read_item(Draft *draft, const Block *item, Sv context, bool nested) {
    FoundValue found = {0};
    const Block *label = label_of(item);
    Sv name = label ? import_sentence(draft->arena, label) : (Sv){0};
    if (label && is_struck_out(label)) {
        import_note(draft, (ImportNote){.line = label->line,
                                        .what = name,
                                        .decide = SV("left out: it is struck out")});
        return found;
    }
    for (uint32_t i = 0; i < item->child_count; i++) {
        const Block *block = item->children[i];
        switch (block->kind) {
        case BLOCK_PARAGRAPH: import_pieces(draft, block, &found); break;
        case BLOCK_CODE: import_fence(draft, block, name, &found); break;
        case BLOCK_LIST: read_list(draft, block, name, true, &found); break;
        default: break;
        }
    }
    give_variables(draft, &found);
    if (!found.steps.count) {
        bool belongs_elsewhere = nested && (found.loose.count || found.remark.text.len);
        if (belongs_elsewhere) {
            import_note(draft, (ImportNote){.line = label ? label->line : item->line,
                                            .what = name,
                                            .decide = SV("belongs to the command above")});
            return found;
        }
        if (name.len) import_add(draft, &found.steps, question(draft, label, name, context));
        found.loose.count = 0;
    }
    if (!found.steps.count) return found;
    bool own_question = found.steps.count == 1 && found.steps.items[0]->kind == DRAFT_QUESTION;
    DraftStep *step = own_question ? found.steps.items[0]
                      : name.len   ? one_step(draft, label, name, &found.steps)
                                   : NULL;
    if (!step) return found;
    if (!own_question && is_conditional(name))
        step->when = import_condition(draft, name, step->line);
    if (found.remark.text.len) import_remark(draft, &step->remark, found.remark.text);
    if (found.also.text.len && !own_question) import_remark(draft, &step->remark, found.also.text);
    found.remark = (Joined){0};
    found.steps = (DraftSteps){0};
    import_add(draft, &found.steps, step);
    return found;
}

// ── sections ──

static void describe(Draft *draft, const Block *block) {
    Sv words = import_words(draft->arena, block);
    if (words.len) joined_add(draft->arena, &draft->description, "\n\n", words);
}

// Words before the first step describe the section; warnings, and words further down, are something
// to check.
static void read_words(Draft *draft, const Block *block, DraftSteps *steps) {
    Sv words = import_words(draft->arena, block);
    if (!words.len) return;
    if (steps->count || import_warns(words))
        import_add(draft, steps,
                   question(draft, block, import_sentence(draft->arena, block), (Sv){0}));
    else
        describe(draft, block);
}

// A paragraph with commands is a step of its own.
static void read_paragraph(Draft *draft, const Block *block, DraftSteps *steps) {
    FoundValue found = {0};
    import_pieces(draft, block, &found);
    if (!found.steps.count) {
        read_words(draft, block, steps);
        return;
    }
    give_variables(draft, &found);
    Sv name = import_sentence(draft->arena, block);
    DraftStep *step = one_step(draft, block, name, &found.steps);
    if (is_conditional(name)) step->when = import_condition(draft, name, step->line);
    import_add(draft, steps, step);
}

static bool has_code(const Block *block) {
    for (uint32_t i = 0; i < block->piece_count; i++)
        if (block->pieces[i].code) return true;
    return false;
}

static void read_blocks(Draft *draft, Block *const *blocks, uint32_t count, DraftSteps *steps);

// The blocks up to the next heading of this level or above form a group.
static uint32_t group_end(Block *const *blocks, uint32_t count, uint32_t at) {
    uint32_t end = at + 1;
    while (end < count &&
           !(blocks[end]->kind == BLOCK_HEADING && blocks[end]->level <= blocks[at]->level))
        end++;
    return end;
}

// The result of one fence, as one step.
static DraftStep *grouped(Draft *draft, uint32_t line, Sv name, DraftSteps *steps) {
    DraftStep *group = import_step(draft, DRAFT_GROUP, line, name);
    group->children = *steps;
    *steps = (DraftSteps){0};
    import_add(draft, steps, group);
    return group;
}

static void read_blocks(Draft *draft, Block *const *blocks, uint32_t count, DraftSteps *steps) {
    Sv before = {0}; // the words before a fence say what it is for
    for (uint32_t i = 0; i < count && import_goes_on(draft); i++) {
        const Block *block = blocks[i];
        FoundValue found = {0};
        switch (block->kind) {
        case BLOCK_HEADING: {
            uint32_t end = group_end(blocks, count, i);
            read_blocks(draft, blocks + i + 1, end - i - 1, &found.steps);
            if (found.steps.count)
                grouped(draft, block->line, import_title(draft->arena, block), &found.steps);
            i = end - 1;
            break;
        }
        case BLOCK_PARAGRAPH:
            before = (Sv){0};
            if (i + 1 < count && blocks[i + 1]->kind == BLOCK_CODE && !has_code(block))
                before = import_sentence(draft->arena, block);
            else
                read_paragraph(draft, block, steps);
            break;
        case BLOCK_LIST: read_list(draft, block, (Sv){0}, false, &found); break;
        case BLOCK_CODE:
            import_fence(draft, block, before, &found);
            if (before.len && found.steps.count) {
                DraftStep *step = found.steps.items[0];
                if (found.steps.count > 1) step = grouped(draft, block->line, before, &found.steps);
                step->name = before;
                step->own_name = true;
                if (is_conditional(before))
                    step->when = import_condition(draft, before, step->line);
            }
            before = (Sv){0};
            break;
        case BLOCK_QUOTE: read_blocks(draft, block->children, block->child_count, steps); break;
        case BLOCK_ITEM: break;
        }
        take_all(draft, steps, &found.steps);
    }
}

void import_section(Draft *draft, Block *const *blocks, uint32_t count) {
    read_blocks(draft, blocks, count, &draft->steps);
}
