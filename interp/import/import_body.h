// The body of a request on a page, and how it is best written in a runbook.
#ifndef IMPORT_IMPORT_BODY_H
#define IMPORT_IMPORT_BODY_H

#include "import/import_internal.h"

typedef enum BodyKind { BODY_NONE, BODY_JSON, BODY_FORM, BODY_TEXT, BODY_UNSENDABLE } BodyKind;

typedef struct RequestBody {
    BodyKind kind;
    Value json;
} RequestBody;

// BODY_UNSENDABLE if it contains a credential that no step could keep out of the draft.
RequestBody page_body(const Draft *draft, const PageRequest *page);
// The header of that name in any case; NULL if there is none.
const DraftVariable *page_header(const PageRequest *page, const char *name);
// Whether it can be the name of a header or field.
bool page_is_token(Sv name);
// Whether it has no line ends.
bool page_is_line(Sv text);

#endif
