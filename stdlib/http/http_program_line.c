// A command of curl where a request is meant: which request that is.
#include "http/http_params.h"
#include "url/url.h"

static Sv unquoted(Sv word) {
    bool quoted = word.len >= 2 && (word.at[0] == '\'' || word.at[0] == '"') &&
                  word.at[word.len - 1] == word.at[0];
    return quoted ? sv_slice(word, 1, word.len - 1) : word;
}

// The first word that is an address.
static Sv url_within(Sv line) {
    Sv word;
    while (sv_next_part(&line, ' ', &word)) {
        word = unquoted(word);
        if (url_is_absolute(word) || sv_starts(word, SV("/")) || sv_starts(word, SV("${")))
            return word;
    }
    return (Sv){0};
}

static bool names_method(Sv option) {
    return sv_eq_c(option, "-X") || sv_eq_c(option, "--request");
}

static bool is_bare(Sv option) {
    static const char *const bare[] = {"-s",       "-S",     "-sS",       "-i",   "-f",
                                       "-fsS",     "-sf",    "-v",        "-L",   "-sL",
                                       "--silent", "--fail", "--verbose", "-fsSL"};
    for (size_t i = 0; i < sizeof bare / sizeof *bare; i++)
        if (sv_eq_c(option, bare[i])) return true;
    return option.len == 0 || option.at[0] != '-';
}

bool http_is_program_line(Arena *arena, Sv send, HttpProblem *problem) {
    Sv line = send, program, method = SV("GET"), word;
    if (!sv_next_part(&line, ' ', &program)) return false;
    if (!sv_eq_c(program, "curl") && !sv_eq_c(program, "wget")) return false;
    Sv url = url_within(line);
    bool more = false;
    while (sv_next_part(&line, ' ', &word))
        if (names_method(word))
            (void)sv_next_part(&line, ' ', &method);
        else
            more = more || !is_bare(word);
    Sv error = sv_format(arena, "'http' is a request, not a command of %.*s", SV_ARG(program));
    if (url.len == 0) url = SV("URL");
    Sv hint = sv_format(arena, "write %.*s %.*s", SV_ARG(method), SV_ARG(url));
    if (more)
        hint = sv_format(arena,
                         "%.*s\nwhat its options say stands within http: headers, json, body, auth",
                         SV_ARG(hint));
    *problem = (HttpProblem){.error = error, .hint = hint};
    return true;
}
