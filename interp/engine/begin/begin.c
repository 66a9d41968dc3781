#include "engine/begin/begin.h"
#include "base/limits.h"
#include "base/system/digest.h"
#include "base/system/file.h"
#include "base/system/own_folder.h"
#include "base/text_list.h"
#include "engine/begin/include_inputs.h"
#include "engine/context/run_files.h"
#include "engine/events/emit.h"
#include "engine/events/waivers.h"
#include "engine/events/ways.h"
#include "inputs/answers.h"
#include "inputs/asked_inputs.h"
#include "inputs/known_connection.h"
#include "mask/url_password.h"
#include "plan/permit.h"
#include "select/address.h"
#include "select/select.h"
#include "value/json.h"
#include <string.h>
#include <unistd.h>

// ── resolving ──

static bool was_denied(const Diags *diags) {
    for (uint32_t i = 0; i < diags->count; i++)
        if (diags->items[i].id == DIAG_NOT_ALLOWED) return true;
    return false;
}

// What cannot be read is told by the step that needs it.
static void pin_statement(void *self, PlanFile file) {
    Run *run = self;
    const PlanFile *same = run_file(run, file.real);
    if (run_file(run, file.named)) return;
    if (same)
        file.text = same->text;
    else if (file_read(run->arena, file.real, LIMIT_FILE_BYTES, &file.text) != FILE_OK)
        return;
    file.path = sv_copy(run->arena, file.path);
    file.real = sv_copy(run->arena, file.real);
    file.named = sv_copy(run->arena, file.named);
    file.digest = sha256_text(run->arena, sha256_of(file.text));
    file.kind = "statement";
    run_files_add(run, file);
}

// What differs is told all at once: what is judged is looked at too, where there is nothing else to
// refuse. Of other files no command is run before somebody agreed to them.
static bool is_told_later(const Run *run, const Rerun *rerun) {
    return rerun && rerun->taken_up &&
           (run->plan->top->subject_count > 0 ||
            value_count(recorded_run_given(rerun->recorded, "subject")) > 0);
}

int begin_resolve(Run *run, Diags *diags, Resolved *out) {
    const Runbook *top = run->plan->top;
    Arena *arena = run->arena;
    uint32_t before = diags->errors;
    const Rerun *rerun = run->options->sources.rerun;
    SelectOptions select = run->options->select;
    bool again = rerun && !rerun->taken_up;
    select.rerun = again;
    select.rerun_was_given = again && rerun_was_given(rerun);
    select.rerun_unmade = again && rerun_never_made(rerun);
    select.rerun_open = again ? rerun_open_run(rerun, arena) : SV("");
    run->selection = select_steps(arena, run->plan, &select, diags);
    if (run->options->answer_count > 0 || run->options->waivers.len > 0)
        run->addresses = addresses_new(arena, run->plan);
    run->answers = answers_check(arena, run->plan, run->addresses, run->options->answers,
                                 run->options->answer_count, diags);
    uint32_t usage = diags->errors - before;
    bool denied = run->options->locked && !top->has_allow;
    if (denied) {
        Diag *diag = diag_add(diags, DIAG_ALLOW_MISSING, (Span){0},
                              "--locked: %.*s does not say what it may touch", SV_ARG(top->path));
        diag_hint(diags, diag,
                  "let it say so by allow:; `runbook plan` lists its connections, programs, files "
                  "and secrets");
    }
    out->inputs = arena_new_array(arena, ResolvedInput, top->input_count);
    out->secrets = arena_new_array(arena, ResolvedSecret, top->secret_count);
    if (diags->errors == before) inputs_ask(run->plan, &run->options->sources, arena);
    // What is wrong with one is a diagnostic, and they are counted below.
    ignore_result(inputs_resolve(run->plan, &run->options->sources, arena, diags, out->inputs));
    out->accepted = (TextList){0};
    run_files_begin(run);
    const KnownBy by = {arena, run->plan, &run->options->sources, NULL};
    known_files(&by, pin_statement, run);
    uint32_t others = diags->errors - before;
    bool same_files =
        !rerun ||
        rerun_compare(rerun, &(RerunNow){run->plan->top, run->files, run->file_count, out->inputs},
                      arena, diags, &out->accepted);
    out->differs = same_files && diags->errors - before > others && is_told_later(run, rerun);
    if (out->differs) before = diags->errors - others;
    const Profiles *profiles = run->options->sources.profiles;
    for (uint32_t i = 0; profiles && i < profiles->count; i++)
        run_files_add(run, profiles->files[i]);
    run->waivers =
        rerun && rerun->taken_up
            ? waivers_recorded(run->arena, value_field(rerun->recorded->started, "waivers"))
            : waivers_read(run, run->options->waivers, run->started.wall_ns, diags);
    if (run->waivers && run->waivers->file.path.len > 0) run_files_add(run, run->waivers->file);
    // Do not ask for a password that will not be used.
    bool fetch = diags->errors == before;
    ignore_result(secrets_resolve(run->plan, &run->options->sources, fetch, run->secrets_arena,
                                  diags, out->secrets));
    for (uint32_t i = 0; i < top->secret_count; i++)
        if (permit_secret(out->secrets[i].secret, arena))
            include_secrets_remember(run, out->secrets[i].secret, out->secrets[i].present,
                                     out->secrets[i].value);
    if (fetch) include_secrets_ahead(run, diags);
    if (diags->errors == before) return STATUS_GO;
    if (denied || was_denied(diags)) return STATUS_DENIED;
    return diags->errors - before == usage ? STATUS_USAGE : STATUS_RUNBOOK;
}

