#include "base/shown/shown.h"
#include "base/system/file.h"
#include "base/utf8.h"
#include "cli/drafts.h"
#include "cli/page.h"

#include <errno.h>
#include <unistd.h>

static bool read_page(const Cli *cli, Sv path, Diags *diags, const Source **out) {
    Sv text;
    Span nowhere = {0};
    FileStatus status = file_read(cli->arena, path, LIMIT_PAGE_BYTES, &text);
    Sv why = file_error(cli->arena, errno);
    switch (status) {
    case FILE_OK: *out = source_new(cli->arena, path, text); return true;
    case FILE_MISSING:
        diag_add(diags, DIAG_FILE_UNREADABLE, nowhere, "there is no file '%.*s'", SV_ARG(path));
        break;
    case FILE_TOO_LARGE:
        diag_hint(diags,
                  diag_add(diags, DIAG_LIMIT, nowhere,
                           "'%.*s' is larger than the limit of %d KiB for a page (PAGE_BYTES)",
                           SV_ARG(path), LIMIT_PAGE_BYTES / 1024),
                  "make several pages of it, for instance one for each runbook");
        break;
    case FILE_IS_FOLDER:
        diag_add(diags, DIAG_FILE_UNREADABLE, nowhere,
                 "'%.*s' is a folder; name a Markdown page in it", SV_ARG(path));
        break;
    default:
        diag_add(diags, DIAG_FILE_UNREADABLE, nowhere, "'%.*s' cannot be read: %.*s", SV_ARG(path),
                 SV_ARG(why));
    }
    return false;
}

// ── what was made of it ──

static void show_note(const Page *page, const ImportNote *note) {
    BUF_AUTO Buf left = buf_new(LIMIT_PAGE_BYTES * 2), name = buf_new(LIMIT_PAGE_BYTES * 2);
    shown_add(&name, note->what, false);
    buf_addf(&left, "%5u  %-8.*s %*s%.*s", note->line, SV_ARG(note->verb), (int)(2 * note->depth),
             "", SV_ARG(buf_sv(&name)));
    if (utf8_width(buf_sv(&left)) > page->width) {
        left.len = utf8_fit(buf_sv(&left), page->width - 1).len;
        buf_add_c(&left, "…");
    }
    page_line(page, 0, INK_PLAIN, buf_sv(&left), (Sv){0});
    if (!note->decide.len) return;
    buf_clear(&left);
    buf_addf(&left, "%s%.*s", note->verb.len ? "decide: " : "", SV_ARG(note->decide));
    page_prose(page, 16 + 2 * note->depth, INK_DIM, buf_sv(&left));
}

static void show_draft(const Page *page, const ImportDraft *draft) {
    BUF_AUTO Buf left = buf_new(LIMIT_PAGE_BYTES), right = buf_new(LIMIT_PAGE_BYTES);
    shown_add(&left, draft->heading, false);
    if (draft->steps)
        buf_addf(&right, "%.*s, %u step%s", SV_ARG(draft->file), draft->steps,
                 draft->steps == 1 ? "" : "s");
    else
        buf_add_c(&right, "left out: no item or command in it");
    page_line(page, 0, INK_BOLD, buf_sv(&left), buf_sv(&right));
    for (uint32_t i = 0; i < draft->note_count; i++)
        show_note(page, &draft->notes[i]);
    buf_add_char(page->out, '\n');
}

// What has to be decided about every step, once for each verb that was used.
static void show_open_questions(const Cli *cli, const Page *page, const Import *import) {
    for (size_t a = 0; a < cli->registry->action_count; a++) {
        const char *verb = cli->registry->actions[a]->name;
        const char *decide = import_decide(cli->registry, sv_from_c(verb));
        bool used = false;
        for (uint32_t i = 0; i < import->count && decide; i++)
            for (uint32_t n = 0; n < import->drafts[i].note_count; n++)
                used = used || sv_eq_c(import->drafts[i].notes[n].verb, verb);
        if (used) page_entry(page, 2, sv_from_c(verb), 12, sv_from_c(decide), (Sv){0});
    }
}

static void show(const Cli *cli, const Import *import, Sv folder) {
    BUF_AUTO Buf out = buf_new((size_t)64 * 1024 * 1024);
    Page page = page_new(cli, &out);
    uint32_t drafts = 0, steps = 0;
    for (uint32_t i = 0; i < import->count; i++) {
        show_draft(&page, &import->drafts[i]);
        drafts += import->drafts[i].steps > 0;
        steps += import->drafts[i].steps;
    }
    buf_add_c(&out, "Of every step a person must still decide:\n");
    show_open_questions(cli, &page, import);
    shown_addf(&out,
               "\nwrote %u draft%s with %u step%s to %.*s; `runbook check` finds each in order\n"
               "  what one would do: runbook plan FILE\n",
               drafts, drafts == 1 ? "" : "s", steps, steps == 1 ? "" : "s", SV_ARG(folder));
    cli_out(cli, buf_sv(&out));
}

int cmd_IMPORT(const Cli *cli, const CommandLine *line) {
    Sv folder = line->out.len ? line->out : SV(".");
    Diags diags = diags_new(cli->arena);
    const Source *source = NULL;
    Import import;
    if (!read_page(cli, line->operands.items[0], &diags, &source) ||
        !import_page(cli->arena, source, cli->registry, &diags, &import)) {
        cli_diagnose(cli, &diags);
        return STATUS_RUNBOOK;
    }
    int status = drafts_write(cli, &import, folder);
    if (status) return status;
    show(cli, &import, folder);
    return 0;
}
