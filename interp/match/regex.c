#define PCRE2_CODE_UNIT_WIDTH 8
#include "match/regex.h"
#include "base/limits.h"
#include "base/system/env.h"
#include "base/utf8.h"

#include <pcre2.h>

// PCRE2's match limit starts anew at every start position, and one of its steps may scan the whole
// text, so it does not bound the time. Automatic callouts do: there is one before every item of the
// pattern, and nothing but a plain scan between two of them. They make an ordinary match take about
// twice as long. A just-in-time compiler would be faster, but needs memory that is both writable
// and executable.
struct Regex {
    pcre2_code *code;
    pcre2_match_context *limits; // everything but the deadline, which each search has for itself
    uint32_t groups;             // without group 0
    uint32_t name_count;         // rows of `names`
    uint32_t name_size;          // bytes of a row
    PCRE2_SPTR names;            // two bytes of group number, then the name
};

enum {
    // Bytes that may be scanned between two readings of the clock.
    SCAN_BYTES_PER_LOOK = 4 * 1024 * 1024,
    CALLOUTS_PER_LOOK_MAX = 256,
    STEPS_A_WORK = 16,
    SLOW_NS = 1000000,
    NS_A_STEP = 250,
    LONG_TEXT = 4096
};

typedef struct Guard {
    const Env *env;
    int64_t deadline_ns;
    uint32_t interval; // callouts between two readings of the clock
    uint32_t left;     // until the next reading
    uint64_t looks;    // so far
    const Halt *halt;
} Guard;

static int look_at_clock(pcre2_callout_block *block, void *data) {
    (void)block;
    Guard *guard = data;
    if (--guard->left > 0) return 0;
    guard->left = guard->interval;
    guard->looks++;
    bool over =
        guard->env->mono_ns(guard->env->self) > guard->deadline_ns || halt_asked(guard->halt);
    return over ? PCRE2_ERROR_CALLOUT : 0;
}

static void drop_code(void *code) {
    pcre2_code_free(code);
}

static void drop_limits(void *limits) {
    pcre2_match_context_free(limits);
}

static Sv error_text(Arena *arena, int code) {
    PCRE2_UCHAR message[256];
    int len = pcre2_get_error_message(code, message, sizeof message);
    if (len < 0) return SV("it cannot be compiled");
    return sv_copy(arena, (Sv){(const char *)message, (size_t)len});
}

static pcre2_code *compile(Sv pattern, int *failure, size_t *at) {
    pcre2_compile_context *context = pcre2_compile_context_create(NULL);
    if (context == NULL) return NULL;
    pcre2_set_newline(context, PCRE2_NEWLINE_LF);
    PCRE2_SIZE offset = 0;
    const char *bytes = pattern.len > 0 ? pattern.at : "";
    pcre2_code *code = pcre2_compile((PCRE2_SPTR)bytes, pattern.len,
                                     PCRE2_UTF | PCRE2_DOLLAR_ENDONLY | PCRE2_NEVER_BACKSLASH_C |
                                         PCRE2_AUTO_CALLOUT,
                                     failure, &offset, context);
    pcre2_compile_context_free(context);
    *at = offset;
    return code;
}

static pcre2_match_context *make_limits(void) {
    pcre2_match_context *limits = pcre2_match_context_create(NULL);
    if (limits == NULL) return NULL;
    pcre2_set_match_limit(limits, LIMIT_REGEX_MATCHES);
    pcre2_set_depth_limit(limits, LIMIT_REGEX_MATCHES);
    pcre2_set_heap_limit(limits, LIMIT_REGEX_HEAP_KIB);
    return limits;
}

