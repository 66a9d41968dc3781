// libxml2, loaded late (late.h). A variable of the library is reached through its address.
#ifndef LATE_XML_H
#define LATE_XML_H

#include <libxml/HTMLparser.h>
#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

typedef struct LateXml {
#define FUNCTION(name) __typeof__(name) *name;
#define VARIABLE(name) __typeof__(name) *name;
#include "late/xml.def"
#undef VARIABLE
#undef FUNCTION
} LateXml;
extern LateXml late_xml;

#ifndef LATE_DIRECT
#include "late/xml_names.h" // made from xml.def by cmake/late_names.cmake
#endif

#endif
