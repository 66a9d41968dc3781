// Whether a text that is no well-formed XML may be read as HTML.
#ifndef XPATH_XPATH_HTML_H
#define XPATH_XPATH_HTML_H

#include "base/sv.h"

// Decides by the first element: one of HTML's, or one with a hyphen in its name, as pages define
// their own.
bool begins_as_html(Sv text);

#endif
