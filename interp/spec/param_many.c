// Parameters of many values: text maps, argument lists, texts, words.
#include "base/text_list.h"
#include "spec/decode.h"

typedef struct PairsBuilder {
    Pair *items;
    unsigned count, capacity;
} PairsBuilder;

static void add_pair(Arena *arena, PairsBuilder *builder, Sv name, Sv text, Value value) {
    arena_grow(arena, builder->items, builder->count, builder->capacity);
    builder->items[builder->count++] =
        (Pair){.name = name, .text = text, .value = value, .taint = value_taint(value)};
}

// { file: text }: the text goes into a private file, and the value is its path.
static bool is_file_value(const Param *param, Value value) {
    return param->flags & PARAM_FILE_VALUES && value.kind == VALUE_MAP && value_count(value) == 1 &&
           value_get_c(value, "file");
}

static bool decode_pair(const Decoder *decoder, const Param *param, PairsBuilder *out, Sv name,
                        Value raw) {
    Value value;
    if (!decode_present(raw, &value)) return true;
    if (value.kind == VALUE_NULL) {
        if (param->flags & PARAM_NULLS) add_pair(decoder->arena, out, name, (Sv){0}, value);
        return true;
    }
    if (value.kind == VALUE_LIST && param->flags & PARAM_REPEATS) {
        for (size_t i = 0; i < value_count(value); i++) {
            Value item = value_tainted(value_item(value, i), value.taint);
            if (item.kind == VALUE_NULL) continue;
            if (item.kind == VALUE_LIST) return decode_refuse_value(decoder, "text", item, (Sv){0});
            if (!decode_pair(decoder, param, out, name, item)) return false;
        }
        return true;
    }
    Sv text = {0};
    if (is_file_value(param, value)) {
        Value held;
        if (!decode_present(value_tainted(value_at(value, 0), value.taint), &held) ||
            held.kind == VALUE_NULL)
            return true;
        if (!value_as_text(decoder->arena, held, &text)) {
            Decoder inner = decode_within(decoder, SV("file"));
            return decode_refuse_value(&inner, "text", held, (Sv){0});
        }
    } else if (value.kind == VALUE_BYTES && param->flags & PARAM_BYTES) {
        text = value_text(value);
    } else if (!value_as_text(decoder->arena, value, &text)) {
        return decode_refuse_value(decoder, "text", value, (Sv){0});
    }
    add_pair(decoder->arena, out, name, text, value);
    return true;
}

static bool decode_pairs(const Decoder *decoder, const Param *param, Value value, Pairs *field) {
    for (size_t i = 0; param->choices && value.kind == VALUE_STRING && param->choices[i]; i++) {
        if (!sv_eq_c(value_text(value), param->choices[i])) continue;
        *field = (Pairs){.word = sv_from_c(param->choices[i])};
        return true;
    }
    if (value.kind != VALUE_MAP)
        return decode_refuse_value(decoder, "a map of names and texts", value, (Sv){0});
    PairsBuilder builder = {0};
    for (size_t i = 0; i < value_count(value); i++) {
        Sv name;
        if (!value_as_text(decoder->arena, value_key(value, i), &name))
            continue; // keys always have a text
        Decoder inner = decode_within(decoder, name);
        if (!decode_pair(&inner, param, &builder, name,
                         value_tainted(value_at(value, i), value.taint)))
            return false;
    }
    *field = (Pairs){.items = builder.items, .count = builder.count};
    return true;
}

static bool decode_item(const Decoder *decoder, const Param *param, TextList *out, Value raw,
                        bool splice) {
    Value value;
    if (!decode_present(raw, &value)) return true;
    if (value.kind == VALUE_LIST && splice) {
        for (size_t i = 0; i < value_count(value); i++)
            if (!decode_item(decoder, param, out, value_item(value, i), false)) return false;
        return true;
    }
    Sv text;
    if (!value_as_text(decoder->arena, value, &text)) {
        Sv hint = {0};
        if (value.kind == VALUE_NULL)
            hint = SV("to leave it out, let the expression yield optional.none()");
        return decode_refuse_value(decoder, "text", value, hint);
    }
    text_list_add(decoder->arena, out, text);
    return true;
}

static bool decode_texts(const Decoder *decoder, const Param *param, Value value, Texts *field) {
    TextList builder = {0};
    bool splice = param->kind == PARAM_ARGV;
    if (value.kind != VALUE_LIST) {
        if (splice) {
            Sv hint = {0};
            if (value.kind == VALUE_STRING)
                hint = SV("write the program and each argument as an item: [npm, ci]");
            return decode_refuse_value(decoder, "a list of texts", value, hint);
        }
        if (!decode_item(decoder, param, &builder, value, false)) return false;
    }
    for (size_t i = 0; value.kind == VALUE_LIST && i < value_count(value); i++) {
        Decoder inner = *decoder;
        inner.where = sv_format(decoder->arena, "%.*s[%zu]", SV_ARG(decoder->where), i);
        if (!decode_item(&inner, param, &builder, value_item(value, i), splice)) return false;
    }
    *field = (Texts){builder.items, builder.count};
    if (!(param->flags & PARAM_FILLED)) return true;
    bool filled = builder.count > 0 && builder.items[0].len > 0;
    return decode_filled(decoder, param, filled ? builder.items[0] : (Sv){0});
}

bool decode_many(const Decoder *decoder, const Param *param, Value value, void *field) {
    if (param->kind == PARAM_ARGV || param->kind == PARAM_TEXTS)
        return decode_texts(decoder, param, value, field);
    return decode_pairs(decoder, param, value, field);
}
