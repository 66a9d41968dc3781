#include "base/system/md5.h"

#include <string.h>

enum { BLOCK = 64, LENGTH_AT = 56 };

// floor(2^32 × |sin(i + 1)|)
static const uint32_t sines[64] = {
    0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501,
    0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821,
    0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
    0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a,
    0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70,
    0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
    0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1,
    0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391,
};

static const uint8_t turns[4][4] = {
    {7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}};

static uint32_t turned(uint32_t word, unsigned by) {
    return word << by | word >> (32 - by);
}

static uint32_t mixed(unsigned round, uint32_t b, uint32_t c, uint32_t d) {
    switch (round) {
    case 0: return (b & c) | (~b & d);
    case 1: return (d & b) | (~d & c);
    case 2: return b ^ c ^ d;
    default: return c ^ (b | ~d);
    }
}

static unsigned word_at(unsigned round, unsigned i) {
    static const unsigned times[4] = {1, 5, 3, 7}, plus[4] = {0, 1, 5, 0};
    return (times[round] * i + plus[round]) % 16;
}

static void add_block(uint32_t state[4], const unsigned char *block) {
    uint32_t words[16], a = state[0], b = state[1], c = state[2], d = state[3];
    for (unsigned i = 0; i < 16; i++) {
        const unsigned char *at = block + i * 4;
        words[i] =
            (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
    }
    for (unsigned i = 0; i < 64; i++) {
        unsigned round = i / 16;
        uint32_t sum = a + mixed(round, b, c, d) + sines[i] + words[word_at(round, i)];
        a = d;
        d = c;
        c = b;
        b += turned(sum, turns[round][i % 4]);
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
}

Md5 md5_of(Sv bytes) {
    uint32_t state[4] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};
    size_t whole = bytes.len / BLOCK * BLOCK, left = bytes.len - whole;
    for (size_t at = 0; at < whole; at += BLOCK)
        add_block(state, (const unsigned char *)bytes.at + at);
    // What is left, a bit that is set, and the length in bits at the end of a block.
    unsigned char tail[2 * BLOCK] = {0};
    if (left > 0) memcpy(tail, bytes.at + whole, left);
    tail[left] = 0x80;
    size_t size = left < LENGTH_AT ? BLOCK : 2 * BLOCK;
    uint64_t bits = (uint64_t)bytes.len * 8;
    for (unsigned i = 0; i < 8; i++)
        tail[size - 8 + i] = (unsigned char)(bits >> 8 * i);
    for (size_t at = 0; at < size; at += BLOCK)
        add_block(state, tail + at);
    Md5 out;
    for (unsigned i = 0; i < 16; i++)
        out.bytes[i] = (unsigned char)(state[i / 4] >> i % 4 * 8);
    return out;
}
