#include "cel/signature.h"

#include <string.h>

static bool read_params(Sv text, Signature *out) {
    text = sv_trim(text);
    if (sv_ends(text, SV("..."))) {
        out->repeated = true;
        text = sv_slice(text, 0, text.len - 3);
    }
    // Parts are separated by commas outside of brackets.
    size_t from = 0, depth = 0;
    for (size_t i = 0; i <= text.len; i++) {
        char c = i < text.len ? text.at[i] : ',';
        if (c == '(') depth++;
        if (c == ')') depth--;
        if (c != ',' || depth > 0) continue;
        Sv part = sv_trim(sv_slice(text, from, i));
        from = i + 1;
        if (part.len == 0 && text.len == 0) break;
        if (out->count >= CEL_PARAMS || !type_read(&out->pool, part, &out->params[out->count]))
            return false;
        out->count++;
    }
    return true;
}

bool signature_is_method(const char *text) {
    return text[0] != '(';
}

bool signature_read(Arena *arena, const char *text, Signature *out) {
    Sv whole = sv_from_c(text);
    size_t arrow = sv_find(whole, SV("->"), 0);
    size_t method = signature_is_method(text) ? sv_find(whole, SV(".("), 0) : SV_NONE;
    if (arrow == SV_NONE) return false;
    out->pool.arena = arena;
    out->pool.used = out->count = 0;
    out->repeated = false;
    out->method = method != SV_NONE && method < arrow;
    Sv params = sv_trim(sv_slice(whole, 0, arrow));
    if (out->method) {
        if (!type_read(&out->pool, sv_slice(params, 0, method), &out->params[0])) return false;
        out->count = 1;
        params = sv_slice(params, method + 1, params.len);
    }
    if (!sv_starts(params, SV("(")) || !sv_ends(params, SV(")"))) return false;
    if (!read_params(sv_slice(params, 1, params.len - 1), out)) return false;
    return type_read(&out->pool, sv_slice(whole, arrow + 2, whole.len), &out->result);
}

bool signature_takes(const Signature *signature, bool method, uint32_t count) {
    if (signature->method != method) return false;
    return signature->repeated ? count >= signature->count : count == signature->count;
}

uint32_t signature_kinds(CelType type) {
    static const uint8_t kinds[] = {
        [CEL_TYPE_NULL] = VALUE_NULL,
        [CEL_TYPE_BOOL] = VALUE_BOOL,
        [CEL_TYPE_INT] = VALUE_INT,
        [CEL_TYPE_UINT] = VALUE_UINT,
        [CEL_TYPE_DOUBLE] = VALUE_DOUBLE,
        [CEL_TYPE_DECIMAL] = VALUE_DECIMAL,
        [CEL_TYPE_STRING] = VALUE_STRING,
        [CEL_TYPE_BYTES] = VALUE_BYTES,
        [CEL_TYPE_LIST] = VALUE_LIST,
        [CEL_TYPE_MAP] = VALUE_MAP,
        [CEL_TYPE_RECORD] = VALUE_MAP,
        [CEL_TYPE_DURATION] = VALUE_DURATION,
        [CEL_TYPE_TIMESTAMP] = VALUE_TIMESTAMP,
        [CEL_TYPE_TYPE] = VALUE_TYPE,
        [CEL_TYPE_OPTIONAL] = VALUE_OPTIONAL,
        [CEL_TYPE_IP] = VALUE_IP,
        [CEL_TYPE_CIDR] = VALUE_CIDR,
        [CEL_TYPE_VERSION] = VALUE_VERSION,
    };
    if (type.kind == CEL_TYPE_DYN || type.kind == CEL_TYPE_PARAM || type.kind == CEL_TYPE_ERROR)
        return UINT32_MAX;
    return 1u << kinds[type.kind] | (type.nullable ? 1u << VALUE_NULL : 0);
}

void signature_add_whole(Buf *buf, const char *name, const char *signature) {
    Sv text = sv_from_c(signature);
    size_t dot = sv_find(text, SV(".("), 0);
    if (dot == SV_NONE)
        buf_addf(buf, "%s%.*s", name, SV_ARG(text));
    else
        buf_addf(buf, "%.*s.%s%.*s", SV_ARG(sv_slice(text, 0, dot)), name,
                 SV_ARG(sv_slice(text, dot + 1, text.len)));
}

void signature_show(Buf *buf, const CelFunction *row, const CelOverload *overload) {
    Sv text = sv_from_c(overload->signature);
    size_t arrow = sv_find(text, SV("->"), 0), method = sv_find(text, SV(".("), 0);
    Sv params = sv_trim(sv_slice(text, 0, arrow));
    if (method != SV_NONE && method < arrow) {
        buf_add(buf, sv_slice(params, 0, method + 1));
        params = sv_slice(params, method + 1, params.len);
    }
    buf_add_c(buf, row->name);
    buf_add(buf, params);
}
