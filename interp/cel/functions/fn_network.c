// The network extension: ip(), cidr() and their methods.
#include "cel/functions/call.h"
#include "cel/functions/network.h"

#include <string.h>

static Value address_value(CelCall *call, const IpAddress *address) {
    BUF_AUTO Buf text = buf_new(64);
    address_add(&text, address);
    Value value = value_string(buf_keep(&text, call->work.arena));
    value.kind = VALUE_IP;
    return value;
}

static Value range_value(CelCall *call, const IpRange *range) {
    BUF_AUTO Buf text = buf_new(64);
    address_add(&text, &range->address);
    buf_addf(&text, "/%d", range->prefix);
    Value value = value_string(buf_keep(&text, call->work.arena));
    value.kind = VALUE_CIDR;
    return value;
}

// ── arguments ──

static bool address_of(CelCall *call, Value value, IpAddress *out) {
    const char *wrong = address_read(value_text(value), out);
    // Values are read again from their canonical text, so only a text can be wrong.
    if (wrong == NULL) return true;
    Sv shown = call_shown(call, value_text(value));
    return call_fail(call, "'%.*s' %s", SV_ARG(shown), wrong);
}

static bool range_of(CelCall *call, Value value, IpRange *out) {
    const char *wrong = range_read(value_text(value), out);
    if (wrong == NULL) return true;
    Sv shown = call_shown(call, value_text(value));
    return call_fail(call, "'%.*s' %s", SV_ARG(shown), wrong);
}

static bool prepare_at(Arena *arena, const Value *args, const bool *literal, uint32_t count,
                       uint32_t at, bool is_range, Sv *error) {
    if (at >= count || !literal[at] || args[at].kind != VALUE_STRING) return true;
    IpAddress address;
    IpRange range;
    Sv text = value_text(args[at]);
    const char *wrong = is_range ? range_read(text, &range) : address_read(text, &address);
    if (wrong == NULL) return true;
    *error = sv_format(arena, "'%.*s' %s", SV_ARG(text), wrong);
    return false;
}

static bool prepare_address(Arena *arena, const Value *args, const bool *literal, uint32_t count,
                            const CelOptions *options, const void **out, Sv *error) {
    (void)options, (void)out;
    return prepare_at(arena, args, literal, count, 0, false, error);
}

static bool prepare_range(Arena *arena, const Value *args, const bool *literal, uint32_t count,
                          const CelOptions *options, const void **out, Sv *error) {
    (void)options, (void)out;
    return prepare_at(arena, args, literal, count, 0, true, error);
}

static bool prepare_inner_address(Arena *arena, const Value *args, const bool *literal,
                                  uint32_t count, const CelOptions *options, const void **out,
                                  Sv *error) {
    (void)options, (void)out;
    return prepare_at(arena, args, literal, count, 1, false, error);
}

static bool prepare_inner_range(Arena *arena, const Value *args, const bool *literal,
                                uint32_t count, const CelOptions *options, const void **out,
                                Sv *error) {
    (void)options, (void)out;
    return prepare_at(arena, args, literal, count, 1, true, error);
}

// ── addresses ──

static bool ip(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    IpAddress address;
    if (!address_of(call, args[0], &address)) return false;
    *out = address_value(call, &address);
    return true;
}

static bool is_ip(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)call, (void)count;
    IpAddress address;
    *out = value_bool(address_read(value_text(args[0]), &address) == NULL);
    return true;
}

static bool is_canonical(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    IpAddress address;
    if (!address_of(call, args[0], &address)) return false;
    *out = value_bool(sv_eq(value_text(address_value(call, &address)), value_text(args[0])));
    return true;
}

static bool text_of(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)call, (void)count;
    *out = value_string(value_text(args[0]));
    return true;
}

static bool family(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    IpAddress address;
    if (!address_of(call, args[0], &address)) return false;
    *out = value_int(address.bits == 32 ? 4 : 6);
    return true;
}

static bool has(CelCall *call, Value value, AddressTrait trait, Value *out) {
    IpAddress address;
    if (!address_of(call, value, &address)) return false;
    *out = value_bool(address_has(&address, trait));
    return true;
}

static bool is_unspecified(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    return has(call, args[0], ADDRESS_UNSPECIFIED, out);
}

