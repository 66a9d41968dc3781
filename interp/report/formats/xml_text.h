// Well-formed XML 1.0, whatever the text holds.
#ifndef REPORT_FORMATS_XML_TEXT_H
#define REPORT_FORMATS_XML_TEXT_H

#include "base/buf.h"

// Adds character data. Characters that XML 1.0 cannot hold are escaped; the five special ones
// become entities.
void xml_text(Buf *out, Sv text);
// ` name="value"`, on one line.
void xml_attribute(Buf *out, const char *name, Sv value);
void xml_attribute_int(Buf *out, const char *name, int64_t value);
void xml_attribute_seconds(Buf *out, const char *name, int64_t ns); // "1.234"

#endif
