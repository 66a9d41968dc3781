#include "cel/functions/network.h"
#include "base/ascii.h"
#include "base/num.h"

#include <arpa/inet.h>
#include <string.h>

// ── reading ──

static bool is_mapped(const IpAddress *address) {
    static const unsigned char start[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
    return address->bits == 128 && memcmp(address->bytes, start, sizeof start) == 0;
}

static bool read_plain(Sv text, IpAddress *out) {
    char copy[INET6_ADDRSTRLEN + 1];
    if (text.len == 0 || text.len >= sizeof copy || sv_find_char(text, '\0', 0) != SV_NONE)
        return false;
    memcpy(copy, text.at, text.len);
    copy[text.len] = '\0';
    IpAddress address = {.bits = 32};
    if (inet_pton(AF_INET, copy, address.bytes) != 1) {
        address.bits = 128;
        if (inet_pton(AF_INET6, copy, address.bytes) != 1) return false;
    }
    *out = address;
    return true;
}

const char *address_read(Sv text, IpAddress *out) {
    if (sv_find_char(text, '%', 0) != SV_NONE)
        return "is an address with a zone, which is not allowed";
    if (!read_plain(text, out)) return "is not an IP address";
    if (!is_mapped(out)) return NULL;
    if (sv_find_char(text, '.', 0) != SV_NONE) {
        return "is an IPv4-mapped IPv6 address, which is not allowed; write the IPv4 address";
    }
    // Written as hex groups it is still the IPv4 address.
    memmove(out->bytes, out->bytes + 12, 4);
    memset(out->bytes + 4, 0, 12);
    out->bits = 32;
    return NULL;
}

const char *range_read(Sv text, IpRange *out) {
    size_t slash = sv_find_char(text, '/', 0);
    if (sv_find_char(text, '%', 0) != SV_NONE)
        return "is an address with a zone, which is not allowed";
    if (slash == SV_NONE) return "is not a CIDR range: it has no /length";
    IpRange range;
    if (!read_plain(sv_slice(text, 0, slash), &range.address)) return "is not a CIDR range";
    if (is_mapped(&range.address)) {
        return "is an IPv4-mapped IPv6 address, which is not allowed; write the IPv4 address";
    }
    Sv digits = sv_slice(text, slash + 1, text.len);
    uint64_t prefix = 0;
    bool plain = digits.len > 0 && digits.len <= 3 && ascii_is_digit(digits.at[0]) &&
                 (digits.len == 1 || digits.at[0] != '0');
    if (!plain || !num_parse_u64(digits, &prefix))
        return "is not a CIDR range: its length is not a number";
    if (prefix > (uint64_t)range.address.bits)
        return "is not a CIDR range: its length is too great";
    range.prefix = (int)prefix;
    *out = range;
    return NULL;
}

// ── writing (RFC 5952) ──

// The longest run of at least two zero groups, the first of equals.
static void longest_zeros(const unsigned groups[8], int *from, int *length) {
    *from = *length = 0;
    for (int i = 0; i < 8;) {
        int end = i;
        while (end < 8 && groups[end] == 0)
            end++;
        if (end - i >= 2 && end - i > *length) {
            *from = i;
            *length = end - i;
        }
        i = end > i ? end : i + 1;
    }
}

static void add_ipv6(Buf *out, const unsigned char bytes[16]) {
    unsigned groups[8];
    for (int i = 0; i < 8; i++)
        groups[i] = (unsigned)bytes[2 * i] << 8 | bytes[2 * i + 1];
    int from = 0, length = 0;
    longest_zeros(groups, &from, &length);
    for (int i = 0; i < 8;) {
        if (length > 0 && i == from) {
            buf_add_c(out, "::");
            i += length;
            continue;
        }
        bool after_gap = length > 0 && i == from + length;
        if (i > 0 && !after_gap) buf_add_char(out, ':');
        buf_addf(out, "%x", groups[i++]);
    }
}

void address_add(Buf *out, const IpAddress *address) {
    const unsigned char *b = address->bytes;
    if (address->bits == 32)
        buf_addf(out, "%d.%d.%d.%d", b[0], b[1], b[2], b[3]);
    else
        add_ipv6(out, b);
}

// ── asking ──

static bool all_zero(const unsigned char *bytes, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (bytes[i] != 0) return false;
    }
    return true;
}

bool address_has(const IpAddress *address, AddressTrait trait) {
    const unsigned char *b = address->bytes;
    bool v4 = address->bits == 32;
    switch (trait) {
    case ADDRESS_UNSPECIFIED: return all_zero(b, v4 ? 4 : 16);
    case ADDRESS_LOOPBACK: return v4 ? b[0] == 127 : all_zero(b, 15) && b[15] == 1;
    case ADDRESS_LINK_LOCAL_MULTICAST:
        return v4 ? b[0] == 224 && b[1] == 0 && b[2] == 0 : b[0] == 0xFF && (b[1] & 0x0F) == 0x02;
    case ADDRESS_LINK_LOCAL_UNICAST:
        return v4 ? b[0] == 169 && b[1] == 254 : b[0] == 0xFE && (b[1] & 0xC0) == 0x80;
    case ADDRESS_MULTICAST: return v4 ? (b[0] & 0xF0) == 0xE0 : b[0] == 0xFF;
    }
    return false;
}

bool address_same_prefix(const IpAddress *a, const IpAddress *b, int prefix) {
    if (a->bits != b->bits) return false;
    for (int bit = 0; bit < prefix; bit++) {
        unsigned mask = 0x80u >> (bit % 8);
        if ((a->bytes[bit / 8] & mask) != (b->bytes[bit / 8] & mask)) return false;
    }
    return true;
}

IpRange range_masked(IpRange range) {
    for (int bit = range.prefix; bit < range.address.bits; bit++) {
        range.address.bytes[bit / 8] &= (unsigned char)~(0x80u >> (bit % 8));
    }
    return range;
}
