#include "base/shown/shown.h"
#include "base/system/file.h"
#include "cli/editor/schema_line.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

static const char first_runbook[] = "runbook: 1\n"
                                    "title: The service is healthy\n"
                                    "\n"
                                    "inputs:\n"
                                    "  base_url:\n"
                                    "    type: url\n"
                                    "    default: http://127.0.0.1:8080\n"
                                    "    env: BASE_URL\n"
                                    "    description: The service to look at\n"
                                    "\n"
                                    "connections:\n"
                                    "  service:\n"
                                    "    http: ${inputs.base_url}\n"
                                    "\n"
                                    "steps:\n"
                                    "  - name: The disk has room\n"
                                    "    shell: df --output=pcent . | tail -n 1 | tr -dc 0-9\n"
                                    "    effect: read\n"
                                    "    expect: |\n"
                                    "      int(stdout) < 90\n"
                                    "\n"
                                    "  - name: The front page answers\n"
                                    "    id: front_page\n"
                                    "    http: GET /\n"
                                    "    expect: |\n"
                                    "      status == 200\n"
                                    "      size(body) > 0\n"
                                    "\n"
                                    "  - name: Someone has looked at the dashboard\n"
                                    "    confirm: Are all panels of the dashboard green?\n";

static int refuse_name(const Cli *cli, Sv path) {
    BUF_AUTO Buf word = buf_new(LIMIT_STRING_BYTES);
    shown_add_shell_word(&word, sv_concat(cli->arena, (Sv[]){path, SV(".yaml")}, 2));
    return cli_usage(cli, "a runbook's name ends in .yaml: runbook new %.*s",
                     SV_ARG(buf_sv(&word)));
}

// O_EXCL: an existing runbook is somebody's work.
int cmd_NEW(const Cli *cli, const CommandLine *line) {
    Sv path = line->operands.count ? line->operands.items[0] : SV("first.yaml");
    if (!sv_ends(path, SV(".yaml")) && !sv_ends(path, SV(".yml"))) return refuse_name(cli, path);
    char *name = sv_to_c(cli->arena, path);
    int fd = name ? open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666) : -1;
    if (fd < 0 && errno == EEXIST)
        return cli_usage(cli, "'%.*s' is there already; give another name: runbook new NAME.yaml",
                         SV_ARG(path));
    Sv all[] = {fd < 0 ? (Sv){0} : schema_line(cli, path), sv_from_c(first_runbook)};
    if (fd < 0 || !file_write_all(fd, sv_concat(cli->arena, all, 2)) || close(fd) != 0) {
        Sv why = file_error(cli->arena, errno);
        return cli_fail(cli, STATUS_JOURNAL, "'%.*s' cannot be written: %.*s", SV_ARG(path),
                        SV_ARG(why));
    }
    BUF_AUTO Buf word = buf_new(LIMIT_STRING_BYTES);
    shown_add_shell_word(&word, path);
    Sv typed = buf_sv(&word);
    cli_outf(cli,
             "wrote %.*s\n"
             "  look for mistakes: runbook check %.*s\n"
             "  what it would do:  runbook plan %.*s\n"
             "  run it:            runbook run %.*s\n"
             "  the language:      runbook explain\n",
             SV_ARG(path), SV_ARG(typed), SV_ARG(typed), SV_ARG(typed));
    return 0;
}
