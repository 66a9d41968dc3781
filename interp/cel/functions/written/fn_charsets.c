// decode(): bytes of a character set as text.
#include "base/system/charset.h"
#include "cel/functions/call.h"

// Tables of a character set are loaded.
enum { CHARSET_WORK = 1000, BYTES_AN_OPERATION = 16 };

static bool prepare_charset(Arena *arena, const Value *args, const bool *literal, uint32_t count,
                            const CelOptions *options, const void **out, Sv *error) {
    (void)options, (void)out;
    if (count < 2 || !literal[1] || args[1].kind != VALUE_STRING) return true;
    *error = charset_unknown(arena, value_text(args[1]));
    return error->len == 0;
}

static bool decode(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    Sv bytes = value_text(args[0]), name = value_text(args[1]), error = {0};
    BUF_AUTO Buf text = call_buf();
    if (!call_spend(call, CHARSET_WORK + bytes.len / BYTES_AN_OPERATION)) return false;
    error = charset_unknown(call->work.arena, name);
    if (error.len > 0) return call_fail(call, "%.*s", SV_ARG(error));
    if (!charset_decode(call->work.arena, name, bytes, &text, &error))
        return call_fail(call, "the bytes are %.*s", SV_ARG(error));
    return call_keep(call, &text, out);
}

static const CelOverload decode_overloads[] = {{"(bytes, string) -> string", decode}};

static const CelFunction rows[] = {
    {.name = "decode",
     .summary =
         "The text that bytes are in a character set, by iconv: utf-8, iso-8859-1 (latin1), windows-1252, utf-16, "
         "gb18030, big5, shift_jis, euc-jp, euc-kr, koi8-r and all that `iconv -l` lists. A byte without meaning there "
         "is an error. A byte order mark decides the order of UTF-16 and is left out.",
     .example = "decode(b'caf\\xe9', 'latin1') == 'café'\n"
                "decode(b'\\xc4\\xe3\\xba\\xc3', 'gb18030') == '你好'\n"
                "decode(b'\\xfe\\xff\\x00A', 'utf-16') == 'A'",
     .since = "0.1",
     CEL_OVERLOADS(decode_overloads),
     .extension = true,
     .prepare = prepare_charset},
};

const CelFamily cel_family_charsets = {
    .name = "charsets",
    .summary = "Bytes of a character set as text.",
    .rows = rows,
    .count = sizeof rows / sizeof *rows,
};
