#include "cel/function.h"

const CelFamily *const cel_families[] = {
#define FAMILY(name) &cel_family_##name,
#include "cel/families.def"
#undef FAMILY
};

const uint32_t cel_family_count = sizeof cel_families / sizeof *cel_families;
