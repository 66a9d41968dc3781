// The parameters of a step as they are before the run, with stand-ins for what is not known yet: as
// eval_context_value reads them, but nothing is ever fetched.
#include "base/limits.h"
#include "base/system/file.h"
#include "inputs/known_names.h"
#include "spec/param.h"
#include "url/url_parts.h"

typedef struct AskedAhead {
    KnownNames known;
    const Runbook *runbook;
} AskedAhead;

static bool expression(AskedAhead *asking, const CelProgram *program, bool start, Value *out) {
    const StandIns *stand_ins = asking->known.stand_ins;
    return known_program(&asking->known, program, out) ||
           stand_ins->unknown(stand_ins->self, program, start, out);
}

static void add_encoded(Buf *url, Sv text) {
    for (size_t i = 0; i < text.len; i++) {
        if (url_is_unreserved(text.at[i]))
            buf_add_char(url, text.at[i]);
        else
            buf_addf(url, "%%%02X", (unsigned)(unsigned char)text.at[i]);
    }
}

// Behind its method nothing of a URL has begun yet.
static bool begins(Sv so_far) {
    so_far = sv_trim(so_far);
    return so_far.len == 0 || sv_find_char(so_far, '/', 0) == SV_NONE;
}

static bool text_value(AskedAhead *asking, const ValueSource *source, Value *out) {
    BUF_AUTO Buf text = buf_new(LIMIT_TEMPLATE_BYTES);
    const Template *template = source->template;
    Taint taint = 0;
    for (uint32_t i = 0; i < template->count; i++) {
        const TemplatePart *part = &template->parts[i];
        if (!part->program.root) {
            buf_add(&text, part->literal);
            continue;
        }
        bool start = source->url && begins(buf_sv(&text));
        Value value;
        BUF_AUTO Buf one = buf_new(LIMIT_TEMPLATE_BYTES);
        if (!expression(asking, &part->program, start, &value) || !template_add_value(&one, value))
            return false;
        taint |= value_taint(value);
        if (source->url && !start)
            add_encoded(&text, buf_sv(&one));
        else
            buf_add(&text, buf_sv(&one));
    }
    *out = value_tainted(value_string(buf_keep(&text, asking->known.arena)), taint);
    return true;
}

static bool value_of(AskedAhead *asking, const ValueSource *source, Value *out);

static bool map_of(AskedAhead *asking, const ValueSource *source, Value *out) {
    MapBuilder map = map_builder(asking->known.arena);
    for (uint32_t i = 0; i < source->count; i++) {
        Value value;
        if (!value_of(asking, &source->items[i], &value)) return false;
        map_add_sv(&map, source->keys[i], value);
    }
    *out = map_done(&map);
    return true;
}

static bool list_of(AskedAhead *asking, const ValueSource *source, Value *out) {
    ListBuilder list = list_builder(asking->known.arena);
    for (uint32_t i = 0; i < source->count; i++) {
        Value value;
        if (!value_of(asking, &source->items[i], &value)) return false;
        list_add(&list, value);
    }
    *out = list_done(&list);
    return true;
}

static bool template_of(AskedAhead *asking, const ValueSource *source, Value *out) {
    const Template *template = source->template;
    bool got = template->whole ? expression(asking, &template->parts[0].program, source->url, out)
                               : text_value(asking, source, out);
    if (!got || !source->path || out->kind != VALUE_STRING) return got;
    *out = value_string(path_join(asking->known.arena, asking->runbook->folder, value_text(*out)));
    return true;
}

static bool value_of(AskedAhead *asking, const ValueSource *source, Value *out) {
    switch (source->kind) {
    case SOURCE_CONSTANT: *out = source->constant; return true;
    case SOURCE_TEMPLATE: return template_of(asking, source, out);
    case SOURCE_EXPR: return expression(asking, &source->expr->program, false, out);
    case SOURCE_MAP: return map_of(asking, source, out);
    case SOURCE_LIST: return list_of(asking, source, out);
    }
    return false;
}

typedef struct AskedRows {
    const Param *rows;
    size_t count, size;
    ValueSource *const *sources;
} AskedRows;

static bool decode(AskedAhead *asking, const AskedRows *rows, const void **out,
                   const Value **given_values, Taint *taint) {
    Arena *arena = asking->known.arena;
    Value *values = arena_new_array(arena, Value, rows->count + 1);
    bool *given = arena_new_array(arena, bool, rows->count + 1);
    for (size_t i = 0; i < rows->count; i++) {
        if (!rows->sources[i]) continue;
        if (!value_of(asking, rows->sources[i], &values[i])) return false;
        given[i] = true;
        *taint |= value_taint(values[i]);
    }
    void *params = arena_alloc(arena, rows->size + 1);
    DecodeError error;
    *out = params;
    *given_values = values;
    return params_decode(arena, rows->rows, rows->count, values, given, false, params, &error);
}

bool known_asked(const KnownBy *by, const Step *step, KnownAsked *out) {
    const Action *action = step->action;
    AskedAhead asking = {known_in(by, step->runbook), step->runbook};
    *out = (KnownAsked){0};
    if (step->via) {
        const ConnectionKind *kind = step->via->kind;
        AskedRows home = {kind->params, kind->param_count, kind->params_size, step->via->params};
        if (!decode(&asking, &home, &out->connection, &out->homes, &out->home_taint)) return false;
    }
    AskedRows own = {action->params, action->param_count, action->params_size, step->params};
    return decode(&asking, &own, &out->params, &out->values, &out->taint);
}
