// Time zones: how far the clocks of a place are ahead of UTC. Reads the system's zone files itself,
// since the C library's way (the TZ variable and tzset) does not work with several threads. Caches
// nothing.
#ifndef VALUE_ZONE_H
#define VALUE_ZONE_H

#include "base/sv.h"

// Seconds east of UTC at that moment in "UTC", "+02:00", "02:00", "-7:30" or an IANA zone; false:
// no such zone.
MUST_USE bool zone_offset(Sv zone, int64_t at_seconds, int32_t *out);
// The rule in the footer of a zone file or in the TZ variable ("CET-1CEST,M3.5.0,M10.5.0/3"); false
// if malformed.
MUST_USE bool zone_rule_offset(Sv rule, int64_t at_seconds, int32_t *out);

#endif
