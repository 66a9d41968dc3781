// What a request on a page carries as its body, and how it is best written in a runbook.
#ifndef IMPORT_IMPORT_BODY_H
#define IMPORT_IMPORT_BODY_H

#include "import/import_internal.h"

typedef enum BodyKind { BODY_NONE, BODY_JSON, BODY_FORM, BODY_TEXT, BODY_UNSENDABLE } BodyKind;

typedef struct RequestBody {
    BodyKind kind;
    Value json;
} RequestBody;

// BODY_UNSENDABLE where it holds a credential that no step could keep out of the draft.
RequestBody page_body(const Draft *draft, const PageRequest *page);
// The header of that name, whatever its case; NULL where there is none.
const DraftVariable *page_header(const PageRequest *page, const char *name);
// What a header's or a field's name is made of.
bool page_is_token(Sv name);
// Without the end of a line in it.
bool page_is_line(Sv text);

#endif
