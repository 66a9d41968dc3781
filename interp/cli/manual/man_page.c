// The pages of commands.
#include "cli/manual/man_pages.h"
#include "cli/manual/troff.h"
#include "cli/options.h"
#include "event/status.h"
#include "report/report.h"

static void add_option(Buf *out, const OptionRow *row) {
    buf_add_c(out, ".TP\n");
    if (row->letter) {
        buf_add_c(out, "\\fB");
        troff_add(out, sv_from_c(row->letter));
        buf_add_c(out, "\\fP, ");
    }
    buf_add_c(out, "\\fB");
    troff_add(out, sv_from_c(row->name));
    buf_add_c(out, "\\fP");
    if (row->argument) {
        buf_add_c(out, " \\fI");
        troff_add(out, sv_from_c(row->argument));
        buf_add_c(out, "\\fP");
    }
    buf_add_char(out, '\n');
    troff_add_doc(out, row->doc, true);
}

static void add_statuses(Buf *out) {
    buf_add_c(out, ".SH EXIT STATUS\n");
    for (size_t i = 0; i < status_row_count; i++) {
        buf_addf(out, ".TP\n\\fB%d\\fP\n", status_rows[i].number);
        troff_add_doc(out, status_rows[i].doc, true);
    }
}

static void add_command_line(Buf *out, int index) {
    const CommandRow *row = &command_rows[index];
    buf_addf(out, "\\fBrunbook %s\\fP", row->name);
    if (*row->arguments) {
        buf_add_c(out, " \\fI");
        troff_add(out, sv_from_c(row->arguments));
        buf_add_c(out, "\\fP");
    }
}

static void add_command_page(Buf *out, Sv page, int index) {
    const CommandRow *row = &command_rows[index];
    troff_begin(out, page, 1, row->doc);
    buf_add_c(out, ".SH SYNOPSIS\n");
    add_command_line(out, index);
    buf_add_c(out, " [\\fIOPTIONS\\fP]\n.SH DESCRIPTION\n");
    troff_add_doc(out, row->doc, true);
    if (*row->more) {
        buf_add_c(out, ".PP\n");
        troff_add_doc(out, row->more, true);
    }
    buf_add_c(out, ".SH OPTIONS\n");
    for (uint32_t i = 0; i < option_row_count; i++)
        if (option_rows[i].commands & (1u << index)) add_option(out, &option_rows[i]);
    add_statuses(out);
    buf_add_c(
        out,
        ".SH SEE ALSO\n\\fBrunbook\\fP(1), \\fBrunbook\\fP(5)\n.PP\n\\fBrunbook explain\\fP tells of the language.\n");
}

static void add_main_page(Buf *out) {
    troff_begin(out, SV("runbook"), 1,
                "operational procedures that run, and say GO only on evidence");
    buf_add_c(
        out, ".SH SYNOPSIS\n\\fBrunbook\\fP \\fICOMMAND\\fP [\\fIARGUMENTS\\fP] [\\fIOPTIONS\\fP]\n"
             ".SH DESCRIPTION\n");
    troff_add_filled(
        out,
        SV("A runbook is a YAML file: requests with what they must answer, statements with what "
           "they must find, commands, and questions to a person. \\fBrunbook run\\fP makes its "
           "steps one by one, shows what each one found, and ends with a verdict. GO is said "
           "where everything that must hold was seen to hold, and nowhere else. Each run leaves "
           "a journal, from which its transcript, its reports and its evidence are made.\n"));
    buf_add_c(out, ".SH COMMANDS\n");
    for (int i = 0; i < COMMAND_COUNT; i++) {
        buf_add_c(out, ".TP\n");
        add_command_line(out, i);
        buf_add_char(out, '\n');
        troff_add_doc(out, command_rows[i].doc, true);
    }
    buf_add_c(out, ".SH OPTIONS OF EVERY COMMAND\n");
    for (uint32_t i = 0; i < option_row_count; i++)
        if (option_rows[i].commands == C_ALL) add_option(out, &option_rows[i]);
    add_statuses(out);
    buf_add_c(
        out,
        ".SH FILES\n.TP\n\\fI.runbook/runs/\\fP\nThe journals of the runs of a project, a folder for each.\n"
        ".SH EXAMPLES\n.nf\nrunbook: 1\ntitle: The front page is there\nsteps:\n"
        "  \\- name: The front page answers\n    http: GET http://127.0.0.1:8080/\n.fi\n.PP\n"
        "in a file \\fIhello.yaml\\fP is run by \\fBrunbook run hello.yaml\\fP.\n.SH SEE ALSO\n\\fBrunbook\\fP(5),\n");
    for (int i = 0; i < COMMAND_COUNT; i++)
        buf_addf(out, "\\fBrunbook\\-%s\\fP(1)%s\n", command_rows[i].name,
                 i + 1 < COMMAND_COUNT ? "," : "");
}

static Sv before_command(void) {
    return SV("runbook-");
}

void manual_add_names(Buf *out) {
    buf_add_c(out, "runbook\nrunbook.5\n");
    for (int i = 0; i < COMMAND_COUNT; i++)
        buf_addf(out, "runbook-%s\n", command_rows[i].name);
}

bool manual_add_page(const Registry *registry, Sv name, Buf *out) {
    if (sv_eq_c(name, "runbook")) return add_main_page(out), true;
    if (sv_eq_c(name, "runbook.5")) return manual_add_language(registry, out), true;
    Sv command = name;
    if (sv_starts(name, before_command())) command = sv_slice(name, before_command().len, name.len);
    for (int i = 0; i < COMMAND_COUNT; i++) {
        if (!sv_eq_c(command, command_rows[i].name)) continue;
        BUF_AUTO Buf page = buf_new(1024);
        buf_addf(&page, "runbook-%s", command_rows[i].name);
        add_command_page(out, buf_sv(&page), i);
        return true;
    }
    return false;
}
