#include "import/write/import_yaml.h"

#include "base/ascii.h"
#include "base/limits.h"
#include "plan/read/expr.h"
#include "value/json.h"
#include "yaml/pitfalls.h"

void writer_line(const Writer *writer, const char *format, ...) {
    buf_add_repeat(writer->out, ' ', writer->indent);
    va_list args;
    va_start(args, format);
    buf_addv(writer->out, format, args);
    va_end(args);
    buf_add_char(writer->out, '\n');
}

Writer writer_deeper(const Writer *writer, size_t columns) {
    Writer inner = *writer;
    inner.indent += columns;
    return inner;
}

// ── scalars ──

static void add_plain(Buf *out, Sv text, size_t at) {
    if (sv_starts(sv_slice(text, at, text.len), SV("${"))) buf_add_char(out, '$');
    buf_add_char(out, text.at[at]);
}

Sv writer_plain(const Writer *writer, Sv text) {
    BUF_AUTO Buf out = buf_new(LIMIT_PAGE_BYTES * 4);
    for (size_t i = 0; i < text.len; i++)
        add_plain(&out, text, i);
    return buf_keep(&out, writer->draft->arena);
}

Sv writer_literal(const Writer *writer, Sv text) {
    BUF_AUTO Buf out = buf_new(LIMIT_PAGE_BYTES * 8);
    Sv form, inner;
    for (size_t i = 0; i < text.len; i++) {
        if (text_foreign(text, i, &form, &inner))
            buf_addf(&out, "${'%c'}", text.at[i]);
        else
            add_plain(&out, text, i);
    }
    return buf_keep(&out, writer->draft->arena);
}

Sv writer_scalar(const Writer *writer, Sv text) {
    bool spaced = text.len && (sv_trim(text).len != text.len);
    return spaced ? yaml_quote(writer->draft->arena, text)
                  : yaml_scalar(writer->draft->arena, text);
}

// Text of one or many lines behind a key.
void writer_text(const Writer *writer, const char *key, Sv text) {
    if (sv_find_char(text, '\n', 0) == SV_NONE) {
        Sv value = writer_scalar(writer, text);
        writer_line(writer, "%s: %.*s", key, SV_ARG(value));
        return;
    }
    bool indented = text.at[0] == ' ' || text.at[0] == '\n';
    writer_line(writer, "%s: |%s", key, indented ? "2" : "");
    Writer inner = writer_deeper(writer, 2);
    Sv part;
    while (sv_next_line(&text, &part)) {
        if (part.len)
            writer_line(&inner, "%.*s", SV_ARG(part));
        else
            buf_add_char(writer->out, '\n');
    }
}

static bool needs_quotes(Sv word) {
    static const char special[] = ",[]{}#&*!|>'\"%@` ";
    for (size_t i = 0; i < word.len; i++)
        if (sv_find_char((Sv){special, sizeof special - 1}, word.at[i], 0) != SV_NONE) return true;
    bool dash = sv_eq_c(word, "-") || sv_eq_c(word, "--");
    return word.len == 0 || dash || word.at[0] == '?' || word.at[0] == ':' || word.at[0] == '=' ||
           sv_ends(word, SV(":"));
}

// [npm, run, "${inputs.what}"]
void writer_argv(const Writer *writer, const DraftStep *step) {
    BUF_AUTO Buf items = buf_new(LIMIT_PAGE_BYTES * 4);
    // Placeholders may contain blanks; their replacements do not.
    Sv rest = import_template(writer->draft, step->text, false, step->line), word;
    while (sv_next_part(&rest, ' ', &word)) {
        if (!word.len) continue;
        if (items.len) buf_add_c(&items, ", ");
        buf_add(&items, needs_quotes(word) ? yaml_quote(writer->draft->arena, word) : word);
    }
    writer_line(writer, "%s: [%.*s]", writer->draft->verbs->program->name, SV_ARG(buf_sv(&items)));
}

void writer_pairs(const Writer *writer, const char *key, const DraftVariable *pairs,
                  uint32_t count) {
    if (!count) return;
    writer_line(writer, "%s:", key);
    Writer inner = writer_deeper(writer, 2);
    for (uint32_t i = 0; i < count; i++) {
        Sv value = writer_scalar(writer, pairs[i].value);
        writer_line(&inner, "%.*s: %.*s", SV_ARG(pairs[i].name), SV_ARG(value));
    }
}

// ── trees ──

typedef struct YamlTree {
    const Writer *writer;
    uint32_t line;
} YamlTree;

static void write_node(const YamlTree *tree, Sv name, Value value, size_t indent);

// Words that YAML would read as something else are quoted.
static Sv key_of(const Writer *writer, Sv name) {
    static const char *const words[] = {"true", "false", "null", "yes", "no",
                                        "on",   "off",   "y",    "n"};
    bool plain = name.len > 0 && !ascii_is_digit(name.at[0]);
    for (size_t i = 0; i < name.len; i++) {
        char c = name.at[i];
        plain = plain && ascii_is_word(c);
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        plain = plain && !sv_eq_nocase(name, sv_from_c(words[i]));
    return plain ? name : yaml_quote(writer->draft->arena, name);
}

// `begun`: the line of the first one has its indent already.
static void write_items(const YamlTree *tree, Value value, size_t indent, bool begun) {
    const Writer *writer = tree->writer;
    for (size_t i = 0; i < value_count(value); i++) {
        if (i || !begun) buf_add_repeat(writer->out, ' ', indent);
        if (value.kind == VALUE_LIST) {
            Value item = value_item(value, i);
            bool nested =
                (item.kind == VALUE_MAP || item.kind == VALUE_LIST) && value_count(item) > 0;
            buf_add_c(writer->out, nested ? "- " : "-");
            if (nested)
                write_items(tree, item, indent + 2, true);
            else
                write_node(tree, (Sv){0}, item, indent + 2);
            continue;
        }
        Sv name = value_text(value_key(value, i));
        Sv key = key_of(writer, name);
        buf_addf(writer->out, "%.*s:", SV_ARG(key));
        write_node(tree, name, value_at(value, i), indent + 2);
    }
}

static void write_string(const YamlTree *tree, Sv name, Sv text) {
    Draft *draft = tree->writer->draft;
    bool secret = name.len && text.len && import_is_secret(draft->arena, name);
    Sv variable = secret ? import_variable_name(draft->arena, name) : (Sv){0};
    Sv filled = secret ? import_credential(draft, text, variable, tree->line)
                       : import_value(draft, text, tree->line);
    Sv quoted = yaml_quote(draft->arena, filled);
    buf_addf(tree->writer->out, " %.*s\n", SV_ARG(quoted));
}

// Behind "key:" or "-".
static void write_node(const YamlTree *tree, Sv name, Value value, size_t indent) {
    Buf *out = tree->writer->out;
    bool nested = value.kind == VALUE_MAP || value.kind == VALUE_LIST;
    if (nested && value_count(value) > 0) {
        buf_add_char(out, '\n');
        write_items(tree, value, indent, false);
    } else if (value.kind == VALUE_STRING) {
        write_string(tree, name, value_text(value));
    } else {
        buf_add_char(out, ' ');
        json_write(out, value, JSON_COMPACT);
        buf_add_char(out, '\n');
    }
}

void writer_tree(const Writer *writer, const char *key, Value value, uint32_t line) {
    YamlTree tree = {writer, line};
    buf_add_repeat(writer->out, ' ', writer->indent);
    buf_addf(writer->out, "%s:", key);
    write_node(&tree, (Sv){0}, value, writer->indent + 2);
}
