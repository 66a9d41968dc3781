#include "import/import_code.h"
#include "base/ascii.h"
#include "import/import_sql.h"
#include "url/url_parts.h"

#include <string.h>

static Sv first_word(Sv text) {
    size_t end = 0;
    while (end < text.len && !strchr(" \t\n", text.at[end]))
        end++;
    return sv_slice(text, 0, end);
}

// ── placeholders ──

enum { LONGEST_PLACEHOLDER = 40 };

static size_t bracketed(Sv text, size_t at, char close, Sv *name) {
    size_t end = sv_find_char(sv_slice(text, 0, at + LONGEST_PLACEHOLDER + 1), close, at);
    if (end == SV_NONE || end - at - 1 == 0) return 0;
    Sv whole = sv_slice(text, at + 1, end);
    bool variable = close == '>' && whole.at[0] == '$' && whole.len > 1;
    Sv inner = sv_slice(whole, variable ? 1 : 0, whole.len);
    if (inner.at[0] == '_' && variable)
        ;
    else if (!ascii_is_letter(inner.at[0]))
        return 0;
    for (size_t i = 0; i < inner.len; i++)
        if (!ascii_is_word(inner.at[i]) && inner.at[i] != '-' && inner.at[i] != ' ') return 0;
    *name = whole;
    return end + 1 - at;
}

static size_t after_colon(Sv text, size_t at, Sv *name) {
    bool segment = at > 0 && text.at[at - 1] == '/';
    size_t end = at + 1;
    while (end < text.len && ascii_is_word(text.at[end]))
        end++;
    if (!segment || end == at + 1 || ascii_is_digit(text.at[at + 1])) return 0;
    *name = sv_slice(text, at + 1, end);
    return end - at;
}

size_t code_placeholder(Sv text, size_t at, bool url, Sv *name) {
    switch (text.at[at]) {
    case '<': return bracketed(text, at, '>', name);
    case '{': return url ? bracketed(text, at, '}', name) : 0;
    case ':': return url ? after_colon(text, at, name) : 0;
    default: return 0;
    }
}

// ── requests ──

static const char *const methods[] = {"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"};

bool code_reads(Sv method) {
    return sv_eq_c(method, "GET") || sv_eq_c(method, "HEAD") || sv_eq_c(method, "OPTIONS");
}

static bool is_url_char(char c) {
    return ascii_is_word(c) || (c && strchr("/-.~?&=%+,:@", c));
}

bool code_is_method(Sv word) {
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
        if (sv_eq_c(word, methods[i])) return true;
    return false;
}

// A name and perhaps a port.
static bool is_host(Sv text) {
    size_t i = 0;
    bool port = false;
    while (i < text.len) {
        Sv name;
        size_t placeholder = code_placeholder(text, i, true, &name);
        char c = text.at[i];
        bool colon = c == ':' && i > 0 && !port;
        bool good = port ? ascii_is_digit(c) : ascii_is_word(c) || c == '.' || c == '-';
        if (!placeholder && !colon && !good) return false;
        port = port || colon;
        i += placeholder ? placeholder : 1;
    }
    return i > 0 && text.at[i - 1] != ':';
}

bool code_is_target(Sv text) {
    bool absolute = sv_starts(text, SV("http://")) || sv_starts(text, SV("https://"));
    if (!absolute && !(sv_starts(text, SV("/")) && text.len > 1)) return false;
    if (absolute && !is_host(url_split(text, URL_AS_WRITTEN).authority)) return false;
    if (sv_find(text, SV(".."), 0) != SV_NONE || sv_find(text, SV("//"), 8) != SV_NONE ||
        sv_starts(text, SV("//")))
        return false;
    for (size_t i = 0; i < text.len;) {
        Sv name;
        size_t placeholder = code_placeholder(text, i, true, &name);
        if (!placeholder && !is_url_char(text.at[i])) return false;
        i += placeholder ? placeholder : 1;
    }
    return true;
}

// /a/:id/replay acts on one thing; /a/:id/events lists what belongs to it.
static bool acts_on_one(Sv url) {
    size_t slash = url.len;
    while (slash > 0 && url.at[slash - 1] != '/')
        slash--;
    Sv last = sv_slice(url, slash, url.len), name;
    if (slash < 2 || !last.len || sv_ends(last, SV("s"))) return false;
    for (size_t i = 0; i + 1 < slash; i++) {
        size_t length = code_placeholder(url, i, true, &name);
        if (length && i + length == slash - 1) return true;
    }
    return false;
}