static bool is_loopback(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    return has(call, args[0], ADDRESS_LOOPBACK, out);
}

static bool is_link_local_multicast(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    return has(call, args[0], ADDRESS_LINK_LOCAL_MULTICAST, out);
}

static bool is_link_local_unicast(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    return has(call, args[0], ADDRESS_LINK_LOCAL_UNICAST, out);
}

// Private addresses count as global unicast, as the extension has it.
static bool is_global_unicast(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    IpAddress a;
    if (!address_of(call, args[0], &a)) return false;
    bool broadcast = a.bits == 32 && memcmp(a.bytes, "\xff\xff\xff\xff", 4) == 0;
    *out = value_bool(!broadcast && !address_has(&a, ADDRESS_UNSPECIFIED) &&
                      !address_has(&a, ADDRESS_LOOPBACK) && !address_has(&a, ADDRESS_MULTICAST) &&
                      !address_has(&a, ADDRESS_LINK_LOCAL_UNICAST));
    return true;
}

// ── ranges ──

static bool cidr(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    IpRange range;
    if (!range_of(call, args[0], &range)) return false;
    *out = range_value(call, &range);
    return true;
}

static bool is_cidr(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)call, (void)count;
    IpRange range;
    *out = value_bool(range_read(value_text(args[0]), &range) == NULL);
    return true;
}

static bool contains_ip(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    IpRange range;
    IpAddress address;
    if (!range_of(call, args[0], &range) || !address_of(call, args[1], &address)) return false;
    *out = value_bool(address_same_prefix(&range.address, &address, range.prefix));
    return true;
}

static bool contains_cidr(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    IpRange outer, inner;
    if (!range_of(call, args[0], &outer) || !range_of(call, args[1], &inner)) return false;
    *out = value_bool(inner.prefix >= outer.prefix &&
                      address_same_prefix(&outer.address, &inner.address, outer.prefix));
    return true;
}

static bool ip_of_cidr(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    IpRange range;
    if (!range_of(call, args[0], &range)) return false;
    *out = address_value(call, &range.address);
    return true;
}

static bool masked(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    IpRange range;
    if (!range_of(call, args[0], &range)) return false;
    range = range_masked(range);
    *out = range_value(call, &range);
    return true;
}

static bool is_mask(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    IpRange range;
    if (!range_of(call, args[0], &range)) return false;
    IpRange network = range_masked(range);
    *out = value_bool(
        memcmp(network.address.bytes, range.address.bytes, sizeof range.address.bytes) == 0);
    return true;
}

static bool prefix_length(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    IpRange range;
    if (!range_of(call, args[0], &range)) return false;
    *out = value_int(range.prefix);
    return true;
}

// ── rows ──

static const CelOverload ip_overloads[] = {{"(string) -> ip", ip}, {"cidr.() -> ip", ip_of_cidr}};
static const CelOverload is_ip_overloads[] = {{"(string) -> bool", is_ip}};
static const CelOverload canonical_overloads[] = {{"(string) -> bool", is_canonical}};
static const CelOverload string_overloads[] = {{"(ip) -> string", text_of},
                                               {"(cidr) -> string", text_of}};
static const CelOverload family_overloads[] = {{"ip.() -> int", family}};
static const CelOverload unspecified_overloads[] = {{"ip.() -> bool", is_unspecified}};
static const CelOverload loopback_overloads[] = {{"ip.() -> bool", is_loopback}};
static const CelOverload global_overloads[] = {{"ip.() -> bool", is_global_unicast}};
static const CelOverload multicast_overloads[] = {{"ip.() -> bool", is_link_local_multicast}};
static const CelOverload unicast_overloads[] = {{"ip.() -> bool", is_link_local_unicast}};
static const CelOverload cidr_overloads[] = {{"(string) -> cidr", cidr}};
static const CelOverload is_cidr_overloads[] = {{"(string) -> bool", is_cidr}};
static const CelOverload contains_ip_overloads[] = {
    {"cidr.(ip) -> bool", contains_ip},
    {"cidr.(string) -> bool", contains_ip},
};
static const CelOverload contains_cidr_overloads[] = {
    {"cidr.(cidr) -> bool", contains_cidr},
    {"cidr.(string) -> bool", contains_cidr},
};
static const CelOverload masked_overloads[] = {{"cidr.() -> cidr", masked}};
static const CelOverload mask_overloads[] = {{"cidr.() -> bool", is_mask}};
static const CelOverload prefix_overloads[] = {{"cidr.() -> int", prefix_length}};

