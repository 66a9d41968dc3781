#include "base/ascii.h"
#include "report/failure.h"

enum { LEAST_LETTERS = 3 };

// As they begin: "fail" is "failed" and "failure" too.
static const char *const troubles[] = {
    "abort",    "cannot",       "can't",     "conflict",   "could not",   "couldn't",
    "crash",    "denied",       "does not",  "err!",       "error",       "exception",
    "expected", "fail",         "fatal",     "forbidden",  "illegal",     "invalid",
    "killed",   "missing",      "must ",     "no such",    "not allowed", "not found",
    "panic",    "permission",   "refused",   "rejected",   "timed out",   "timeout",
    "unable",   "unauthorized", "undefined", "unexpected", "unknown",     "unreachable",
    "violat"};

static char lower_at(Sv text, size_t at) {
    return ascii_lower(text.at[at]);
}

static bool begins_nocase(Sv text, size_t at, const char *word) {
    size_t len = 0;
    while (word[len] && at + len < text.len && lower_at(text, at + len) == word[len])
        len++;
    return word[len] == '\0';
}

static bool has_nocase(Sv text, const char *word) {
    for (size_t i = 0; i < text.len; i++)
        if (begins_nocase(text, i, word)) return true;
    return false;
}

// "0 errors" and "no failures" are none.
static bool is_none(Sv line, size_t at) {
    Sv before = sv_trim(sv_slice(line, 0, at));
    static const char *const none[] = {"0", "no", "without"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        Sv word = sv_from_c(none[i]);
        if (before.len < word.len) continue;
        size_t from = before.len - word.len;
        bool alone = from == 0 || !ascii_is_word(before.at[from - 1]);
        if (alone && sv_eq_nocase(sv_slice(before, from, before.len), word)) return true;
    }
    return false;
}

// What tools write besides: it explains, and names words of its own.
static bool is_remark(Sv line) {
    static const char *const marks[] = {"note:", "hint:", "info:", "[info]", "debug:", "[debug]"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (begins_nocase(line, 0, marks[i])) return true;
    return false;
}

static bool names_trouble(Sv line) {
    if (is_remark(line)) return false;
    if (has_nocase(line, "warn") || has_nocase(line, "deprecat")) return false;
    for (size_t at = 0; at < line.len; at++) {
        for (size_t i = 0; i < sizeof troubles / sizeof *troubles; i++)
            if (begins_nocase(line, at, troubles[i]) && !is_none(line, at)) return true;
    }
    return false;
}

// "make: *** [all] Error 1", "failed with exit code 1": of a program that started the one that
// knows.
static bool only_a_code(Sv line) {
    static const char *const words[] = {"code", "status", "error", "exited with", "exit"};
    while (line.len > 0 && line.at[line.len - 1] == '.')
        line.len--;
    size_t digits = line.len;
    while (digits > 0 && ascii_is_digit(line.at[digits - 1]))
        digits--;
    if (digits == line.len) return false;
    Sv before = sv_trim(sv_slice(line, 0, digits));
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t len = sv_from_c(words[i]).len;
        if (before.len >= len && begins_nocase(before, before.len - len, words[i])) return true;
    }
    return false;
}

// Where more is to be found, a heading of what follows, or no more than that it failed.
static bool points_on(Sv line) {
    return sv_ends(line, SV(".log")) || sv_ends(line, SV(":")) || only_a_code(line);
}

static bool says_something(Sv line) {
    size_t letters = 0;
    for (size_t i = 0; i < line.len; i++)
        letters += ascii_is_letter(line.at[i]) || (line.at[i] & 0x80);
    return letters >= LEAST_LETTERS && !sv_ends(line, SV("%")) && !points_on(line);
}

// What stands there in the end of a line that was written over.
static Sv as_it_stands(Sv line) {
    line = sv_trim(line);
    for (size_t at; (at = sv_find_char(line, '\r', 0)) != SV_NONE;)
        line = sv_trim(sv_slice(line, at + 1, line.len));
    return line;
}

// Without what npm writes before each line, be it an error or not.
static Sv own_words(Sv line) {
    static const Sv marks[] = {SV_INIT("npm ERR!"), SV_INIT("npm error")};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (sv_starts(line, marks[i])) return sv_trim(sv_slice(line, marks[i].len, line.len));
    return line;
}

Sv said_line(Value attempt) {
    Sv output = value_field_text(attempt, "output", (Sv){0}), line;
    Sv errors = value_field_text(value_field(attempt, "observed"), "stderr", (Sv){0});
    enum { LAST, TELLING, TELLING_ERROR, TROUBLE, TROUBLE_ERROR, RANKS };
    Sv found[RANKS] = {{0}};
    while (sv_next_line(&output, &line)) {
        line = as_it_stands(line);
        if (line.len == 0) continue;
        bool error = errors.len > 0 && sv_find(errors, line, 0) != SV_NONE;
        found[LAST] = line;
        Sv words = own_words(line);
        if (says_something(words)) found[error ? TELLING_ERROR : TELLING] = line;
        if (names_trouble(words) && !points_on(words))
            found[error ? TROUBLE_ERROR : TROUBLE] = line;
    }
    for (size_t rank = RANKS; rank-- > 0;)
        if (found[rank].len > 0) return found[rank];
    return (Sv){0};
}