// Whether it is a path in a file system, not on a web server.
static bool is_file(Sv path) {
    static const char *const roots[] = {"/etc/", "/var/",  "/usr/", "/tmp/", "/opt/", "/home/",
                                        "/dev/", "/proc/", "/srv/", "/mnt/", "/root/"};
    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++)
        if (sv_starts(path, sv_from_c(roots[i]))) return true;
    return false;
}

static bool read_request(Sv text, Code *out) {
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
        Sv method = sv_from_c(methods[i]), word = first_word(text);
        Sv url = sv_trim(sv_slice(text, method.len, text.len));
        if (!sv_eq(word, method) || !code_is_target(url)) continue;
        out->method = method;
        out->url = url;
        return true;
    }
    if (!code_is_target(text) || is_file(text)) return false;
    out->method = acts_on_one(text) ? SV("POST") : SV("GET");
    out->method_guessed = true;
    out->url = text;
    return true;
}

// ── variables ──

// LAUNCH_BASE_URL: capitals with an underscore.
static size_t variable_name(Sv text) {
    size_t end = 0;
    bool underscore = false;
    while (end < text.len &&
           (ascii_is_upper(text.at[end]) || ascii_is_digit(text.at[end]) || text.at[end] == '_')) {
        underscore = underscore || text.at[end] == '_';
        end++;
    }
    return underscore && ascii_is_upper(text.at[0]) && end > 2 ? end : 0;
}

// NAME=value, up to the next blank; a quoted value is left to the shell.
static size_t assignment(Sv text, CodeVariable *out) {
    size_t end = 0;
    while (end < text.len && ascii_is_word(text.at[end]))
        end++;
    if (end == 0 || end >= text.len || text.at[end] != '=' || ascii_is_digit(text.at[0])) return 0;
    if (ascii_is_lower(text.at[0])) return 0;
    size_t stop = end + 1;
    while (stop < text.len && text.at[stop] != ' ') {
        Sv name;
        size_t placeholder = code_placeholder(text, stop, false, &name);
        bool plain = is_url_char(text.at[stop]);
        if (!placeholder && !plain) return 0;
        stop += placeholder ? placeholder : 1;
    }
    *out = (CodeVariable){sv_slice(text, 0, end), sv_slice(text, end + 1, stop)};
    return stop;
}

static bool read_variable(Arena *arena, Sv text, Code *out) {
    CodeVariable variable = {.name = text};
    if (variable_name(text) != text.len && assignment(text, &variable) != text.len) return false;
    out->variables = arena_copy(arena, &variable, sizeof variable);
    out->variable_count = 1;
    return true;
}

// ── commands ──

static bool is_program(Sv word) {
    if (!word.len ||
        (!ascii_is_lower(word.at[0]) && !sv_starts(word, SV("./")) && word.at[0] != '/'))
        return false;
    for (size_t i = 0; i < word.len; i++)
        if (!ascii_is_word(word.at[i]) && !strchr("./-+", word.at[i])) return false;
    return true;
}

static bool is_script_file(Sv text) {
    return sv_starts(text, SV("./")) || (is_program(text) && sv_ends(text, SV(".sh")));
}

// Whether the second word would not follow the first in prose, or the program is well known.
static bool is_command(Sv text) {
    static const char *const known[] = {
        "npm",        "npx",       "yarn",    "pnpm",    "node",    "make",     "git",
        "docker",     "kubectl",   "helm",    "psql",    "curl",    "wget",     "systemctl",
        "ssh",        "scp",       "cargo",   "go",      "python",  "python3",  "pip",
        "terraform",  "aws",       "gcloud",  "az",      "ansible", "bash",     "sh",
        "cat",        "ls",        "grep",    "df",      "du",      "tail",     "head",
        "journalctl", "redis-cli", "mysql",   "sqlite3", "cp",      "mv",       "rm",
        "mkdir",      "tar",       "rsync",   "ping",    "dig",     "nslookup", "openssl",
        "php",        "ruby",      "bundle",  "rake",    "mvn",     "gradle",   "dotnet",
        "java",       "sudo",      "service", "echo"};
    Sv program = first_word(text);
    if (is_script_file(text)) return true;
    if (!is_program(program) || program.len == text.len) return sv_eq_c(text, "make");
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (sv_eq_c(program, known[i])) return true;
    if (is_script_file(program)) return true;
    Sv second = first_word(sv_trim(sv_slice(text, program.len, text.len)));
    return sv_starts(second, SV("-")) || sv_find_char(second, ':', 0) != SV_NONE ||
           sv_find_char(second, '/', 0) != SV_NONE;
}

