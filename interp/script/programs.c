// Programs that succeed although something failed, unless they are told otherwise.
#include "base/system/file.h"
#include "script/look.h"

static bool has_long(const ShCommand *command, uint32_t from, const char *option) {
    for (uint32_t i = from; i < command->word_count; i++) {
        Sv word = sh_plain(&command->words[i]);
        Sv name = sv_slice(word, 0, sv_find_char(word, '=', 0));
        if (sv_eq_c(name, option)) return true;
    }
    return false;
}

// A letter among single-dash options; those in `taking` have the rest of their word as a value.
static bool has_letter(const ShCommand *command, uint32_t from, char letter, Sv taking) {
    for (uint32_t i = from; i < command->word_count; i++) {
        const ShWord *word = &command->words[i];
        Sv text = sh_plain(word);
        if (text.len < 2 || text.at[0] != '-' || text.at[1] == '-') continue;
        for (size_t k = 1; k < text.len; k++) {
            if (text.at[k] == letter) return true;
            if (sv_find_char(taking, text.at[k], 0) == SV_NONE) continue;
            if (k + 1 == text.len) i++;
            break;
        }
    }
    return false;
}

static bool mentions(const ShLook *look, const ShCommand *command, Sv text) {
    if (sv_find(sh_slice(look, command->span), text, 0) != SV_NONE) return true;
    for (uint32_t i = 0; i < command->redirect_count; i++)
        if (sv_find(sh_slice(look, command->redirects[i].body), text, 0) != SV_NONE) return true;
    return false;
}

static Sv with_option(const ShLook *look, const ShCommand *command, uint32_t program,
                      const char *option) {
    uint32_t at = command->words[program].span.to;
    Sv inserted = sv_format(look->arena, " %s", option);
    return sh_rewritten(look, command->span, (ShSpan){at, at}, inserted);
}

// ── curl ──

static void look_curl(ShLook *look, const ShCommand *command, uint32_t program, ShPlace place) {
    static const char *const others[] = {"--fail", "--fail-with-body", "--config",     "--version",
                                         "--help", "--manual",         "--dump-header"};
    Sv taking = SV("AbCcdDeEFHhKmoPQrtTuUwxXyYz");
    uint32_t from = program + 1;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (has_long(command, from, others[i])) return;
    static const char letters[] = "fKVMh";
    for (size_t i = 0; letters[i]; i++)
        if (has_letter(command, from, letters[i], taking)) return;
    // The status of the answer is printed for somebody to read.
    bool prints = has_long(command, from, "--write-out") || has_letter(command, from, 'w', taking);
    if (place.judged || (prints && (place.taken || command->redirect_count > 0))) return;
    static const char *const told[] = {"file://", "telnet://", "ftp://",  "ftps://",
                                       "scp://",  "smtp://",   "smtps://"};
    for (size_t i = 0; i < sizeof told / sizeof *told; i++)
        if (mentions(look, command, sv_from_c(told[i]))) return;
    // Options may come from a list that is unknown here.
    for (uint32_t i = from; i < command->word_count; i++)
        if (sv_find(sh_slice(look, command->words[i].span), SV("[@]"), 0) != SV_NONE) return;
    sh_find(look, command->span, "curl ends with 0 whatever the status of the answer is, 500 too",
            with_option(look, command, program, "--fail"));
}

// ── databases ──

static uint32_t commands_given(const ShCommand *command, uint32_t from) {
    uint32_t count = 0;
    for (uint32_t i = from; i < command->word_count; i++) {
        Sv word = sh_plain(&command->words[i]);
        bool cluster = word.len > 1 && word.at[0] == '-' && word.at[1] != '-' &&
                       (word.at[word.len - 1] == 'c' || word.at[1] == 'c');
        if (cluster || sv_eq_c(word, "--command") || sv_starts(word, SV("--command="))) count++;
    }
    return count;
}

static void look_psql(ShLook *look, const ShCommand *command, uint32_t program) {
    uint32_t from = program + 1;
    if (mentions(look, command, SV("ON_ERROR_STOP"))) return;
    static const char *const asking[] = {"--list", "--version", "--help"};
    for (size_t i = 0; i < sizeof asking / sizeof *asking; i++)
        if (has_long(command, from, asking[i])) return;
    if (has_letter(command, from, 'l', SV("cdfhpUvFPRTL")) ||
        has_letter(command, from, 'V', SV("cdfhpUvFPRTL")))
        return;
    bool file =
        has_long(command, from, "--file") || has_letter(command, from, 'f', SV("cdhpUvFPRTL"));
    // A single -c has the status of its statement.
    if (commands_given(command, from) == 1 && !file) return;
    sh_find(look, command->span, "psql goes on after a statement that failed, and ends with 0",
            with_option(look, command, program, "-v ON_ERROR_STOP=1"));
}

