#include "base/limits.h"
#include "base/system/file.h"
#include "base/utf8.h"
#include "inputs/inputs.h"
#include "plan/permit.h"
#include <string.h>

enum { COMMAND_SECONDS = 60 };

static Sv without_line_end(Sv text) {
    if (sv_ends(text, SV("\n"))) text.len--;
    if (sv_ends(text, SV("\r"))) text.len--;
    return text;
}

static SecretStatus absent(Sv why, Sv *out) {
    *out = why;
    return SECRET_ABSENT;
}

static SecretStatus from_env(const InputSources *sources, const Secret *secret, Arena *arena,
                             Sv *text, Sv *why) {
    const char *found = sources->env->get(sources->env->self, sv_to_c(arena, secret->text));
    if (!found) return absent(sv_format(arena, "%.*s is not set", SV_ARG(secret->text)), why);
    if (!*found) return absent(sv_format(arena, "%.*s is empty", SV_ARG(secret->text)), why);
    *text = sv_copy(arena, sv_from_c(found));
    return SECRET_THERE;
}

static SecretStatus denied(Arena *arena, const PermitRefusal *refusal, Sv *why) {
    *why = sv_format(arena, "%.*s\n%.*s", SV_ARG(refusal->reason), SV_ARG(refusal->hint));
    return SECRET_DENIED;
}

static SecretStatus from_file(const Secret *secret, Arena *arena, Sv *text, Sv *why) {
    Touch touch = touch_path(arena, secret->text, secret->text);
    PermitRefusal refusal;
    if (!permit(secret->runbook, arena, &touch, &refusal)) return denied(arena, &refusal, why);
    switch (file_read(arena, secret->text, LIMIT_OBSERVED_BYTES, text)) {
    case FILE_OK: break;
    case FILE_MISSING:
        return absent(sv_format(arena, "there is no file %.*s", SV_ARG(secret->text)), why);
    case FILE_TOO_LARGE:
        *why = sv_format(arena, "%.*s is larger than a secret can be", SV_ARG(secret->text));
        return SECRET_WRONG;
    default: return absent(sv_format(arena, "%.*s cannot be read", SV_ARG(secret->text)), why);
    }
    *text = without_line_end(*text);
    return text->len > 0 ? SECRET_THERE
                         : absent(sv_format(arena, "%.*s is empty", SV_ARG(secret->text)), why);
}

static SecretStatus from_command(const Plan *plan, const InputSources *sources,
                                 const Secret *secret, Arena *arena, Sv *text, Sv *why) {
    const Env *env = sources->env;
    Texts argv = {secret->argv, secret->argc};
    Waiter waiter = {.env = env,
                     .cancel_fd = sources->cancel_fd,
                     .deadline_ns =
                         env->mono_ns(env->self) + (int64_t)COMMAND_SECONDS * 1000000000};
    Sv folder = sources->folder.len > 0 ? sources->folder : path_real(arena, SV(".")),
       error = SV("");
    PermitRefusal refusal;
    if (!plan->registry->program) return absent(SV("programs cannot be run here"), why);
    if (!permit_argv(secret->runbook, arena, env, folder, &argv, &refusal))
        return denied(arena, &refusal, why);
    if (!plan->registry->program(arena, &argv, folder, true, &waiter, text, &error))
        return absent(error, why);
    *text = without_line_end(*text);
    return text->len > 0
               ? SECRET_THERE
               : absent(sv_format(arena, "%.*s printed nothing", SV_ARG(secret->argv[0])), why);
}

static SecretStatus from_prompt(const InputSources *sources, const Secret *secret, Arena *arena,
                                Sv *text, Sv *why) {
    if (!sources->prompt) return absent(SV("nobody is there to be asked"), why);
    if (!sources->prompt(sources->self, secret->text, arena, text))
        return absent(SV("it was not answered"), why);
    return text->len > 0 ? SECRET_THERE : absent(SV("the answer was empty"), why);
}

static Sv source_of(const Secret *secret, Arena *arena) {
    switch (secret->from) {
    case SECRET_ENV: return secret->text;
    case SECRET_FILE: return sv_format(arena, "file %.*s", SV_ARG(path_name(secret->text)));
    case SECRET_COMMAND: return sv_format(arena, "command %.*s", SV_ARG(secret->argv[0]));
    default: return SV("prompt");
    }
}

static const Sv not_text = SV_INIT("it is not text in UTF-8");

static SecretStatus usable(const Secret *secret, Sv text, Arena *arena, Sv *why) {
    if (!utf8_valid(text, NULL) || memchr(text.at, '\0', text.len)) {
        *why = not_text;
        return SECRET_WRONG;
    }
    int least = secret->weak ? LIMIT_SECRET_WEAK_BYTES : LIMIT_SECRET_MIN_BYTES;
    if (text.len >= (size_t)least) return SECRET_THERE;
    *why = sv_format(arena, "it has %zu bytes, and fewer than %d cannot be kept out of sight (%s)",
                     text.len, least, secret->weak ? "SECRET_WEAK_BYTES" : "SECRET_MIN_BYTES");
    return SECRET_WRONG;
}

SecretStatus secret_take(const Plan *plan, const InputSources *sources, const Secret *secret,
                         bool fetch, Arena *arena, Value *value, Sv *from, Sv *why) {
    *from = source_of(secret, arena);
    *value = value_null();
    bool asks = secret->from == SECRET_COMMAND || secret->from == SECRET_PROMPT;
    if (asks && !fetch) return SECRET_THERE;
    Sv text = {0};
    SecretStatus status = SECRET_ABSENT;
    switch (secret->from) {
    case SECRET_ENV: status = from_env(sources, secret, arena, &text, why); break;
    case SECRET_FILE: status = from_file(secret, arena, &text, why); break;
    case SECRET_COMMAND: status = from_command(plan, sources, secret, arena, &text, why); break;
    case SECRET_PROMPT: status = from_prompt(sources, secret, arena, &text, why); break;
    }
    if (status == SECRET_THERE) status = usable(secret, text, arena, why);
    if (status == SECRET_THERE) *value = value_string(text);
    return status;
}

