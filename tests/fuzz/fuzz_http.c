// What a server sends, through the real driver: any bytes at all end in an answer of the declared
// shape or in a reason of one line, and an answer has all of its body.
#include "answering.h"
#include "base/ascii.h"
#include "fuzz.h"
#include "registry.h"

#include <string.h>

// ── what was sent, read once more and strictly ──

typedef struct Head {
    int status;
    Sv length, coding; // Content-Length, Transfer-Encoding; the last of each
    bool packed;       // Content-Encoding
} Head;

static Sv next_line(Sv *rest) {
    Sv line = {0};
    FUZZ_CLAIM(sv_find_char(*rest, '\n', 0) != SV_NONE); // a head that does not end is no answer
    sv_next_line(rest, &line);
    return sv_ends(line, SV("\r")) ? sv_slice(line, 0, line.len - 1) : line;
}

static Head read_head(Sv *rest) {
    Head head = {0};
    Sv line = next_line(rest);
    Sv code = sv_trim(sv_slice(line, sv_find_char(line, ' ', 0), line.len));
    for (size_t i = 0; i < 3 && i < code.len && ascii_is_digit(code.at[i]); i++)
        head.status = head.status * 10 + (code.at[i] - '0');
    while ((line = next_line(rest)).len > 0) {
        Sv name = sv_slice(line, 0, sv_find_char(line, ':', 0));
        Sv value = sv_trim(sv_slice(line, name.len + 1, line.len));
        if (sv_eq_nocase(name, SV("content-length"))) head.length = value;
        if (sv_eq_nocase(name, SV("transfer-encoding"))) head.coding = value;
        if (sv_eq_nocase(name, SV("content-encoding"))) head.packed = true;
    }
    return head;
}

// The bytes of a body in chunks, which must end with the chunk that has none.
static size_t chunked_bytes(Sv rest) {
    size_t bytes = 0;
    for (;;) {
        Sv line = next_line(&rest);
        size_t size = 0, digits = 0;
        while (digits < line.len && ascii_is_hex(line.at[digits]))
            size = size * 16 + (size_t)ascii_hex_value(line.at[digits++]);
        FUZZ_CLAIM(digits > 0 && size <= rest.len);
        if (size == 0) break;
        bytes += size;
        rest = sv_slice(rest, size, rest.len);
        FUZZ_CLAIM(next_line(&rest).len == 0);
    }
    while (next_line(&rest).len > 0) {
    }
    return bytes;
}

static size_t number(Sv text) {
    size_t value = 0;
    text = sv_trim(sv_slice(text, 0, sv_find_char(text, ',', 0)));
    for (size_t i = 0; i < text.len && ascii_is_digit(text.at[i]); i++)
        value = value * 10 + (size_t)(text.at[i] - '0');
    return value;
}

static void claim_whole(Sv sent, const Value *size) {
    Head head = {.status = 100};
    while (head.status >= 100 && head.status < 200 && head.status != 101)
        head = read_head(&sent);
    size_t bytes = sent.len;
    if (head.status < 200 || head.status == 204 || head.status == 304)
        bytes = 0;
    else if (head.coding.len)
        bytes = chunked_bytes(sent);
    else if (head.length.len)
        bytes = number(head.length);
    FUZZ_CLAIM(bytes <= sent.len);
    if (!head.packed) FUZZ_CLAIM(size->kind == VALUE_INT && (size_t)size->integer == bytes);
}

// ── the step ──

static bool permit(void *self, const char *kind, Sv what, Sv *reason) {
    (void)self, (void)kind, (void)what, (void)reason;
    return true;
}

static bool permit_way(void *self, const Caution *caution, Sv *reason) {
    (void)self, (void)caution, (void)reason;
    return true;
}

static void claim_results(Arena *arena, const Outcome *out) {
    for (size_t i = 0; i < action_http.result_count; i++) {
        Value value = out->results[i];
        Sv error = {0};
        const ResultField *field = &action_http.results[i];
        if (field->derive)
            FUZZ_CLAIM(field->derive(arena, out->results, &value, &error) || error.len > 0);
        FUZZ_CLAIM(sv_find_char(error, '\n', 0) == SV_NONE);
    }
}

static const Value *result(const Outcome *out, const char *name) {
    for (size_t i = 0; i < action_http.result_count; i++)
        if (strcmp(action_http.results[i].name, name) == 0) return &out->results[i];
    return NULL;
}

static OutcomeStatus answer(Sv sent) {
    Arena *arena = arena_new(FUZZ_ARENA);
    Value values[32] = {
        value_string(sv_format(arena, "GET http://127.0.0.1:%d/", answering_port()))};
    bool given[32] = {true};
    void *params = arena_alloc(arena, action_http.params_size);
    DecodeError error;
    FUZZ_CLAIM(params_decode(arena, action_http.params, action_http.param_count, values, given,
                             false, params, &error));
    const Env *env = env_system();
    ActionCall call = {.arena = arena,
                       .params = params,
                       .env = env,
                       .folder = SV("/"),
                       .permitted = permit,
                       .may_go = permit_way};
    call.waiter = (Waiter){
        .env = env, .cancel_fd = -1, .deadline_ns = env->mono_ns(env->self) + (int64_t)5000000000};
    Outcome out = {0};
    answering_next((Sv){0}, sent);
    action_http.run(&call, &out);
    answering_rest();
    FUZZ_CLAIM(out.end == OUTCOME_ANSWERED || out.end == OUTCOME_NO_ANSWER);
    FUZZ_CLAIM(!out.timed_out);
    FUZZ_CLAIM(out.end == OUTCOME_ANSWERED || out.reason.len > 0);
    FUZZ_CLAIM(sv_find_char(out.reason, '\n', 0) == SV_NONE);
    if (out.end == OUTCOME_ANSWERED) {
        claim_results(arena, &out);
        claim_whole(sent, result(&out, "size"));
    }
    arena_free(arena);
    return out.end;
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size) {
    // A target that never comes to the end of an answer would show nothing.
    static const char good[] = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    static bool tried;
    if (!tried) FUZZ_CLAIM(answer((Sv){good, sizeof good - 1}) == OUTCOME_ANSWERED);
    tried = true;
    answer(fuzz_text(data, size));
    return 0;
}
