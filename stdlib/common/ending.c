#include "common/ending.h"

#include "base/num.h"

#define BY_HAND                                                                                    \
    "look at it (ps -ef), and end it by hand before this step is made again: it runs as another "  \
    "user, or waits for a disk"

static Sv names_of(Arena *arena, const char *names) {
    return names[0] ? sv_format(arena, ": %s", names) : (Sv){0};
}

static const char *plural(uint32_t count) {
    return count == 1 ? "" : "es";
}

Sv ending_clause(Arena *arena, const Process *process) {
    Sv alive = names_of(arena, process->alive_names), found = names_of(arena, process->names);
    if (process->alive > 0)
        return sv_format(arena,
                         "not everything that came from it could be ended; may still be "
                         "running%.*s",
                         SV_ARG(alive));
    if (process->ended) return SV("it was ended with all it had started");
    if (process->left == 0) return SV("whether something of it still runs is not known");
    return sv_format(arena,
                     "what was found of it was ended%.*s; whether something else still runs is not "
                     "known",
                     SV_ARG(found));
}

static Sv why(Arena *arena, const Process *process, int64_t allowed_ns) {
    if (process->end == PROCESS_CANCELLED) return SV("the run was stopped");
    if (process->end == PROCESS_LOST) return SV("the process that watched over it was killed");
    Sv allowed = duration_given(arena, allowed_ns);
    return sv_format(arena, "it did not end within %.*s", SV_ARG(allowed));
}

static Sv what_to_do(const Process *process) {
    if (process->alive > 0) return SV(BY_HAND);
    if (process->end == PROCESS_TIMED_OUT)
        return SV("look at what it printed last; where it needs longer, raise its timeout");
    if (process->end == PROCESS_LOST)
        return SV("a command must not end its parent process ($PPID); where it did not, somebody "
                  "else did, or the system was short of memory");
    return (Sv){0};
}

void ending_tell(Arena *arena, const Process *process, int64_t allowed_ns, Outcome *out) {
    Sv because = why(arena, process, allowed_ns), became = ending_clause(arena, process);
    bool timed_out = process->end == PROCESS_TIMED_OUT;
    if (timed_out && process->ended) became = SV("was ended with all it had started");
    out->end = OUTCOME_NO_ANSWER;
    out->timed_out = timed_out;
    out->cancelled = process->end == PROCESS_CANCELLED;
    out->reason = sv_format(arena, process->ended ? "%.*s, and %.*s" : "%.*s; %.*s",
                            SV_ARG(because), SV_ARG(became));
    out->hint = what_to_do(process);
}

// Processes that had to be ended may not have finished their work.
void ending_tell_left(Arena *arena, const Process *process, Outcome *out) {
    Sv kept = names_of(arena, process->kept_names), left = names_of(arena, process->names);
    Sv alive = names_of(arena, process->alive_names);
    if (process->kept > 0)
        out->note = sv_format(arena, "it left %u process%s running, as 'background' says%.*s",
                              process->kept, plural(process->kept), SV_ARG(kept));
    if (process->alive > 0) {
        out->unfinished = sv_format(arena,
                                    "it left %u process%s running in the background, which could "
                                    "not be ended and may still be running%.*s",
                                    process->alive, plural(process->alive), SV_ARG(alive));
        out->hint = SV(BY_HAND);
    } else if (process->left > 0) {
        out->unfinished = sv_format(
            arena, "it left %u process%s running in the background, which had to be ended%.*s",
            process->left, plural(process->left), SV_ARG(left));
        out->hint = SV("let it wait for them (in a script: wait \"$!\"), or say beside it what is "
                       "meant to stay: background: keep");
    }
}
