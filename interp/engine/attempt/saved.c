#include "engine/attempt/saved.h"
#include "base/ascii.h"
#include "base/system/digest.h"
#include "base/system/file.h"
#include "engine/events/emit.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

enum { OWN_FOLDER = 0700, OWN_FILE = 0600 };

static Sv name_of(const Invocation *invocation) {
    const Action *action = invocation->step->action;
    int param = action_param(action, SV("save"));
    if (param < 0 || action_result(action, SV("saved")) < 0) return (Sv){0};
    return *(const Sv *)((const char *)invocation->action.params + action->params[param].offset);
}

// One for each step, iteration and probe, so that none takes another one's place.
static Sv folder_of(const Invocation *invocation) {
    Arena *arena = invocation->eval->arena;
    const StepInstance *instance = invocation->instance;
    bool probe = invocation->step != instance->step;
    char *number = arena_copy(arena, instance->number.at, instance->number.len);
    for (size_t i = 0; i < instance->number.len; i++)
        if (!ascii_is_alnum(number[i]) && number[i] != '.') number[i] = '_';
    return sv_format(arena, "%.*s/saved/%s-%.*s%s", SV_ARG(invocation->worker->run->home),
                     instance->context.phase, (int)instance->number.len, number,
                     probe ? "-probe" : "");
}

// Byte for byte, as the action took it from the other side.
static bool bytes_of(const Invocation *invocation, const Value *results, Sv *bytes, Sv *why) {
    const Action *action = invocation->step->action;
    int index = action_result(action, SV("bytes"));
    if (index < 0) index = action_result(action, SV("stdout_bytes"));
    const ResultField *field = &action->results[index];
    Value value = results[index];
    if (field->derive && !field->derive(invocation->eval->arena, results, &value, why))
        return false;
    *bytes = value_text(value);
    return true;
}

static Sv of_home(const Invocation *invocation, Sv path) {
    return sv_slice(path, invocation->worker->run->home.len + 1, path.len);
}

static Sv cannot_write(const Invocation *invocation, Sv path) {
    Arena *arena = invocation->eval->arena;
    Sv why = file_write_error(arena, path, errno);
    return sv_format(arena, "%.*s cannot be written in the run's folder: %.*s",
                     SV_ARG(of_home(invocation, path)), SV_ARG(why));
}

static bool has_folder(const Invocation *invocation, Sv folder) {
    const char *name = sv_to_c(invocation->eval->arena, folder);
    return file_make_folders(folder, OWN_FOLDER) && access(name, W_OK | X_OK) == 0;
}

// Before it acts: a change that could not be shown is better not made.
bool saved_may_be(const Invocation *invocation, Outcome *out) {
    Sv name = name_of(invocation);
    if (name.len == 0 || invocation->step->effect == EFFECT_READ) return true;
    Sv folder = folder_of(invocation);
    if (has_folder(invocation, folder)) return true;
    Arena *arena = invocation->eval->arena;
    Sv why = cannot_write(invocation, path_join(arena, folder, name));
    out->end = OUTCOME_NOT_STARTED;
    out->reason = sv_format(arena, "what comes back could not be kept: %.*s", SV_ARG(why));
    return false;
}

static bool put(const Invocation *invocation, Sv folder, Sv path, Sv bytes, Sv *why) {
    if (file_make_folders(folder, OWN_FOLDER) && file_write_atomic(path, bytes, OWN_FILE))
        return true;
    *why = cannot_write(invocation, path);
    return false;
}

static bool keep(Invocation *invocation, Sv name, Outcome *out, Sv *why) {
    Arena *arena = invocation->eval->arena;
    Sv bytes;
    if (invocation->quiet) {
        *why = SV("the step captures a secret from it");
        return false;
    }
    if (!bytes_of(invocation, out->results, &bytes, why)) return false;
    // With its secrets masked it would be another file than what came back.
    Sv masked = masker_text(invocation->worker->run->masker, arena, bytes);
    if (masked.at != bytes.at && !sv_eq(masked, bytes)) {
        *why = SV("a secret stands in it");
        return false;
    }
    Sv folder = folder_of(invocation), path = path_join(arena, folder, name);
    if (!put(invocation, folder, path, bytes, why)) return false;
    Sv digest = sha256_text(arena, sha256_of(bytes));
    MapBuilder map = map_builder(arena);
    map_add_c(&map, "path", value_string(path));
    map_add_c(&map, "digest", value_string(digest));
    map_add_c(&map, "size", value_int((int64_t)bytes.len));
    out->results[action_result(invocation->step->action, SV("saved"))] = map_done(&map);
    used_files_add(
        &invocation->files,
        (UsedFile){.path = path, .as = SV("saved"), .digest = digest, .size = (int64_t)bytes.len});
    return true;
}

void saved_tell(Worker *worker, const StepInstance *instance, const UsedFiles *files) {
    for (uint32_t i = 0; i < files->count; i++) {
        const UsedFile *file = &files->items[i];
        if (!sv_eq_c(file->as, "saved")) continue;
        EventBuilder builder = event_builder_of_step(worker, EVENT_SAVED, instance);
        event_put_text(&builder, "file",
                       sv_slice(file->path, worker->run->home.len + 1, file->path.len));
        event_put_text(&builder, "digest", file->digest);
        event_put_int(&builder, "size", file->size);
        event_send(&builder, NULL);
    }
}

void saved_keep(Invocation *invocation, Outcome *out) {
    Sv name = name_of(invocation), why;
    if (name.len == 0 || out->end != OUTCOME_ANSWERED || keep(invocation, name, out, &why)) return;
    Arena *arena = invocation->eval->arena;
    Sv not_kept = sv_format(arena, "it was answered, but not kept as '%.*s': %.*s", SV_ARG(name),
                            SV_ARG(why));
    out->late = out->late.len == 0
                    ? not_kept
                    : sv_format(arena, "%.*s; %.*s", SV_ARG(out->late), SV_ARG(not_kept));
}