static void look_mysql(ShLook *look, const ShCommand *command, uint32_t program) {
    for (uint32_t i = program + 1; i < command->word_count; i++) {
        const ShWord *word = &command->words[i];
        if (!sh_word_is(word, "--force") && !sh_word_is(word, "-f")) continue;
        ShSpan place = {word->span.from - 1, word->span.to};
        sh_find(look, command->span,
                "with --force it goes on after a statement that failed, and ends with 0",
                sh_rewritten(look, command->span, place, SV("")));
        return;
    }
}

// ── find ──

// `find A -exec CMD {} \;` as `find A -print0 | xargs -0 -r -n1 CMD`, whose status counts.
static Sv by_xargs(const ShLook *look, const ShCommand *command, uint32_t exec, uint32_t end) {
    const ShWord *words = command->words;
    bool behind = sh_word_is(&words[end - 1], "{}");
    uint32_t places = 0;
    for (uint32_t i = exec + 1; i < end; i++)
        places += sv_find(sh_slice(look, words[i].span), SV("{}"), 0) != SV_NONE;
    bool last = behind && places == 1;
    ShSpan before = {command->span.from, words[exec].span.from};
    ShSpan run = {words[exec + 1].span.from,
                  last ? words[end - 2].span.to : words[end - 1].span.to};
    return sv_format(look->arena, "%.*s-print0 | xargs -0 -r %s %.*s",
                     SV_ARG(sh_slice(look, before)), last ? "-n1" : "-I{}",
                     SV_ARG(sh_slice(look, run)));
}

static void look_find(ShLook *look, const ShCommand *command) {
    uint32_t count = command->word_count;
    if (count < 4 || !sh_word_is(&command->words[count - 1], ";")) return;
    uint32_t exec = 0, execs = 0;
    for (uint32_t i = 1; i < count; i++) {
        bool runs =
            sh_word_is(&command->words[i], "-exec") || sh_word_is(&command->words[i], "-execdir");
        if (runs) exec = i;
        execs += runs;
    }
    if (exec == 0 || exec + 2 >= count) return;
    bool plain = execs == 1 && sh_word_is(&command->words[exec], "-exec");
    sh_find(look, command->span, "find ends with 0 although a command that it ran has failed",
            plain ? by_xargs(look, command, exec, count - 1)
                  : SV("let xargs run it, which ends with 123 where one failed: find … -print0 | "
                       "xargs -0 -r -n1 …"));
}

static void look_make(ShLook *look, const ShCommand *command, uint32_t program) {
    for (uint32_t i = program + 1; i < command->word_count; i++) {
        const ShWord *word = &command->words[i];
        if (!sh_word_is(word, "--ignore-errors") && !sh_word_is(word, "-i")) continue;
        ShSpan place = {word->span.from - 1, word->span.to};
        sh_find(look, command->span, "with -i make ends with 0 although a command of it has failed",
                sh_rewritten(look, command->span, place, SV("")));
        return;
    }
}

static bool is_remembered(const ShWord *word) {
    static const char *const names[] = {"curl", "psql", "mysql", "mariadb"};
    Sv name = path_name(sh_plain(word));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (sv_eq_c(name, names[i])) return true;
    return false;
}

// The program that docker, kubectl or ssh runs elsewhere.
static uint32_t behind_runner(const ShCommand *command, uint32_t program) {
    Sv name = sh_program_name(command);
    bool docker = sv_starts(name, SV("docker")) || sv_eq_c(name, "podman");
    bool pod = sv_eq_c(name, "kubectl") || sv_eq_c(name, "oc");
    if (!docker && !pod && !sv_eq_c(name, "ssh")) return program;
    bool runs = !docker && !pod;
    for (uint32_t i = program + 1; i < command->word_count; i++) {
        const ShWord *word = &command->words[i];
        bool option = sv_starts(sh_plain(&command->words[i - 1]), SV("-")) &&
                      !sh_word_is(&command->words[i - 1], "--");
        bool host = !docker && !pod && i == program + 1;
        if (runs && !host && !option && is_remembered(word)) {
            bool named = i + 1 < command->word_count && is_remembered(word + 1);
            return named ? i + 1 : i;
        }
        if (docker) runs = runs || sh_word_is(word, "exec") || sh_word_is(word, "run");
        if (pod) runs = runs || sh_word_is(word, "--");
    }
    return program;
}

void sh_look_program(ShLook *look, const ShCommand *command, ShPlace place) {
    uint32_t program = sh_program(command);
    if (program == command->word_count) return;
    program = behind_runner(command, program);
    Sv name = path_name(sh_plain(&command->words[program]));
    if (sv_eq_c(name, "curl")) look_curl(look, command, program, place);
    if (sv_eq_c(name, "psql")) look_psql(look, command, program);
    if (sv_eq_c(name, "mysql") || sv_eq_c(name, "mariadb")) look_mysql(look, command, program);
    if (sv_eq_c(name, "find")) look_find(look, command);
    if (sv_eq_c(name, "make")) look_make(look, command, program);
    sh_look_inner(look, command, sh_program(command), place);
}