// ── of the top runbook ──

void secret_diagnose(Diags *diags, const Secret *secret, SecretStatus status, Sv why) {
    if (status == SECRET_DENIED) {
        Sv reason = {0};
        ignore_result(sv_next_line(&why, &reason));
        Diag *denied = diag_add(diags, DIAG_NOT_ALLOWED, secret->span, "secret '%.*s': %.*s",
                                SV_ARG(secret->name), SV_ARG(reason));
        diag_hint(diags, denied, "%.*s", SV_ARG(why));
        return;
    }
    DiagId id = status == SECRET_WRONG ? DIAG_SECRET_WRONG : DIAG_SECRET_MISSING;
    const char *what = status == SECRET_WRONG ? "cannot be used" : "is not there";
    Diag *diag = diag_add(diags, id, secret->span, "secret '%.*s' %s: %.*s", SV_ARG(secret->name),
                          what, SV_ARG(why));
    if (status == SECRET_WRONG && sv_eq(why, not_text))
        diag_hint(diags, diag, "keep it in base64, and let the step that needs it decode it");
    else if (status == SECRET_WRONG && secret->weak)
        diag_hint(diags, diag, "give a longer one");
    else if (status == SECRET_WRONG)
        diag_hint(diags, diag,
                  "give a longer one; from %d bytes on it may say weak: true where it is declared",
                  LIMIT_SECRET_WEAK_BYTES);
    else if (secret->from == SECRET_ENV)
        diag_hint(diags, diag, "set %.*s in the environment of runbook", SV_ARG(secret->text));
    else if (secret->from == SECRET_PROMPT)
        diag_hint(diags, diag, "run it at a terminal");
    else if (secret->from == SECRET_COMMAND)
        diag_hint(
            diags, diag,
            "run the command by hand to see what it says: a secret could stand in that, so it "
            "is not shown here");
}

static bool set_is_there(const SecretSet *set, const ResolvedSecret *secrets) {
    for (uint32_t i = 0; i < set->count; i++)
        if (!secrets[set->secrets[i]].present) return false;
    return true;
}

static Sv shown_set(const Runbook *runbook, const SecretSet *set, Arena *arena) {
    BUF_AUTO Buf text = buf_new(LIMIT_FILE_BYTES);
    for (uint32_t i = 0; i < set->count; i++) {
        const Secret *secret = &runbook->secrets[set->secrets[i]];
        Sv source = source_of(secret, arena);
        buf_addf(&text, "%s%.*s (%.*s)", i ? " and " : "", SV_ARG(secret->name), SV_ARG(source));
    }
    return buf_keep(&text, arena);
}

bool secret_set_matters(const Runbook *runbook, uint32_t first, Arena *arena) {
    for (uint32_t set = first; set < runbook->one_of_count; set++) {
        if (runbook->one_of_groups[set] != runbook->one_of_groups[first]) return false;
        for (uint32_t i = 0; i < runbook->one_of[set].count; i++)
            if (permit_secret(&runbook->secrets[runbook->one_of[set].secrets[i]], arena))
                return true;
    }
    return false;
}

// Of each group of alternatives, one set must be there in full.
static void check_sets(const Runbook *runbook, const ResolvedSecret *secrets, Arena *arena,
                       Diags *diags) {
    for (uint32_t first = 0; first < runbook->one_of_count;) {
        uint32_t group = runbook->one_of_groups[first], end = first;
        bool satisfied = !secret_set_matters(runbook, first, arena);
        BUF_AUTO Buf sets = buf_new(LIMIT_FILE_BYTES);
        for (; end < runbook->one_of_count && runbook->one_of_groups[end] == group; end++) {
            satisfied |= set_is_there(&runbook->one_of[end], secrets);
            Sv shown = shown_set(runbook, &runbook->one_of[end], arena);
            buf_addf(&sets, "%s%.*s", end > first ? ", or " : "", SV_ARG(shown));
        }
        if (!satisfied) {
            Sv wanted = buf_keep(&sets, arena);
            diag_add(diags, DIAG_SECRET_SETS, runbook->one_of[first].span,
                     "none of these is there: %.*s", SV_ARG(wanted));
        }
        first = end;
    }
}

bool secret_lacks(const Secret *secret, SecretStatus status) {
    return status == SECRET_ABSENT ? !secret->optional : status != SECRET_THERE;
}

bool secrets_resolve(const Plan *plan, const InputSources *sources, bool fetch, Arena *arena,
                     Diags *diags, ResolvedSecret *out) {
    const Runbook *runbook = plan->top;
    uint32_t before = diags->errors;
    for (uint32_t i = 0; i < runbook->secret_count; i++) {
        const Secret *secret = &runbook->secrets[i];
        Sv why = {0};
        out[i] = (ResolvedSecret){.secret = secret, .from = source_of(secret, arena)};
        if (!permit_secret(secret, arena)) continue;
        SecretStatus status =
            secret_take(plan, sources, secret, fetch, arena, &out[i].value, &out[i].from, &why);
        out[i].present = status == SECRET_THERE;
        if (secret_lacks(secret, status)) secret_diagnose(diags, secret, status, why);
    }
    check_sets(runbook, out, arena, diags);
    return diags->errors == before;
}
