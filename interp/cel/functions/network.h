// IP addresses and ranges: reading, writing in the form of RFC 5952, asking about them. Refuses
// zones and IPv4 addresses written inside IPv6 ones, since a second spelling of an address can get
// past an allow-list.
#ifndef CEL_FUNCTIONS_NETWORK_H
#define CEL_FUNCTIONS_NETWORK_H

#include "base/buf.h"
#include "base/sv.h"

typedef struct IpAddress {
    unsigned char bytes[16]; // the first 4 of IPv4, the others 0
    int bits;                // 32 or 128
} IpAddress;

typedef struct IpRange {
    IpAddress address; // as written: bits after the prefix may be set
    int prefix;        // bits of the network
} IpRange;

// What is wrong with the text ("is not an IP address"), or NULL.
const char *address_read(Sv text, IpAddress *out);
const char *range_read(Sv text, IpRange *out);
void address_add(Buf *out, const IpAddress *address);

typedef enum AddressTrait {
    ADDRESS_UNSPECIFIED,
    ADDRESS_LOOPBACK,
    ADDRESS_LINK_LOCAL_MULTICAST,
    ADDRESS_LINK_LOCAL_UNICAST,
    ADDRESS_MULTICAST
} AddressTrait;

bool address_has(const IpAddress *address, AddressTrait trait);
// Whether both are of one family and agree in the first `prefix` bits.
bool address_same_prefix(const IpAddress *a, const IpAddress *b, int prefix);
// With the bits after the prefix cleared.
IpRange range_masked(IpRange range);

#endif