#define ROW(row_name, row_overloads, row_prepare, row_summary, row_example)                        \
    {                                                                                              \
        .name = row_name, .summary = row_summary, .example = row_example, .since = "0.1",          \
        CEL_OVERLOADS(row_overloads), .extension = true, .prepare = row_prepare                    \
    }

static const CelFunction rows[] = {
    ROW("ip", ip_overloads, prepare_address,
        "The IP address a text is, or the address of a CIDR range.",
        "ip('192.168.0.1').family() == 4\ncidr('192.168.0.0/24').ip() == ip('192.168.0.0')"),
    ROW("isIP", is_ip_overloads, NULL, "Whether the text is an IP address.",
        "isIP('192.168.0.1')\n!isIP('192.168.0.256')"),
    ROW("ip.isCanonical", canonical_overloads, NULL,
        "Whether an IP address is written as RFC 5952 has it.",
        "ip.isCanonical('2001:db8::1')\n!ip.isCanonical('2001:DB8::1')"),
    ROW("string", string_overloads, NULL,
        "An IP address or a CIDR range as text, in its canonical form.",
        "string(ip('2001:DB8::68')) == '2001:db8::68'"),
    ROW("family", family_overloads, NULL, "4 or 6.", "ip('::1').family() == 6"),
    ROW("isUnspecified", unspecified_overloads, NULL, "Whether the address is 0.0.0.0 or ::.",
        "ip('0.0.0.0').isUnspecified()"),
    ROW("isLoopback", loopback_overloads, NULL, "Whether the address is in 127.0.0.0/8 or is ::1.",
        "ip('127.0.0.1').isLoopback()"),
    ROW("isGlobalUnicast", global_overloads, NULL,
        "Whether the address can be one host's: not unspecified, loopback, link-local, multicast or broadcast.",
        "ip('192.168.0.1').isGlobalUnicast()"),
    ROW("isLinkLocalMulticast", multicast_overloads, NULL,
        "Whether the address is in 224.0.0.0/24 or ff02::/16.",
        "ip('224.0.0.1').isLinkLocalMulticast()"),
    ROW("isLinkLocalUnicast", unicast_overloads, NULL,
        "Whether the address is in 169.254.0.0/16 or fe80::/10.",
        "ip('fe80::1').isLinkLocalUnicast()"),
    ROW("cidr", cidr_overloads, prepare_range,
        "The range of addresses a text such as 10.0.0.0/8 is.",
        "cidr('10.0.0.0/8').prefixLength() == 8"),
    ROW("isCIDR", is_cidr_overloads, NULL, "Whether the text is a range of addresses.",
        "isCIDR('10.0.0.0/8')\n!isCIDR('10.0.0.0/33')"),
    ROW("containsIP", contains_ip_overloads, prepare_inner_address,
        "Whether the address is in the range.", "cidr('10.0.0.0/8').containsIP('10.1.2.3')"),
    ROW("containsCIDR", contains_cidr_overloads, prepare_inner_range,
        "Whether the whole of the other range is in the range.",
        "cidr('10.0.0.0/8').containsCIDR('10.1.0.0/16')"),
    ROW("masked", masked_overloads, NULL, "The range with the bits after its length cleared.",
        "cidr('192.168.0.1/24').masked() == cidr('192.168.0.0/24')"),
    ROW("isMask", mask_overloads, NULL, "Whether no bit after its length is set.",
        "cidr('10.0.0.0/8').isMask()\n!cidr('10.0.0.1/8').isMask()"),
    ROW("prefixLength", prefix_overloads, NULL, "The length of the range's prefix in bits.",
        "cidr('10.0.0.0/8').prefixLength() == 8"),
};

const CelFamily cel_family_network = {
    .name = "network",
    .summary = "IP addresses and ranges of them.",
    .rows = rows,
    .count = sizeof rows / sizeof *rows,
};
