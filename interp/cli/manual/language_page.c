// runbook.5: what may stand in a runbook, from the tables of its keys and actions.
#include "cli/manual/man_pages.h"
#include "cli/manual/troff.h"
#include "plan/keys/keys.h"
#include "reference/result_note.h"
#include "spec/action.h"

#include <string.h>

static void add_heading(Buf *out, const char *macro, const char *title) {
    buf_addf(out, "%s ", macro);
    troff_add(out, sv_from_c(title));
    buf_add_char(out, '\n');
}

// A name in bold, and beside it what it takes.
static void add_tag(Buf *out, const char *name, Sv note) {
    buf_add_c(out, ".TP\n\\fB");
    troff_add(out, sv_from_c(name));
    buf_add_c(out, "\\fP (");
    troff_add(out, note);
    buf_add_c(out, ")\n");
}

static void add_keys(Buf *out, int place) {
    for (uint32_t i = 0; i < key_row_count; i++) {
        const KeyRow *row = &key_rows[i];
        if ((int)row->place != place) continue;
        BUF_AUTO Buf note = buf_new((size_t)64 * 1024);
        buf_add_c(&note, key_shape_name(row->shape));
        if (row->required) buf_add_c(&note, ", required");
        add_tag(out, row->name, buf_sv(&note));
        troff_add_doc(out, row->doc, true);
        if (row->example && *row->example) troff_add_block(out, 9, sv_from_c(row->example));
    }
}

static void add_param(Buf *out, const Param *param) {
    BUF_AUTO Buf note = buf_new((size_t)64 * 1024);
    buf_add_c(&note, param_kind_name(param->kind));
    if (param->flags & PARAM_REQUIRED) buf_add_c(&note, ", required");
    if (param->flags & PARAM_BESIDE) buf_add_c(&note, ", beside the verb");
    if (param->default_text) buf_addf(&note, ", default %s", param->default_text);
    add_tag(out, param->name, buf_sv(&note));
    troff_add_doc(out, param->doc, true);
}

static void add_params(Buf *out, const Param *params, size_t count) {
    for (size_t i = 0; i < count; i++)
        add_param(out, &params[i]);
}

static void add_results(Buf *out, const Action *action) {
    if (!action->result_count) return;
    buf_add_c(out, ".PP\nIts expectations and captures may read:\n");
    for (size_t i = 0; i < action->result_count; i++) {
        BUF_AUTO Buf note = buf_new((size_t)64 * 1024);
        result_add_note(&note, action, &action->results[i], "");
        add_tag(out, action->results[i].name, buf_sv(&note));
        troff_add_doc(out, action->results[i].doc, true);
    }
}

static void add_action(Buf *out, const Action *action) {
    add_heading(out, ".SS", action->name);
    troff_add_doc(out, action->summary, true);
    for (size_t i = 0; i < action->example_count && i < 1; i++) {
        buf_add_c(out, ".PP\n");
        troff_add_block(out, 2, sv_from_c(action->examples[i].yaml));
    }
    add_params(out, action->params, action->param_count);
    add_results(out, action);
}

void manual_add_language(const Registry *registry, Buf *out) {
    troff_begin(out, SV("runbook"), 5, "what may stand in a runbook");
    buf_add_c(out, ".SH DESCRIPTION\n");
    troff_add_filled(
        out,
        SV("A runbook is a YAML file with the keys that stand here. One that does not stand here "
           "is refused, and so is a value that cannot be meant. A step does what its one verb "
           "says, and passes where all its expectations hold. \\fBrunbook check\\fP looks for "
           "mistakes, \\fBrunbook explain\\fP tells of each word more than there is place for "
           "here.\n"));
    for (int place = 0; place < KEY_PLACE_COUNT; place++) {
        add_heading(out, ".SH", place_rows[place].title);
        add_keys(out, place);
    }
    buf_add_c(out, ".SH ACTIONS\n");
    for (size_t i = 0; i < registry->action_count; i++)
        add_action(out, registry->actions[i]);
    buf_add_c(out, ".SH CONNECTIONS\n");
    for (size_t i = 0; i < registry->kind_count; i++) {
        add_heading(out, ".SS", registry->kinds[i]->name);
        troff_add_doc(out, registry->kinds[i]->summary, true);
        add_params(out, registry->kinds[i]->params, registry->kinds[i]->param_count);
    }
    buf_add_c(out, ".SH SEE ALSO\n\\fBrunbook\\fP(1), \\fBrunbook\\-check\\fP(1),\n"
                   "\\fBrunbook\\-explain\\fP(1)\n");
}