Regex *regex_compile(Arena *arena, Sv pattern, Sv *error, size_t *at) {
    int failure = PCRE2_ERROR_NOMEMORY;
    size_t offset = 0;
    pcre2_code *code = compile(pattern, &failure, &offset);
    if (code == NULL) {
        *error = error_text(arena, failure);
        *at = offset;
        return NULL;
    }
    arena_on_free(arena, drop_code, code);
    pcre2_match_context *limits = make_limits();
    if (limits == NULL) {
        *error = error_text(arena, PCRE2_ERROR_NOMEMORY);
        *at = 0;
        return NULL;
    }
    arena_on_free(arena, drop_limits, limits);
    Regex *regex = arena_new_of(arena, Regex);
    regex->code = code;
    regex->limits = limits;
    pcre2_pattern_info(code, PCRE2_INFO_CAPTURECOUNT, &regex->groups);
    pcre2_pattern_info(code, PCRE2_INFO_NAMECOUNT, &regex->name_count);
    pcre2_pattern_info(code, PCRE2_INFO_NAMEENTRYSIZE, &regex->name_size);
    pcre2_pattern_info(code, PCRE2_INFO_NAMETABLE, &regex->names);
    return regex;
}

// ── searching ──

static Guard guard_for(Sv text, int64_t deadline_ns, const Halt *halt) {
    size_t interval = SCAN_BYTES_PER_LOOK / (text.len + 1);
    if (interval < 1) interval = 1;
    if (interval > CALLOUTS_PER_LOOK_MAX) interval = CALLOUTS_PER_LOOK_MAX;
    return (Guard){.env = env_system(),
                   .deadline_ns = deadline_ns,
                   .interval = (uint32_t)interval,
                   .left = (uint32_t)interval,
                   .halt = halt};
}

// The cost of a search. Steps alone say little if each scans a long text, so a search that took
// long is charged by its time: many searches that each stay below the deadline must not add up to
// hours.
static uint64_t work_of(const Guard *guard, int64_t elapsed_ns) {
    uint64_t steps = guard->looks * guard->interval + (guard->interval - guard->left);
    uint64_t slow = elapsed_ns > SLOW_NS ? (uint64_t)elapsed_ns / NS_A_STEP : 0;
    return steps / STEPS_A_WORK + slow;
}

static int64_t now_ns(void) {
    const Env *env = env_system();
    return env->mono_ns(env->self);
}

static int64_t deadline_after(int64_t begun_ns) {
    return begun_ns + (int64_t)LIMIT_REGEX_MS * 1000000;
}

static void fill_groups(const pcre2_match_data *data, uint32_t filled, RegexGroup *groups,
                        uint32_t *count, uint32_t all) {
    PCRE2_SIZE *ends = pcre2_get_ovector_pointer((pcre2_match_data *)(uintptr_t)data);
    for (uint32_t i = 0; groups != NULL && i < *count && i < all; i++) {
        bool took_part = i < filled && ends[2 * i] != PCRE2_UNSET;
        groups[i].from = took_part ? ends[2 * i] : SV_NONE;
        groups[i].to = took_part ? ends[2 * i + 1] : SV_NONE;
    }
    if (count != NULL) *count = all;
}

// The text is known to be UTF-8.
static RegexStatus search(const Regex *regex, Sv text, size_t from, uint32_t options,
                          int64_t begun_ns, int64_t deadline_ns, pcre2_match_data *data,
                          const Halt *halt, uint64_t *work) {
    pcre2_match_context *context = pcre2_match_context_copy(regex->limits);
    if (context == NULL) return REGEX_LIMIT;
    Guard guard = guard_for(text, deadline_ns, halt);
    pcre2_set_callout(context, look_at_clock, &guard);
    const char *bytes = text.len > 0 ? text.at : "";
    int end = pcre2_match(regex->code, (PCRE2_SPTR)bytes, text.len, from,
                          options | PCRE2_NO_UTF_CHECK, data, context);
    pcre2_match_context_free(context);
    // The clock is only read if something can have taken long.
    bool looked = guard.looks > 0 || text.len > LONG_TEXT;
    *work += work_of(&guard, looked ? now_ns() - begun_ns : 0);
    // 0 means a match with more groups than there was room for.
    if (end >= 0) return REGEX_MATCH;
    return end == PCRE2_ERROR_NOMATCH ? REGEX_NO_MATCH : REGEX_LIMIT;
}