static void digest_inputs(Run *run, Value inputs) {
    // A secret input counts by its name: a digest of its value could give it away.
    Value shown = masker_value(run->masker, run->arena, inputs);
    BUF_AUTO Buf json = buf_new(LIMIT_JSON_BYTES);
    json_write(&json, shown, JSON_COMPACT);
    run->inputs_digest = sha256_text(run->arena, sha256_of(buf_sv(&json)));
}

static void hide_credentials(Run *run, const WrittenSecrets *written) {
    for (uint32_t i = 0; i < written->count; i++)
        if (written->items[i].sought)
            masker_add(run->masker, written->items[i].name, written->items[i].value->text,
                       LIMIT_SECRET_MIN_BYTES);
}

// Credentials that stand in the runbooks themselves, in addresses and elsewhere.
static void hide_written(Run *run) {
    static const char *const kinds[] = {"runbook", "use", "include"};
    for (uint32_t i = 0; i < run->plan->file_count; i++) {
        hide_credentials(run, &run->plan->files[i].written);
        for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
            if (strcmp(run->plan->files[i].kind, kinds[k]) == 0)
                url_password_remember(run->masker, run->arena, SV(""), run->plan->files[i].text);
    }
}

// Passwords of the proxies that the environment names (HTTP_PROXY, https_proxy …).
static void hide_proxies(Run *run) {
    static const Sv ending = SV_INIT("_proxy");
    for (char *const *at = run->env->all(run->env->self); at && *at; at++) {
        Sv entry = sv_from_c(*at);
        size_t end = sv_find_char(entry, '=', 0);
        if (end == SV_NONE || end < ending.len) continue;
        if (sv_eq_nocase(sv_slice(entry, end - ending.len, end), ending))
            url_password_remember(run->masker, run->arena, sv_slice(entry, 0, end),
                                  sv_slice(entry, end + 1, entry.len));
    }
}

Frame *begin_frame(Worker *worker, const Resolved *resolved) {
    Run *run = worker->run;
    const Runbook *top = run->plan->top;
    hide_proxies(run);
    MapBuilder inputs = map_builder(run->arena), secrets = map_builder(run->arena);
    for (uint32_t i = 0; i < top->secret_count; i++) {
        const ResolvedSecret *secret = &resolved->secrets[i];
        if (!secret->present) continue;
        Value known =
            secret_known(run->masker, secret->secret->name, secret->value, secret->secret->weak);
        map_add_sv(&secrets, secret->secret->name, known);
    }
    for (uint32_t i = 0; i < top->input_count; i++) {
        const ResolvedInput *input = &resolved->inputs[i];
        Value value = input->value;
        if (input->input->secret && input->present)
            value = secret_known(run->masker, input->input->name, value, true);
        else
            url_passwords_remember(run->masker, run->arena, input->input->name, value);
        map_add_sv(&inputs, input->input->name, value);
    }
    hide_written(run);
    Value all = map_done(&inputs);
    digest_inputs(run, all);
    return frame_new(worker, top, NULL, all, map_done(&secrets));
}

// ── the folder ──

bool begin_journal(Run *run, Sv *path, Sv *message) {
    Sv folder = run->options->run_dir;
    if (folder.len == 0) {
        Sv own = own_folder_make(run->arena, run->plan->root);
        folder = path_join(run->arena, path_join(run->arena, own, SV("runs")), run->id);
    }
    run->journal = journal_create(run->arena, folder, message);
    if (!run->journal) return false;
    *path = path_join(run->arena, folder, SV("journal.jsonl"));
    return true;
}

// ── the first event ──

static Value inputs_of(Run *run, const Frame *frame, const Resolved *resolved, Arena *arena) {
    ListBuilder inputs = list_builder(arena);
    for (uint32_t i = 0; i < run->plan->top->input_count; i++) {
        const ResolvedInput *input = &resolved->inputs[i];
        MapBuilder entry = map_builder(arena);
        Value value = *value_get_sv(frame->inputs, input->input->name);
        map_add_c(&entry, "name", value_string(input->input->name));
        map_add_c(&entry, "value", value);
        map_add_c(&entry, "from", value_string(input->from));
        list_add(&inputs, map_done(&entry));
    }
    return list_done(&inputs);
}

static Value secrets_of(const Run *run, const Resolved *resolved, Arena *arena) {
    ListBuilder secrets = list_builder(arena);
    for (uint32_t i = 0; i < run->plan->top->secret_count; i++) {
        const ResolvedSecret *secret = &resolved->secrets[i];
        MapBuilder entry = map_builder(arena);
        map_add_c(&entry, "name", value_string(secret->secret->name));
        map_add_c(&entry, "from", value_string(secret->from));
        map_add_c(&entry, "set", value_bool(secret->present));
        list_add(&secrets, map_done(&entry));
    }
    return list_done(&secrets);
}

