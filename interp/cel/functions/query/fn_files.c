// file() and fileBytes(): what is expected, in a file beside the runbook. The path is a literal, so
// that the file is read before anything runs, once, and its digest is known.
#include "base/limits.h"
#include "base/system/file.h"
#include "base/utf8.h"
#include "cel/functions/call.h"

static bool read_expected(Arena *arena, const CelOptions *options, Sv path, Sv *out, Sv *error) {
    Sv why = {0};
    if (options == NULL || options->read_file == NULL) {
        *error = SV("files cannot be read here");
        return false;
    }
    Sv whole = options->base_folder.len > 0 ? path_join(arena, options->base_folder, path) : path;
    if (!options->read_file(options->files, whole, "expected", arena, out, &why)) {
        *error = sv_format(arena, "%.*s: %.*s", SV_ARG(path), SV_ARG(why));
        return false;
    }
    if (out->len <= LIMIT_EXPECTED_BYTES) return true;
    *error = sv_format(arena, "%.*s: larger than %d bytes", SV_ARG(path), LIMIT_EXPECTED_BYTES);
    return false;
}

static bool is_text(Arena *arena, Sv path, Sv bytes, Sv *error) {
    size_t bad = 0;
    if (utf8_valid(bytes, &bad)) return true;
    *error = sv_format(
        arena,
        "%.*s: not UTF-8 text: byte %zu is 0x%02x; its bytes are fileBytes(…), in another "
        "character set decode(fileBytes(…), '…')",
        SV_ARG(path), bad + 1, (unsigned char)bytes.at[bad]);
    return false;
}

static bool prepare(Arena *arena, const Value *args, const bool *literal, uint32_t count,
                    const CelOptions *options, bool text, const void **out, Sv *error) {
    if (count != 1) return true;
    if (!literal[0]) {
        *error =
            SV("the path of a file stands here as it is, in quotes: it is read before anything "
               "runs, and recorded with its digest");
        return false;
    }
    // If files cannot be read yet, the call itself will report it.
    if (args[0].kind != VALUE_STRING || options == NULL || options->read_file == NULL) return true;
    Sv *read = arena_new_of(arena, Sv), path = value_text(args[0]);
    if (!read_expected(arena, options, path, read, error)) return false;
    if (text && !is_text(arena, path, *read, error)) return false;
    *out = read;
    return true;
}

static bool prepare_text(Arena *arena, const Value *args, const bool *literal, uint32_t count,
                         const CelOptions *options, const void **out, Sv *error) {
    return prepare(arena, args, literal, count, options, true, out, error);
}

static bool prepare_bytes(Arena *arena, const Value *args, const bool *literal, uint32_t count,
                          const CelOptions *options, const void **out, Sv *error) {
    return prepare(arena, args, literal, count, options, false, out, error);
}

// What was prepared, else what the options read: then the path, or the file, was refused before.
static bool content(CelCall *call, Value path, bool text, Sv *out) {
    Sv error = {0};
    if (call->prepared != NULL) {
        *out = *(const Sv *)call->prepared;
        return true;
    }
    bool fine = call_spend(call, 1000) &&
                read_expected(call->work.arena, call->options, value_text(path), out, &error) &&
                (!text || is_text(call->work.arena, value_text(path), *out, &error));
    return fine || (error.len > 0 && call_fail(call, "%.*s", SV_ARG(error)));
}

static bool file_text(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    Sv text = {0};
    if (!content(call, args[0], true, &text)) return false;
    *out = value_string(text);
    return true;
}

static bool file_bytes(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    Sv bytes = {0};
    if (!content(call, args[0], false, &bytes)) return false;
    *out = value_bytes(bytes);
    return true;
}

static const CelOverload text_overloads[] = {{"(string) -> string", file_text}};
static const CelOverload bytes_overloads[] = {{"(string) -> bytes", file_bytes}};

static const CelFunction rows[] = {
    {.name = "file",
     .summary =
         "The text of a file beside the runbook, beneath the project root: what an answer is expected to be. It is read "
         "once, before anything runs, and its digest is in the journal. The path stands in quotes.",
     .example = "file('expected.json') == '{\"state\": \"ok\"}\\n'\n"
                "json(file('expected.json')).state == 'ok'",
     .since = "0.1",
     CEL_OVERLOADS(text_overloads),
     .extension = true,
     .prepare = prepare_text},
    {.name = "fileBytes",
     .summary = "The bytes of such a file.",
     .example = "size(fileBytes('expected.json')) == 16",
     .since = "0.1",
     CEL_OVERLOADS(bytes_overloads),
     .extension = true,
     .prepare = prepare_bytes},
};

const CelFamily cel_family_files = {
    .name = "files",
    .summary = "What is expected, in files beside the runbook.",
    .rows = rows,
    .count = sizeof rows / sizeof *rows,
};
