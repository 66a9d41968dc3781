// What the run was made from: all inputs, waivers, files and their digests, and what the run took a
// way of which a reader must know.
#include "report/html/html_text.h"
#include "report/html/run/run_page.h"

enum { LEAVES = 400 };

// A table of the fields of maps, a column each; nothing where there is none.
typedef struct Column {
    const char *heading, *field;
} Column;

static void add_table(RunPage *page, const char *id, const char *heading, Value rows,
                      const Column *columns, size_t count) {
    Buf *out = page->out;
    if (value_count(rows) == 0) return;
    buf_addf(out,
             "<section aria-labelledby=\"%s\">\n<h2 id=\"%s\">%s</h2>\n"
             "<table class=\"sources\"><thead><tr>",
             id, id, heading);
    for (size_t k = 0; k < count; k++)
        buf_addf(out, "<th scope=\"col\">%s</th>", columns[k].heading);
    buf_add_c(out, "</tr></thead><tbody>\n");
    for (size_t i = 0; i < value_count(rows); i++) {
        buf_add_c(out, "<tr>");
        Value row = value_item(rows, i);
        for (size_t k = 0; k < count; k++) {
            Value value = value_field(row, columns[k].field);
            // A list that was shortened says so itself.
            if (k == 0 && row.kind == VALUE_STRING) value = row;
            buf_add_c(out, k == 0 ? "<th scope=\"row\">" : "<td>");
            if (value.kind == VALUE_STRING)
                html_leaf(out, "code", NULL, value_text(value));
            else if (value.kind != VALUE_NULL)
                html_value(out, value, 0, (HtmlBound){.leaves = LEAVES});
            buf_add_c(out, k == 0 ? "</th>" : "</td>");
        }
        buf_add_c(out, "</tr>\n");
    }
    buf_add_c(out, "</tbody></table>\n</section>\n");
}

static void add_ways(RunPage *page) {
    static const Column columns[] = {
        {"step", "address"}, {"request", "request"}, {"to know", "cautions"}};
    const ReportModel *record = page->record;
    ListBuilder different = list_builder(record->arena);
    for (uint32_t i = 0; i < record->way_count; i++) {
        bool told = false;
        for (uint32_t k = 0; k < different.count && !told; k++) {
            told = true;
            for (size_t c = 0; c < 3; c++)
                told &= value_equal(value_field(different.items[k], columns[c].field),
                                    value_field(record->ways[i], columns[c].field));
        }
        if (!told) list_add(&different, record->ways[i]);
    }
    Value ways = list_done(&different);
    add_table(page, "ways", "Not verified, not encrypted, by a proxy, or led elsewhere", ways,
              columns, 3);
}

static void add_uploads(RunPage *page) {
    static const Column columns[] = {
        {"file", "path"}, {"as", "as"}, {"bytes", "size"}, {"digest", "digest"}};
    const ReportModel *record = page->record;
    ListBuilder files = list_builder(record->arena);
    for (uint32_t i = 0; i < record->upload_count; i++) {
        Value own = value_field(record->uploads[i], "files");
        for (size_t k = 0; k < value_count(own); k++)
            list_add(&files, value_item(own, k));
    }
    Value later = value_field(record->ended, "files");
    for (size_t k = 0; k < value_count(later); k++)
        list_add(&files, value_item(later, k));
    Value all = list_done(&files);
    add_table(page, "sent", "Files that steps sent or named", all, columns, 4);
}

void run_sources(RunPage *page) {
    static const Column waiver_columns[] = {
        {"step", "address"}, {"reason", "reason"}, {"by", "by"}, {"expires", "expires"}};
    static const Column input_columns[] = {{"input", "name"}, {"value", "value"}, {"from", "from"}};
    static const Column file_columns[] = {{"file", "path"}, {"is", "kind"}, {"digest", "digest"}};
    Value started = page->record->started, waivers = value_field(started, "waivers"),
          inputs = value_field(started, "inputs"),
          files = report_model_began_with(page->record, "files");
    add_ways(page);
    add_table(page, "waivers", "Waivers", waivers, waiver_columns, 4);
    add_table(page, "inputs", "Inputs", inputs, input_columns, 3);
    add_table(page, "files", "Runbooks and the files they read", files, file_columns, 3);
    add_uploads(page);
}
