// The typed program that comes of a runbook: what stands in it, not what is refused (tests/cases).
#include "base/limits.h"
#include "base/system/file.h"
#include "check.h"
#include "plan/plan.h"
#include "registry.h"

#include <stdlib.h>
#include <unistd.h>

static Arena *arena;
static Sv folder;

static void write_file(const char *name, const char *text) {
    CHECK(file_write_atomic(path_join(arena, folder, sv_from_c(name)), sv_from_c(text), 0600));
}

static Plan *load(const char *name) {
    Diags diags = diags_new(arena);
    PlanOptions options = {.registry = stdlib_registry(), .root = folder};
    Plan *plan = plan_load(arena, path_join(arena, folder, sv_from_c(name)), &options, &diags);
    Buf out BUF_AUTO = buf_new(1 << 20);
    diags_render(&diags, (DiagStyle){false, 0, false}, &out);
    CHECK_C(buf_sv(&out), "");
    CHECK(plan != NULL);
    return plan;
}

static Runbook *runbook_of(const char *text) {
    write_file("case.yaml", text);
    Plan *plan = load("case.yaml");
    return plan ? plan->top : NULL;
}

#define HEAD "runbook: 1\ntitle: A case\nconnections:\n  app: { http: https://example.test }\n"

static void test_places(void) {
    Runbook *top = runbook_of(HEAD "steps:\n"
                                   "  - exec: [one]\n"
                                   "  - id: group\n"
                                   "    steps:\n"
                                   "      - exec: [two, three]\n"
                                   "      - name: Nested\n"
                                   "        steps:\n"
                                   "          - id: deep\n"
                                   "            exec: [four]\n"
                                   "            effect: change\n"
                                   "            undo:\n"
                                   "              - exec: [five]\n"
                                   "finally:\n"
                                   "  - exec: [six]\n");
    CHECK_INT(top->step_count, 2);
    CHECK_INT(top->total_steps, 7);
    CHECK_C(top->name, "case");
    Step *group = top->steps[1], *nested = group->children[1], *deep = nested->children[0];
    CHECK_C(top->steps[0]->number, "1");
    CHECK_C(top->steps[0]->name, "one");
    CHECK_C(group->children[0]->number, "2.1");
    CHECK_C(group->children[0]->name, "two three");
    CHECK_C(deep->number, "2.2.1");
    CHECK_C(step_address(arena, top->steps[0]), "1");
    CHECK_C(step_address(arena, group->children[0]), "group/2.1");
    CHECK_C(step_address(arena, nested), "group/2.2");
    CHECK_C(step_address(arena, deep), "group/deep");
    CHECK_C(deep->undo[0]->number, "2.2.1.undo1");
    CHECK_C(step_address(arena, deep->undo[0]), "group/deep/2.2.1.undo1");
    CHECK_C(top->finally[0]->number, "3");
    CHECK(deep->parent == nested && nested->parent == group && group->parent == NULL);
}

static bool gather(void *self, Step *step, const char *phase, uint32_t depth) {
    buf_addf(self, "%u %s %.*s\n", depth, phase, SV_ARG(step->number));
    return true;
}

static void test_include_tree(void) {
    Runbook *top = runbook_of(
        HEAD "inputs:\n  tenant: { default: acme }\n"
             "steps:\n"
             "  - id: part\n    include: part.yaml\n    inputs: { count: 3 }\n    level: should\n"
             "  - include: part.yaml\n"
             "  - check: steps.part.out == 'x'\n");
    Runbook *part = top->steps[0]->include, *other = top->steps[1]->include;
    CHECK(part && other && part != other);
    CHECK(part->parent == top && part->included_by == top->steps[0]);
    CHECK_C(part->name, "part");
    CHECK_C(step_address(arena, part->steps[0]), "part/look");
    CHECK_C(step_address(arena, part->steps[1]), "part/2");
    CHECK_C(step_address(arena, other->steps[0]), "2/look");
    CHECK_INT(part->steps[0]->level, LEVEL_SHOULD);
    CHECK_INT(other->steps[0]->level, LEVEL_MUST);
    const ValueSource *given = top->steps[0]->include_inputs;
    CHECK_INT(given->count, 1);
    CHECK_C(given->keys[0], "count");
    CHECK_INT(given->items[0].constant.integer, 3);
    CHECK(top->steps[1]->include_inputs == NULL);
    CHECK_INT(top->total_steps, 7);
    Buf seen BUF_AUTO = buf_new(1 << 16);
    plan_visit(top, gather, &seen);
    CHECK_C(buf_sv(&seen),
            "0 steps 1\n1 steps 1\n1 steps 2\n0 steps 2\n1 steps 1\n1 steps 2\n0 steps 3\n");
}

static Step *only(const char *step) {
    Buf text BUF_AUTO = buf_new(1 << 16);
    buf_addf(&text, HEAD "steps:\n  - id: only\n%s", step);
    Runbook *top = runbook_of(sv_to_c(arena, buf_sv(&text)));
    return top ? top->steps[0] : NULL;
}

