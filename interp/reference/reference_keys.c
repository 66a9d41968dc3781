#include "plan/keys/keys.h"
#include "reference/reference_internal.h"

static void add_key(Buf *out, const KeyRow *row) {
    buf_addf(out, "### %s\n\n%s", row->name, row->doc);
    buf_addf(out, " Takes %s", key_shape_name(row->shape));
    for (size_t i = 0; row->choices && row->choices[i]; i++)
        buf_addf(out, "%s `%s`", i ? " or" : ":", row->choices[i]);
    buf_addf(out, "%s.\n", row->required ? "; required" : "");
    if (row->example && *row->example) buf_addf(out, "\n```yaml\n%s\n```\n", row->example);
    buf_add_char(out, '\n');
}

void reference_keys(const Registry *registry, Buf *out) {
    (void)registry;
    reference_head(out, "Keys",
                   "Every key of a runbook. One that is not here does not exist, and is refused.");
    for (int place = 0; place < KEY_PLACE_COUNT; place++) {
        buf_addf(out, "\n## %s\n\n", place_rows[place].title);
        for (uint32_t i = 0; i < key_row_count; i++) {
            if ((int)key_rows[i].place == place) add_key(out, &key_rows[i]);
        }
    }
}