static Value connections_of(Worker *worker, Frame *frame, Arena *arena) {
    const Runbook *top = frame->runbook;
    StepContext context = {.frame = frame, .step_results = frame->step_results};
    ListBuilder connections = list_builder(arena);
    for (uint32_t i = 0; i < top->connection_count; i++) {
        const Connection *connection = &top->connections[i];
        EvalContext eval = eval_context_of(worker, &context, arena);
        MapBuilder entry = map_builder(arena);
        map_add_c(&entry, "name", value_string(connection->name));
        map_add_c(&entry, "kind", value_string(sv_from_c(connection->kind->name)));
        Sv target = frame_target(connection, &eval, arena);
        map_add_c(&entry, "target", value_string(target));
        ways_head_leads(worker->run, connection, target);
        Cautions cautions = frame_cautions(connection, &eval, arena);
        if (cautions.count > 0)
            map_add_c(&entry, "cautions", ways_value(worker->run, arena, &cautions));
        ways_in_head(worker->run, connection, &cautions);
        list_add(&connections, map_done(&entry));
    }
    return list_done(&connections);
}

Sv begin_host(const Run *run, Arena *arena) {
    char name[256] = "";
    const char *given = run->env->get(run->env->self, "HOSTNAME");
    if (given && *given) return sv_from_c(given);
    if (gethostname(name, sizeof name - 1) != 0) return SV("unknown");
    return sv_copy(arena, sv_from_c(name));
}

static void keep_each(EventBuilder *builder, const char *field, Value map) {
    for (size_t i = 0; map.kind == VALUE_MAP && i < value_count(map); i++)
        event_keeps(builder, (KeptValue){.field = field,
                                         .entry = value_text(value_key(map, i)),
                                         .before = value_at(map, i)});
}

void begin_put_inputs(EventBuilder *builder, const Frame *frame, const Resolved *resolved) {
    Run *run = builder->run;
    event_put_value(builder, "inputs", inputs_of(run, frame, resolved, builder->arena));
    event_put_text(builder, "inputs_digest", run->inputs_digest);
    keep_each(builder, "inputs", frame->inputs);
}

// What has changed since the run whose step is done once more.
static void tell_differences(Worker *worker, const Frame *frame, const Resolved *resolved) {
    for (uint32_t i = 0; i < resolved->accepted.count; i++)
        emit_note(worker, "warning",
                  sv_format(worker->keep, "accepted: %.*s", SV_ARG(resolved->accepted.items[i])));
    TextList subject =
        rerun_subject(worker->run->options->sources.rerun, frame->subject, worker->keep);
    for (uint32_t i = 0; i < subject.count; i++)
        emit_note(worker, "warning", subject.items[i]);
}

void begin_tell(Worker *worker, Frame *frame, const Resolved *resolved) {
    Run *run = worker->run;
    const Plan *plan = run->plan;
    EventBuilder builder = event_builder_of(worker, EVENT_RUN_STARTED);
    event_put_int(&builder, "format", JOURNAL_FORMAT);
    event_put_time(&builder, "began", run->started.wall_ns);
    event_put_text(&builder, "run", run->id);
    event_put_text(&builder, "tool", SV("runbook " RUNBOOK_VERSION));
    event_put_text(&builder, "name", plan->top->name);
    event_put_text(&builder, "title", plan->top->title);
    event_put_text(&builder, "path", plan->top->path);
    event_put_text(&builder, "digest", plan->file_count > 0 ? plan->files[0].digest : SV(""));
    event_put_value(&builder, "files", run_files_value(run, builder.arena));
    event_put_text(&builder, "root", plan->root);
    event_put_text(&builder, "folder", run->folder);
    event_put_text(&builder, "user", run->by);
    event_put_text(&builder, "host", begin_host(run, builder.arena));
    event_put_bool(&builder, "terminal", run->options->interactive);
    begin_put_inputs(&builder, frame, resolved);
    event_put_value(&builder, "secrets", secrets_of(run, resolved, builder.arena));
    event_put_value(&builder, "connections", connections_of(worker, frame, builder.arena));
    event_put_value(&builder, "subject", frame->subject);
    event_put_value(&builder, "selection", select_value(builder.arena, run->selection));
    event_put_value(&builder, "waivers", waivers_value(builder.arena, run->waivers));
    event_put_int(&builder, "steps", plan->total_steps);
    event_put_int(&builder, "children", runbook_children(plan->top));
    const char *ci = run->env->get(run->env->self, "CI_RUN_URL");
    if (ci && *ci) event_put_text(&builder, "ci_run_url", sv_from_c(ci));
    if (run->options->sources.rerun)
        event_put_text(&builder, "again_of", run->options->sources.rerun->recorded->id);
    keep_each(&builder, "subject", frame->subject);
    event_put_map(&builder, "vars", frame->vars);
    event_send(&builder, NULL);
    if (run->options->sources.rerun) tell_differences(worker, frame, resolved);
}