static void test_effects(void) {
    CHECK_INT(only("    http: GET /x\n")->effect, EFFECT_READ);
    CHECK_INT(only("    http: POST /x\n")->effect, EFFECT_CHANGE);
    CHECK_INT(only("    http: POST /x/${run.id}\n")->effect, EFFECT_CHANGE);
    CHECK_INT(only("    http: GET /x/${run.id}\n")->effect, EFFECT_READ);
    CHECK_INT(only("    http: POST /search\n    effect: read\n")->effect, EFFECT_READ);
    CHECK_INT(only("    exec: [tool]\n")->effect, EFFECT_CHANGE);
    CHECK_INT(only("    exec: [tool]\n    effect: idempotent\n")->effect, EFFECT_IDEMPOTENT);
    CHECK_INT(only("    confirm: Is it so?\n")->effect, EFFECT_ANSWER);
}

static void test_implied(void) {
    Step *plain = only("    http: GET /x\n");
    CHECK_INT(plain->expect_count, 1);
    CHECK(plain->expects[0].implied);
    CHECK_C(plain->expects[0].text, "status >= 200 && status < 300");
    Step *own = only("    http: GET /x\n    expect: status == 404\n");
    CHECK_INT(own->expect_count, 1);
    CHECK(!own->expects[0].implied);
    // Only a must switches it off.
    Step *weak =
        only("    http: GET /x\n    expect:\n      - { that: status == 404, level: should }\n");
    CHECK_INT(weak->expect_count, 2);
    CHECK(weak->expects[1].implied);
    Step *should = only("    http: GET /x\n    level: should\n    expect: json.ok == true\n");
    CHECK_INT(should->expect_count, 2);
    CHECK_INT(should->expects[0].level, LEVEL_SHOULD);
    CHECK_INT(should->expects[1].level, LEVEL_SHOULD);
}

static void test_lines(void) {
    Step *step = only("    http: GET /x\n"
                      "    expect: |\n"
                      "      # first\n"
                      "      status == 200 &&\n"
                      "        # in between\n"
                      "        elapsed < seconds(2)\n"
                      "\n"
                      "      json.list.size() > 0\n"
                      "      json.list.all(i,\n"
                      "        i.id != '')\n"
                      "      json.other.all(i, i > 0)\n");
    CHECK_INT(step->expect_count, 4);
    CHECK_C(step->expects[0].text, "status == 200 && elapsed < seconds(2)");
    CHECK_C(step->expects[2].text, "json.list.all(i, i.id != '')");
    CHECK(step->expects[2].allow_empty);
    CHECK(!step->expects[3].allow_empty);
    CHECK_C(span_text(step->expects[1].span), "json.list.size() > 0");
}

static void test_defaults(void) {
    Runbook *top = runbook_of(
        HEAD "  other: { http: https://other.test }\n"
             "  db: { sql: \"sqlite:app.db\" }\n"
             "defaults:\n  timeout: 7s\n  retry: { attempts: 3 }\n  via: other\n  env: { A: b }\n"
             "steps:\n"
             "  - http: GET /x\n"
             "  - http: GET /x\n    timeout: 9s\n    via: app\n    retry: { attempts: 5 }\n"
             "  - exec: [tool]\n"
             "  - exec: [tool]\n    env: { C: d }\n    effect: read\n"
             "  - sql: SELECT 1\n    expect: value == 1\n"
             "  - confirm: Is it so?\n"
             "  - timeout: 1m\n    steps:\n      - exec: [tool]\n"
             "  - id: loop\n    for_each: { n: [1, 2] }\n    timeout: 2m\n    http: GET /${n}\n"
             "  - http: GET /x\n    poll: { until: status == 200, for: 1m }\n");
    int64_t second = 1000000000;
    CHECK_INT(top->steps[0]->timeout_ns, 7 * second);
    CHECK_INT(top->steps[0]->retry.attempts, 3);
    CHECK_C(top->steps[0]->via->name, "other");
    CHECK_INT(top->steps[1]->timeout_ns, 9 * second);
    CHECK_INT(top->steps[1]->retry.attempts, 5);
    CHECK_C(top->steps[1]->via->name, "app");
    CHECK(!top->steps[2]->retry.given); // a change
    CHECK(top->steps[3]->retry.given);
    CHECK_C(top->steps[4]->via->name, "db");
    CHECK_INT(top->steps[5]->timeout_ns, NO_DEADLINE);
    CHECK_INT(top->steps[6]->timeout_ns, 60 * second);
    CHECK_INT(top->steps[6]->whole_ns, 60 * second);
    CHECK_INT(top->steps[7]->timeout_ns, 7 * second);
    CHECK_INT(top->steps[7]->whole_ns, 120 * second);
    CHECK(!top->steps[8]->retry.given);
    int env = action_param(top->steps[2]->action, SV("env"));
    CHECK_C(top->steps[2]->params[env]->keys
                ? top->steps[2]->params[env]->keys[0]
                : value_text(value_key(top->steps[2]->params[env]->constant, 0)),
            "A");
    CHECK_C(value_text(value_key(top->steps[3]->params[env]->constant, 0)), "C");
}

