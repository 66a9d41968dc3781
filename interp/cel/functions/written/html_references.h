// Texts within HTML: what must be escaped, and what references to characters mean.
#ifndef CEL_FUNCTIONS_WRITTEN_HTML_REFERENCES_H
#define CEL_FUNCTIONS_WRITTEN_HTML_REFERENCES_H

#include "base/buf.h"

void html_add_escaped(Buf *out, Sv text);
// References end in ';' and are named, &eacute;, or numbers, &#233; &#xe9;. Any other '&' is
// itself.
void html_add_unescaped(Buf *out, Sv text);

#endif