static bool starts_character(Sv text, size_t at) {
    return at == text.len || (at < text.len && ((unsigned char)text.at[at] & 0xC0) != 0x80);
}

RegexStatus regex_find(const Regex *regex, Sv text, RegexSearch *asked) {
    if (!starts_character(text, asked->from) || !utf8_valid(text, NULL)) return REGEX_LIMIT;
    pcre2_match_data *data = pcre2_match_data_create_from_pattern(regex->code, NULL);
    if (data == NULL) return REGEX_LIMIT;
    uint32_t options = asked->whole ? PCRE2_ANCHORED | PCRE2_ENDANCHORED : 0;
    int64_t now = now_ns();
    RegexStatus status = search(regex, text, asked->from, options, now, deadline_after(now), data,
                                asked->halt, &asked->work);
    asked->count = asked->room;
    if (status == REGEX_MATCH) {
        fill_groups(data, regex->groups + 1, asked->groups, &asked->count, regex->groups + 1);
    }
    pcre2_match_data_free(data);
    return status;
}

RegexStatus regex_search(const Regex *regex, Sv text, size_t from, RegexGroup *groups,
                         uint32_t *count) {
    RegexSearch asked = {.from = from, .groups = groups, .room = count != NULL ? *count : 0};
    RegexStatus status = regex_find(regex, text, &asked);
    if (count != NULL && status == REGEX_MATCH) *count = asked.count;
    return status;
}

RegexStatus regex_full(const Regex *regex, Sv text) {
    RegexSearch asked = {.whole = true};
    return regex_find(regex, text, &asked);
}

// ── walking ──

RegexWalk regex_walk(const Regex *regex, Sv text, const Halt *halt) {
    bool usable = utf8_valid(text, NULL);
    return (RegexWalk){
        .regex = regex,
        .text = text,
        .last_end = SV_NONE,
        .deadline_ns = deadline_after(now_ns()),
        .halt = halt,
        .state = usable ? pcre2_match_data_create_from_pattern(regex->code, NULL) : NULL,
    };
}

static size_t after_character(Sv text, size_t at) {
    utf8_next(text, &at);
    return at;
}

RegexStatus regex_walk_next(RegexWalk *walk, RegexGroup *groups, uint32_t *count) {
    pcre2_match_data *data = walk->state;
    if (data == NULL) return REGEX_LIMIT;
    while (walk->at <= walk->text.len) {
        // A text with very many short matches is bounded here, not by any single one.
        int64_t now = now_ns();
        if (now > walk->deadline_ns || halt_asked(walk->halt)) return REGEX_LIMIT;
        RegexStatus status = search(walk->regex, walk->text, walk->at, 0, now, walk->deadline_ns,
                                    data, walk->halt, &walk->work);
        if (status != REGEX_MATCH) return status;
        PCRE2_SIZE *ends = pcre2_get_ovector_pointer(data);
        size_t from = ends[0], to = ends[1];
        // \K can move the start; a match never goes back before what was returned already.
        size_t next = to > walk->at ? to : walk->at;
        bool empty = from >= to;
        walk->at =
            empty ? (next < walk->text.len ? after_character(walk->text, next) : walk->text.len + 1)
                  : next;
        if (empty && to == walk->last_end) continue;
        walk->last_end = to;
        fill_groups(data, walk->regex->groups + 1, groups, count, walk->regex->groups + 1);
        return REGEX_MATCH;
    }
    return REGEX_NO_MATCH;
}

void regex_walk_end(RegexWalk *walk) {
    pcre2_match_data_free(walk->state);
    walk->state = NULL;
}

// ── about the pattern ──

uint32_t regex_group_count(const Regex *regex) {
    return regex->groups;
}

Sv regex_group_name(const Regex *regex, uint32_t group) {
    for (uint32_t i = 0; i < regex->name_count; i++) {
        PCRE2_SPTR row = regex->names + (size_t)i * regex->name_size;
        if ((uint32_t)(row[0] << 8 | row[1]) == group) return sv_from_c((const char *)row + 2);
    }
    return (Sv){0};
}
