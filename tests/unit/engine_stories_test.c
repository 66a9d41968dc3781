// Every runbook under tests/stories is run with scripted actions, and all its events are held
// against NAME.events. With --update the files are written anew; a person reads the difference.
//
// Lines at a story's top say how it is run: `# input NAME=VALUE`, `# env NAME=VALUE`, `# answer
// ID=WORD`, `# only ADDRESS`,
// `# skip ADDRESS`, `# from ADDRESS`, `# tags TAG`, `# waivers FILE`, `# as NAME`, `# step MS` (of
// the clock), `# set-back S after MS` (of the wall clock).
#include "engine_fake.h"
#include "golden.h"
#include "seen_check.h"
#include <dirent.h>

enum { MOST = 16 };

typedef struct Story {
    NamedText inputs[MOST], answers[MOST];
    Sv only[MOST], skip[MOST], tags[MOST];
    const char *variables[2 * MOST + 1];
    uint32_t variable_count;
} Story;

static NamedText given_of(Sv text) {
    size_t equals = sv_find_char(text, '=', 0);
    return (NamedText){sv_slice(text, 0, equals), sv_slice(text, equals + 1, text.len)};
}

// The name of a question may hold one itself: sure[who=ann].
static NamedText answer_of(Sv text) {
    size_t equals = text.len;
    while (equals > 0 && text.at[equals - 1] != '=')
        equals--;
    return (NamedText){sv_slice(text, 0, equals - 1), sv_slice(text, equals, text.len)};
}

static void read_line(Fake *fake, Story *story, Sv key, Sv value) {
    RunOptions *options = &fake->options;
    if (sv_eq_c(key, "input")) story->inputs[options->sources.input_count++] = given_of(value);
    if (sv_eq_c(key, "answer")) story->answers[options->answer_count++] = answer_of(value);
    if (sv_eq_c(key, "only")) story->only[options->select.only_count++] = value;
    if (sv_eq_c(key, "skip")) story->skip[options->select.skip_count++] = value;
    if (sv_eq_c(key, "tags")) story->tags[options->select.tag_count++] = value;
    if (sv_eq_c(key, "from")) options->select.from = value;
    if (sv_eq_c(key, "as")) options->as = value;
    if (sv_eq_c(key, "waivers"))
        options->waivers = sv_format(fake->arena, "tests/stories/%.*s", SV_ARG(value));
    if (sv_eq_c(key, "step")) fake_step = strtol(sv_to_c(fake->arena, value), NULL, 10) * 1000000;
    if (sv_eq_c(key, "set-back")) {
        char *after = NULL;
        fake_set_back = strtol(sv_to_c(fake->arena, value), &after, 10) * 1000000000;
        fake_set_back_at = strtol(after + strlen(" after "), NULL, 10) * 1000000;
    }
    if (sv_eq_c(key, "env")) {
        NamedText variable = given_of(value);
        story->variables[story->variable_count++] = sv_to_c(fake->arena, variable.name);
        story->variables[story->variable_count++] = sv_to_c(fake->arena, variable.text);
    }
}

static void read_header(Fake *fake, Story *story, Sv text) {
    Sv line;
    while (sv_next_line(&text, &line) && sv_starts(line, SV("# "))) {
        Sv rest = sv_slice(line, 2, line.len), key = {0};
        size_t space = sv_find_char(rest, ' ', 0);
        key = sv_slice(rest, 0, space);
        if (space != SV_NONE) read_line(fake, story, key, sv_slice(rest, space + 1, rest.len));
    }
    fake->options.sources.inputs = story->inputs;
    fake->options.answers = story->answers;
    fake->options.select.only = story->only;
    fake->options.select.skip = story->skip;
    fake->options.select.tags = story->tags;
    fake_variables = story->variables;
}

static uint32_t judged, unknown; // expectations that were judged again from the journal

static void run_story(const char *name) {
    Fake fake;
    Story story = {0};
    fake_begin(&fake);
    Sv path = sv_format(fake.arena, "tests/stories/%s", name), text;
    CHECK(file_read(fake.arena, path, 1 << 20, &text) == FILE_OK);
    read_header(&fake, &story, text);
    fake_run_file(&fake, path, SV("tests/stories"));
    BUF_AUTO Buf told = buf_new(1 << 24);
    buf_add(&told, buf_sv(&fake.lines));
    buf_add(&told, fake.diags);
    if (fake.result.run_id.len == 0)
        buf_addf(&told, "nothing ran, status %d\n", fake.result.status);
    if (fake.result.message.len > 0)
        buf_addf(&told, "message: %.*s\n", SV_ARG(fake.result.message));
    Sv wanted_path = sv_format(fake.arena, "%.*s.events", (int)(path.len - 5), path.at),
       wanted = SV("");
    if (golden_update)
        CHECK(file_write_atomic(wanted_path, buf_sv(&told), 0644));
    else
        CHECK(file_read(fake.arena, wanted_path, 1 << 24, &wanted) == FILE_OK);
    if (!golden_update && !sv_eq(buf_sv(&told), wanted)) fprintf(stderr, "== %s\n", name);
    if (!golden_update) CHECK_SV(buf_sv(&told), wanted);
    SeenCheck check = {.arena = fake.arena, .registry = &fake_registry};
    if (fake.result.journal.len > 0) seen_check(&check, fake.result.journal);
    judged += check.told;
    unknown += check.unknown;
    fake_end_all(&fake);
}

static int by_name(const struct dirent **a, const struct dirent **b) {
    return strcmp((*a)->d_name, (*b)->d_name);
}

static int is_story(const struct dirent *entry) {
    return sv_ends(sv_from_c(entry->d_name), SV(".yaml"));
}

int main(int argc, char **argv) {
    struct dirent **stories;
    golden_options(argc, argv);
    int count = scandir("tests/stories", &stories, is_story, by_name);
    CHECK(count > 0);
    for (int i = 0; i < count; i++) {
        if (golden_asked(stories[i]->d_name)) run_story(stories[i]->d_name);
        free(stories[i]);
    }
    free(stories);
    if (*golden_part == 0) CHECK(judged > 100 && unknown * 10 < judged);
    return golden_done(check_done());
}
