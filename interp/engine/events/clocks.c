#include "engine/events/clocks.h"
#include "base/num.h"
#include "engine/context/worker.h"
#include "engine/events/emit.h"

static const int64_t least_ns = 1000000000; // clocks that are corrected a little have not jumped
static const int64_t still_ns = 2000000000; // a busy machine lets a thread wait, too

static void note(Run *run, const char *before, int64_t ns, const char *after) {
    Worker worker = worker_new(run);
    BUF_AUTO Buf time = buf_new(64);
    duration_add_human(&time, ns / least_ns * least_ns);
    emit_note(&worker, "warning",
              sv_format(worker.step, "%s about %.*s%s", before, SV_ARG(buf_sv(&time)), after));
    worker_end(&worker);
}

static void look_at_wall(Run *run, int64_t ahead) {
    int64_t jump = ahead - run->clocks.ahead_ns;
    if (jump > -least_ns && jump < least_ns) return;
    run->clocks.ahead_ns = ahead;
    if (jump > 0)
        note(run, "the clock was set forward by", jump,
             ": ages and expiries go by it, deadlines by the time that has passed");
    else
        note(run, "the clock was set back by", -jump,
             ": ages and expiries go by the time that has passed");
}

static void look_at_sleep(Run *run, int64_t asleep) {
    int64_t slept = asleep - run->clocks.asleep_ns;
    if (slept < least_ns) return;
    run->clocks.asleep_ns = asleep;
    note(run, "the machine slept for", slept,
         ": that time counts, and what was answered after its deadline was not answered in time");
}

void clocks_look(Run *run) {
    const Env *env = run->env;
    if (!env->awake_ns) return;
    Stamp now = env->stamp(env->self);
    int64_t awake = env->awake_ns(env->self);
    int64_t ahead = now.wall_ns - now.mono_ns, asleep = now.mono_ns - awake;
    int64_t passed = awake - run->clocks.awake_ns;
    if (!run->clocks.looked) {
        run->clocks = (Clocks){true, ahead, asleep, awake};
        return;
    }
    run->clocks.awake_ns = awake;
    look_at_wall(run, ahead);
    look_at_sleep(run, asleep);
    int64_t still = passed - CLOCKS_EVERY_MS * (int64_t)1000000;
    if (run->cancel.watched && still >= still_ns)
        note(run, "this process stood still for", still,
             ": what was answered after its deadline was not answered in time");
}
