// Patterns of `allow` against what is touched: what they let, and what they must not.
#include "check.h"
#include "plan/permit.h"

#include <stdlib.h>

static Arena *arena;

static Runbook bounded(const char *key, const char *pattern) {
    ListBuilder list = list_builder(arena);
    list_add(&list, value_string(sv_from_c(pattern)));
    MapBuilder allow = map_builder(arena);
    map_add_c(&allow, key, list_done(&list));
    return (Runbook){.has_allow = true,
                     .allow = map_done(&allow),
                     .folder = SV("/no-such/project"),
                     .path = SV("a.yaml")};
}

static bool lets(const char *key, const char *pattern, Touch touch) {
    Runbook runbook = bounded(key, pattern);
    PermitRefusal refusal;
    return permit(&runbook, arena, &touch, &refusal);
}

static bool lets_path(const char *pattern, const char *path) {
    return lets("paths", pattern, touch_path(arena, sv_from_c(path), sv_from_c(path)));
}

static bool lets_host(const char *pattern, const char *address) {
    return lets("hosts", pattern, touch_host(arena, sv_from_c(address)));
}

static bool lets_variable(const char *pattern, const char *name) {
    Runbook runbook = bounded("secrets", pattern);
    PermitRefusal refusal;
    return permit_variable(&runbook, arena, sv_from_c(name), &refusal);
}

static void stars_stay_between_slashes(void) {
    CHECK(lets_path("/a/*", "/a/b") && lets_path("/a/*", "/a/.b") && lets_path("/*/*", "/a/b"));
    CHECK(lets_path("/a/*.txt", "/a/b.c.txt") && lets_path("/a/*b*c", "/a/xbxbc"));
    CHECK(lets_path("/a*b/*c", "/axxb/xcxc") && lets_path("/a/?", "/a/b"));
    CHECK(!lets_path("/a/*", "/a/b/c") && !lets_path("/a/**", "/a/b/c") && !lets_path("*", "/a"));
    CHECK(!lets_path("/a*", "/a/b") && !lets_path("/a?b", "/a/b") && !lets_path("/*", "/a/b"));
    CHECK(!lets_path("/a*b/*c", "/ax/b/c") && !lets_path("/a/*/c", "/a/b/b/c"));
    CHECK(!lets_path("/a/b", "/a/bc") && !lets_path("/a/bc", "/a/b") && !lets_path("", "/a"));
}

static void entries_are_relative_to_their_file(void) {
    CHECK(lets_path("x", "/no-such/project/x") && lets_path("./x", "/no-such/project/x"));
    CHECK(lets_path("../x", "/no-such/x") && lets_path("a/../x", "/no-such/project/x"));
    CHECK(lets_path("a/*", "/no-such/project/a/x") && !lets_path("a/*", "/a/x"));
    CHECK(!lets_path("../../../../etc/x", "/no-such/etc/x"));
    CHECK(lets_path("../../../../etc/x", "/etc/x"));
}

static void a_slash_at_the_end_is_all_beneath(void) {
    CHECK(lets_path("a/", "/no-such/project/a/x") && lets_path("a/", "/no-such/project/a/b/c"));
    CHECK(lets_path("/a/*/", "/a/b/c/d") && !lets_path("/a/*/", "/a/b"));
    CHECK(!lets_path("a/", "/no-such/project/ab/x") && !lets_path("a/", "/no-such/project/a"));
    CHECK(!lets_path("a/", "/no-such/project/b/a/x"));
}

static void hosts_go_with_and_without_ports(void) {
    CHECK(lets_host("a.test", "a.test:80") && lets_host("a.test:80", "a.test:80"));
    CHECK(lets_host("*.a.test", "x.y.a.test:1") && lets_host("[::1]", "[::1]:80"));
    CHECK(!lets_host("a.test:81", "a.test:80") && !lets_host("*.a.test", "a.test:80"));
    CHECK(!lets_host("a.test", "a.test.evil:80") && !lets_host("a.test", "evil-a.test:80"));
}

static void a_pattern_is_covered_by_no_less(void) {
    CHECK(lets_variable("AWS_*", "AWS_*") && lets_variable("*", "AWS_*"));
    CHECK(lets_variable("A*", "AWS_?*") && lets_variable("A?B", "A?B") && lets_variable("?", "?"));
    CHECK(!lets_variable("AWS_K*", "AWS_*") && !lets_variable("?", "*") &&
          !lets_variable("AXB", "A?B"));
    CHECK(!lets_variable("A?", "A*") && !lets_variable("AWS_", "AWS_*"));
    CHECK(lets_variable("OTHER", "HOME") && lets_variable("OTHER", "LC_ALL"));
    CHECK(!lets_variable("OTHER", "HOMES") && !lets_variable("OTHER", "LD_PRELOAD"));
}

// Everyone around it must let it, each in its own way.
static void all_around_are_asked(void) {
    Runbook outer = bounded("paths", "/a/*"), inner = bounded("paths", "/*/x");
    inner.parent = &outer;
    PermitRefusal refusal;
    Touch good = touch_path(arena, SV("/a/x"), SV("/a/x")),
          bad = touch_path(arena, SV("/b/x"), SV("/b/x"));
    CHECK(permit(&inner, arena, &good, &refusal));
    CHECK(!permit(&inner, arena, &bad, &refusal));
    CHECK_SV(refusal.reason, SV("path '/b/x' is not among allow.paths of a.yaml"));
    CHECK_SV(refusal.hint, SV("if that is meant, write beneath allow:\npaths: [/a/*, /b/x]"));
    inner.has_allow = outer.has_allow = false;
    CHECK(permit(&inner, arena, &bad, &refusal) && !permit_bounded(&inner));
    outer.has_allow = true;
    CHECK(!permit(&inner, arena, &bad, &refusal) && permit_bounded(&inner));
}

int main(void) {
    arena = arena_new(1024 * 1024);
    stars_stay_between_slashes();
    entries_are_relative_to_their_file();
    a_slash_at_the_end_is_all_beneath();
    hosts_go_with_and_without_ports();
    a_pattern_is_covered_by_no_less();
    all_around_are_asked();
    arena_free(arena);
    return check_done();
}