// After NAME="a b": a command for the shell.
static Sv behind_quoted(Sv text) {
    size_t at = variable_name(text);
    bool quoted = at > 0 && at + 1 < text.len && text.at[at] == '=' &&
                  (text.at[at + 1] == '"' || text.at[at + 1] == '\'');
    size_t end = quoted ? sv_find_char(text, text.at[at + 1], at + 2) : SV_NONE;
    return end == SV_NONE ? (Sv){0} : sv_trim(sv_slice(text, end + 1, text.len));
}

static bool read_command(Arena *arena, Sv text, Code *out) {
    out->line = text;
    uint32_t capacity = 0;
    CodeVariable variable;
    size_t length;
    while ((length = assignment(text, &variable)) > 0 && length < text.len) {
        arena_grow(arena, out->variables, out->variable_count, capacity);
        out->variables[out->variable_count++] = variable;
        text = sv_trim(sv_slice(text, length, text.len));
    }
    out->command = text;
    return is_command(text) || is_command(behind_quoted(text));
}

bool code_is_plain(Sv command) {
    for (size_t i = 0; i < command.len;) {
        Sv name;
        char c = command.at[i];
        size_t placeholder = code_placeholder(command, i, false, &name);
        bool plain = ascii_is_word(c) || (c && strchr(" -./:=@%+,", c)) || (unsigned char)c >= 0x80;
        if (!placeholder && !plain) return false;
        i += placeholder ? placeholder : 1;
    }
    return command.len > 0 && sv_find_char(first_word(command), '=', 0) == SV_NONE;
}

bool code_is_risky(Sv command) {
    static const char *const words[] = {
        "deploy",  "delete",    "drop",     "remove",    "rollback", "restore",    "revoke",
        "restart", "destroy",   "purge",    "reset",     "apply",    "baseline",   "kill",
        "rm",      "stop",      "truncate", "uninstall", "publish",  "release",    "promote",
        "scale",   "drain",     "replay",   "sudo",      "start",    "switchover", "failover",
        "push",    "terminate", "evict",    "reboot",    "shutdown", "dropdb",     "undo",
        "upgrade", "update",    "insert",   "alter"};
    for (size_t i = 0; i < command.len;) {
        size_t end = i;
        while (end < command.len && ascii_is_letter(command.at[end]))
            end++;
        Sv word = sv_slice(command, i, end);
        for (size_t w = 0; w < sizeof words / sizeof *words; w++)
            if (sv_eq_nocase(word, sv_from_c(words[w]))) return true;
        i = end + 1;
    }
    return false;
}

bool code_has_templates(Sv text) {
    static const char *const names[] = {"${inputs.", "${secrets.", "${vars.", "${steps."};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (sv_find(text, sv_from_c(names[i]), 0) != SV_NONE) return true;
    return false;
}

Code code_of(Arena *arena, Sv text) {
    Code out = {.kind = CODE_WORD};
    text = sv_trim(text);
    bool one_line = text.len > 0 && sv_find_char(text, '\n', 0) == SV_NONE;
    if (!one_line || code_has_templates(text)) return out;
    Code request = {.kind = CODE_REQUEST}, variable = {.kind = CODE_VARIABLE},
         command = {.kind = CODE_COMMAND};
    if (read_request(text, &request)) return request;
    if (sql_looks_so(text)) return (Code){.kind = CODE_STATEMENT, .line = text};
    if (read_variable(arena, text, &variable)) return variable;
    if (read_command(arena, text, &command)) return command;
    if (sv_starts(text, SV("-")) && text.len > 1 && sv_find_char(text, ' ', 0) == SV_NONE)
        out.kind = CODE_FLAG;
    return out;
}
