// Trees of constants, templates and expressions, and the rules for ${…} within a URL.
#include "base/ascii.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "engine/context/eval_context.h"
#include "url/url_parts.h"

static bool refuse(Span span, Sv why, Fault *fault) {
    *fault = (Fault){.kind = FAULT_ERROR, .span = span, .message = why};
    return false;
}

static void add_encoded(Buf *url, Sv text) {
    for (size_t i = 0; i < text.len; i++) {
        if (url_is_unreserved(text.at[i]))
            buf_add_char(url, text.at[i]);
        else
            buf_addf(url, "%%%02X", (unsigned)(unsigned char)text.at[i]);
    }
}

// What comes before it decides what a ${…} is: "POST " is not part of the URL.
static Sv url_so_far(Sv text) {
    size_t at = 0;
    while (at < text.len && ascii_is_upper(text.at[at]))
        at++;
    if (at > 0 && at < text.len && text.at[at] == ' ') text = sv_slice(text, at, text.len);
    return sv_trim(text);
}

static bool in_authority(Sv url) {
    UrlParts parts = url_split(url, URL_AS_WRITTEN);
    return parts.has_scheme && parts.has_authority && !parts.path.len && !parts.has_query;
}

static bool host_text(Sv text) {
    for (size_t i = 0; i < text.len; i++)
        if (!url_is_unreserved(text.at[i]) && text.at[i] != ':' && text.at[i] != '[' &&
            text.at[i] != ']')
            return false;
    return text.len > 0;
}

static bool add_to_url(EvalContext *eval, Buf *url, Sv text, Span span, Fault *fault) {
    Sv before = url_so_far(buf_sv(url));
    if (before.len == 0) return buf_add(url, text);
    if (in_authority(before)) {
        if (host_text(text)) return buf_add(url, text);
        return refuse(span, sv_format(eval->arena, "'%.*s' is no host", SV_ARG(text)), fault);
    }
    if (sv_find_char(before, '?', 0) == SV_NONE) {
        if (text.len == 0)
            return refuse(span, SV("an empty text cannot be a part of the path"), fault);
        if (sv_eq_c(text, ".") || sv_eq_c(text, ".."))
            return refuse(span, SV("'.' and '..' cannot be a part of the path"), fault);
    }
    add_encoded(url, text);
    return true;
}

static bool url_value(EvalContext *eval, const ValueSource *source, Value *out, Fault *fault) {
    BUF_AUTO Buf url = buf_new(LIMIT_TEMPLATE_BYTES);
    Taint taint = 0;
    for (uint32_t i = 0; i < source->template->count; i++) {
        const TemplatePart *part = &source->template->parts[i];
        if (!part->program.root) {
            buf_add(&url, part->literal);
            continue;
        }
        Value value;
        if (!eval_context_run_part(eval, &part->program, source->expr, &value, fault)) return false;
        BUF_AUTO Buf text = buf_new(LIMIT_TEMPLATE_BYTES);
        if (!template_add_value(&text, value))
            return refuse(part->span,
                          sv_format(eval->arena, "a %s cannot stand in a URL",
                                    value_kind_name((ValueKind)value.kind)),
                          fault);
        taint |= value_taint(value);
        if (!add_to_url(eval, &url, buf_sv(&text), part->span, fault)) return false;
    }
    *out = value_tainted(value_string(buf_keep(&url, eval->arena)), taint);
    return true;
}

static bool list_value(EvalContext *eval, const ValueSource *source, Value *out, Fault *fault) {
    ListBuilder items = list_builder(eval->arena);
    for (uint32_t i = 0; i < source->count; i++) {
        Value value;
        if (!eval_context_value(eval, &source->items[i], &value, fault)) return false;
        bool spliced = source->items[i].splice && value.kind == VALUE_LIST;
        for (size_t k = 0; spliced && k < value_count(value); k++)
            list_add(&items, value_tainted(value_item(value, k), value.taint));
        if (!spliced) list_add(&items, value);
    }
    *out = list_done(&items);
    return true;
}

static bool map_value(EvalContext *eval, const ValueSource *source, Value *out, Fault *fault) {
    MapBuilder entries = map_builder(eval->arena);
    for (uint32_t i = 0; i < source->count; i++) {
        Value value;
        if (!eval_context_value(eval, &source->items[i], &value, fault)) return false;
        map_add_sv(&entries, source->keys[i], value);
    }
    *out = map_done(&entries);
    return true;
}

bool eval_context_value(EvalContext *eval, const ValueSource *source, Value *out, Fault *fault) {
    switch (source->kind) {
    case SOURCE_CONSTANT: *out = source->constant; return true;
    case SOURCE_TEMPLATE:
        if (source->url && !source->template->whole) return url_value(eval, source, out, fault);
        return eval_context_template(eval, source->template, source->expr, out, fault);
    case SOURCE_EXPR: return eval_context_run(eval, source->expr, false, out, fault);
    case SOURCE_LIST: return list_value(eval, source, out, fault);
    case SOURCE_MAP: return map_value(eval, source, out, fault);
    }
    return false;
}

// False if it has no text.
static bool add_words(EvalContext *eval, Value value, Buf *out) {
    if (!value.taint) return template_add_value(out, value);
    return buf_add(out, masker_shown(eval->worker->run->masker, eval->arena, value.taint));
}

Sv eval_context_words(EvalContext *eval, const ValueSource *source) {
    Value value;
    Fault fault;
    Sv written = source->kind == SOURCE_TEMPLATE ? source->template->text : span_text(source->span);
    if (!eval_context_value(eval, source, &value, &fault)) return written;
    if (value.kind == VALUE_STRING && !value.taint) return value_text(value);
    BUF_AUTO Buf text = buf_new(LIMIT_TEMPLATE_BYTES);
    return add_words(eval, value, &text) ? buf_keep(&text, eval->arena) : written;
}

// What has no value (yet) stands as it is written, where that is short: better than a gap.
static void add_written(Buf *out, Sv expression, bool gaps) {
    enum { SHORT = 40 };
    Sv text = sv_trim(expression);
    if (!gaps && utf8_width(text) <= SHORT)
        buf_addf(out, "${%.*s}", SV_ARG(text));
    else
        buf_add_c(out, "\xe2\x80\xa6");
}

Sv eval_context_title(EvalContext *eval, const ValueSource *source, bool gaps) {
    if (source->kind != SOURCE_TEMPLATE) return eval_context_words(eval, source);
    BUF_AUTO Buf title = buf_new(LIMIT_TEMPLATE_BYTES);
    for (uint32_t i = 0; i < source->template->count; i++) {
        const TemplatePart *part = &source->template->parts[i];
        Value value;
        Fault fault;
        if (!part->program.root)
            buf_add(&title, part->literal);
        else if (!eval_context_run_part(eval, &part->program, source->expr, &value, &fault) ||
                 !add_words(eval, value, &title))
            add_written(&title, part->program.text, gaps);
    }
    return buf_keep(&title, eval->arena);
}