static void test_sources(void) {
    Step *step = only(
        "    http:\n      send: POST /x/${run.id}\n      json: { a: [1, \"${run.id}\", 0.5, null], b: \"$${x}\" }\n");
    int send = action_param(step->action, SV("send")),
        json = action_param(step->action, SV("json"));
    CHECK_INT(step->params[send]->kind, SOURCE_TEMPLATE);
    CHECK(step->params[send]->url);
    const ValueSource *tree = step->params[json];
    CHECK_INT(tree->kind, SOURCE_MAP);
    CHECK_INT(tree->items[0].kind, SOURCE_LIST);
    CHECK(tree->items[0].items[1].template->whole);
    CHECK_INT(tree->items[0].items[0].constant.integer, 1);
    CHECK_C(value_text(tree->items[1].constant), "${x}");
    Step *argv = only("    exec: [tool, \"${['a', 'b']}\", \"x${run.id}\"]\n");
    const ValueSource *list = argv->params[0];
    CHECK(list->items[1].splice && !list->items[2].splice && !list->items[0].splice);
    Step *plain = only("    exec: [tool, NO, 1.20]\n");
    CHECK_INT(plain->params[0]->kind, SOURCE_CONSTANT);
    CHECK_C(value_text(value_item(plain->params[0]->constant, 2)), "1.20");
}

static void test_declared(void) {
    Runbook *top = runbook_of(
        HEAD "inputs:\n"
             "  release: { default: 1.20 }\n"
             "  tenants: { type: list, items: string, default: [1, NO] }\n"
             "  data: { type: list, default: [1, NO] }\n"
             "  wait: { type: duration, default: 1h30m }\n"
             "secrets:\n  a: { env: A }\n  b: { env: B }\n  c: { command: [pass, show] }\n"
             "  one_of: [[[a], [b]], [[b, c], [a]]]\n"
             "vars:\n  third: vars.second + '!'\n  second: vars.first\n  first: inputs.release\n"
             "fresh_for: 1m\n"
             "steps:\n  - exec: [tool, \"${vars.third}\"]\n");
    CHECK_C(value_text(top->inputs[0].fallback->constant), "1.20");
    CHECK_INT(value_item(top->inputs[1].fallback->constant, 0).kind, VALUE_STRING);
    CHECK_INT(value_item(top->inputs[2].fallback->constant, 0).kind, VALUE_INT);
    CHECK_INT(value_duration_to_ns(top->inputs[3].fallback->constant) / 1000000000, 5400);
    CHECK_INT(top->one_of_count, 4);
    CHECK_INT(top->one_of_groups[1], 0);
    CHECK_INT(top->one_of_groups[2], 1);
    CHECK_INT(top->one_of[2].count, 2);
    CHECK(top->secrets[0].optional);
    CHECK_C(top->vars[0].name, "first");
    CHECK_C(top->vars[2].name, "third");
    CHECK_INT(top->vars[2].type.kind, CEL_TYPE_STRING);
    CHECK_INT(top->fresh_for_ns / 1000000000, 60);
    CHECK_INT(top->valid_for_ns / 1000000000, 4 * 3600);
}

static void test_files(void) {
    write_file("shared.yaml", "inputs:\n  base: { default: x }\n");
    write_file(
        "case.yaml", HEAD
        "use: shared.yaml\ninputs:\n  tenant: { default: x }\nsteps:\n  - include: part.yaml\n  - include: ./part.yaml\n");
    Plan *plan = load("case.yaml");
    CHECK_INT(plan->file_count, 3);
    CHECK(sv_ends(plan->files[0].path, SV("case.yaml")));
    CHECK(sv_ends(plan->files[1].path, SV("shared.yaml")));
    CHECK(sv_ends(plan->files[2].path, SV("part.yaml")));
    CHECK(sv_starts(plan->files[0].digest, SV("sha256:")));
    CHECK_SV(plan->root, path_real(arena, folder));
    CHECK_SV(plan->top->folder, path_real(arena, folder));
    CHECK_INT(plan->total_steps, 6);
}

int main(void) {
    char name[] = "/tmp/plan-test-XXXXXX";
    arena = arena_new(LIMIT_PROGRAM_MEMORY);
    if (!mkdtemp(name)) return 1;
    folder = sv_from_c(name);
    test_places();
    write_file(
        "part.yaml",
        "runbook: 1\ntitle: A part\ninputs:\n  tenant: {}\n  count: { type: int, default: 1 }\n"
        "steps:\n  - id: look\n    exec: [tool]\n    capture: { out: stdout }\n  - exec: [tool]\n"
        "outputs:\n  out: steps.look.out\n");
    test_include_tree();
    test_effects();
    test_implied();
    test_lines();
    test_defaults();
    test_sources();
    test_declared();
    test_files();
    static const char *const files[] = {"case.yaml", "part.yaml", "shared.yaml"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        unlink(sv_to_c(arena, path_join(arena, folder, sv_from_c(files[i]))));
    CHECK_INT(rmdir(name), 0);
    arena_free(arena);
    return check_done();
}
