/* A jump for each function of a library that is loaded late. Its address stands in a table; at first that is the address of
   code which asks late_resolve for the real one. */
#include <cet.h>

    .section .note.GNU-stack,"",@progbits

/* ── the tables, one a library, in the order of its .def ── */
    .section .data.rel.ro,"aw",@progbits
    .balign 8
#define FUNCTION(name) late_slot_##name: .quad late_first_##name;
/* A variable that holds a function is its own place in the table. */
#define VARIABLE(name)                                                                             \
    .globl name; .hidden name; .type name, @object; .size name, 8; name: FUNCTION(name)
#define TABLE(library) .globl late_slots_##library; .hidden late_slots_##library; late_slots_##library:
TABLE(curl)
#include "curl.def"
TABLE(pq)
#include "pq.def"
TABLE(sqlite)
#include "sqlite.def"
TABLE(xml)
#include "xml.def"
TABLE(ssl)
#include "ssl.def"
TABLE(crypto)
#include "crypto.def"
TABLE(edit)
#include "edit.def"
#undef FUNCTION
#undef VARIABLE

/* ── the jumps ── */
    .text
#define FUNCTION(name)                                                                             \
    .globl name; .hidden name; .type name, @function; .balign 16;                                  \
name: _CET_ENDBR; jmp *late_slot_##name(%rip);                                                     \
    .size name, .-name;                                                                            \
    VARIABLE(name)
#define VARIABLE(name)                                                                             \
late_first_##name: _CET_ENDBR; leaq late_slot_##name(%rip), %r11; jmp late_enter;
#include "curl.def"
#include "pq.def"
#include "sqlite.def"
#include "xml.def"
#include "ssl.def"
#include "crypto.def"
#include "edit.def"
#undef FUNCTION
#undef VARIABLE

/* All that may hold an argument is kept over the call; %al counts the vector registers of a variadic one. */
    .type late_enter, @function
    .balign 16
late_enter:
    pushq %rbp
    movq %rsp, %rbp
    subq $192, %rsp
    movq %rax, (%rsp)
    movq %rdi, 8(%rsp)
    movq %rsi, 16(%rsp)
    movq %rdx, 24(%rsp)
    movq %rcx, 32(%rsp)
    movq %r8, 40(%rsp)
    movq %r9, 48(%rsp)
    movaps %xmm0, 64(%rsp)
    movaps %xmm1, 80(%rsp)
    movaps %xmm2, 96(%rsp)
    movaps %xmm3, 112(%rsp)
    movaps %xmm4, 128(%rsp)
    movaps %xmm5, 144(%rsp)
    movaps %xmm6, 160(%rsp)
    movaps %xmm7, 176(%rsp)
    movq %r11, %rdi
    call late_resolve@PLT
    movq %rax, %r11
    movq (%rsp), %rax
    movq 8(%rsp), %rdi
    movq 16(%rsp), %rsi
    movq 24(%rsp), %rdx
    movq 32(%rsp), %rcx
    movq 40(%rsp), %r8
    movq 48(%rsp), %r9
    movaps 64(%rsp), %xmm0
    movaps 80(%rsp), %xmm1
    movaps 96(%rsp), %xmm2
    movaps 112(%rsp), %xmm3
    movaps 128(%rsp), %xmm4
    movaps 144(%rsp), %xmm5
    movaps 160(%rsp), %xmm6
    movaps 176(%rsp), %xmm7
    leave
    jmp *%r11
    .size late_enter, .-late_enter
