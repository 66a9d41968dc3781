// What drivers say alike of hosts, and of what comes from there.
#include "drivers/sql/sql_driver.h"

#include "base/buf.h"
#include "base/shown/shown.h"
#include <netdb.h>

enum { MESSAGE_BYTES = 8192 };

static bool fail_unknown(Arena *arena, Sv host, int error, Outcome *failure) {
    if (error == EAI_AGAIN)
        return sql_fail(failure, OUTCOME_NOT_STARTED,
                        sv_format(arena, "no name server answers about '%.*s'", SV_ARG(host)),
                        SV("is the network there?"));
    return sql_fail(failure, OUTCOME_NOT_STARTED,
                    sv_format(arena, "no such host '%.*s'", SV_ARG(host)),
                    SV("look at the spelling of the connection's address"));
}

bool sql_look_up(const ActionCall *call, Sv host, Lookup *out, Outcome *failure) {
    Arena *arena = call->arena;
    WaitStatus status = lookup_host(host, &call->waiter, out);
    if (status == WAIT_FAILED)
        return sql_fail(failure, OUTCOME_NOT_STARTED,
                        SV("the system gives no thread to look up a host"), (Sv){0});
    if (status != WAIT_READY) {
        Sv what = sv_format(arena, "while the host '%.*s' was looked up", SV_ARG(host));
        return sql_fail_waiting(failure, arena, status, false, what.at);
    }
    return out->count > 0 || fail_unknown(arena, host, out->error, failure);
}

Sv sql_message(Arena *arena, Sv text, Sv password) {
    size_t at = password.len ? sv_find(text, password, 0) : SV_NONE;
    if (at != SV_NONE)
        text = sv_format(arena, "%.*s…%.*s", (int)at, text.at,
                         SV_ARG(sv_slice(text, at + password.len, text.len)));
    BUF_AUTO Buf shown = buf_new(MESSAGE_BYTES);
    shown_add(&shown, text, false);
    return buf_keep(&shown, arena);
}
