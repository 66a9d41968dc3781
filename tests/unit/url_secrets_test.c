// What is secret within an address is found however the address is written, and nothing else is.
#include "base/limits.h"
#include "check.h"
#include "url/url_secrets.h"

static void hides(const char *text, const char *wanted) {
    BUF_AUTO Buf out = buf_new(LIMIT_STRING_BYTES);
    url_secrets_hide(&out, sv_from_c(text), SV("*"));
    CHECK_C(buf_sv(&out), wanted);
}

static void stays(const char *text) {
    hides(text, text);
}

static void beside_the_user(void) {
    hides("postgres://ann:hunter22@h/db", "postgres://ann:*@h/db");
    hides("mysql://u:SECRETxyz1@h/db", "mysql://u:*@h/db");
    hides("amqp+ssl://u:p%40ss@h", "amqp+ssl://u:*@h");
    hides("redis://:hunter22@h:6379", "redis://:*@h:6379");
    hides("see http://a:b@c and http://d:e@f.", "see http://a:*@c and http://d:*@f.");
    hides("m: {sql: \"mysql://u:SECRET@h/db\"}", "m: {sql: \"mysql://u:*@h/db\"}");
    hides("postgres:/ann:hunter22@h/db", "postgres:/ann:*@h/db");
    hides("jdbc:postgresql://u:x@h/db?a=b", "jdbc:postgresql://u:*@h/db?a=b");
    hides("https://ghp_abc123xyz@github.com/a/b", "https://*@github.com/a/b");
    hides("git+https://ghp_abc123xyz:@h/a", "git+https://*:@h/a");
    hides("https://ghp_abc123xyz:x-oauth-basic@h/a", "https://*:x-oauth-basic@h/a");
    hides("https://ann:ghp_abc123xyz@h/a", "https://ann:*@h/a");
    stays("https://ann@h/a");
    stays("https://administrator@h/a");
    stays("ssh://deploy2024@h/a");
    stays("postgres://application1@h/db");
    stays("https://${secrets.token}@h/a");
    stays("postgres://ann@h/db");
    stays("http://h:8080/@scope/x");
    stays("sqlite:/srv/app.db");
    stays("postgres://ann:${secrets.pw}@h/db");
    stays("postgres://ann:$PW@h/db");
    stays("https://[::1]:80/a@b");
}

static void behind_a_key(void) {
    hides("postgres://u@h/x?password=hunter22&sslmode=off",
          "postgres://u@h/x?password=*&sslmode=off");
    hides("postgres://h/x?sslpassword=a%20b#f", "postgres://h/x?sslpassword=*#f");
    hides("postgres://h/x?p%61ssword=abc", "postgres://h/x?p%61ssword=*");
    hides("postgres://h/x?PASSWORD=abc", "postgres://h/x?PASSWORD=*");
    hides("postgres://u:one@h/x?password=two&sslpassword=three",
          "postgres://u:*@h/x?password=*&sslpassword=*");
    hides("jdbc:sqlserver://h;user=a;password={p;w};x=y",
          "jdbc:sqlserver://h;user=a;password={*};x=y");
    hides("Driver=x;UID=a;PWD=abc;", "Driver=x;UID=a;PWD=*;");
    hides("https://h/x?access_token=abc&y=1", "https://h/x?access_token=*&y=1");
    hides("https://h/x?y=1&api_key=abc", "https://h/x?y=1&api_key=*");
}

static void in_libpqs_other_form(void) {
    hides("host=h password=hunter22 user=u", "host=h password=* user=u");
    hides("host=h password='hun ter' user=u", "host=h password='*' user=u");
    hides("host=h password = 'a\\'b c' user=u", "host=h password = '*' user=u");
    hides("host=h password=a\\ b user=u", "host=h password=* user=u");
    hides("host=h sslpassword=k passfile=/x", "host=h sslpassword=* passfile=/x");
    hides("password=x", "password=*");
    hides("mysql --password=hunter22 -u root", "mysql --password=* -u root");
    hides("PGPASSWORD=hunter22 psql", "PGPASSWORD=* psql");
    stays("password == 'x' && a != password");
    stays("the password=");
    stays("PGPASSWORD=$PW psql");
    stays("PWD=/srv/app");
    stays("SELECT password FROM users WHERE a = 'b'");
    stays("next_token=abc");
}

static void says(const char *text, const char *wanted) {
    UrlSecret secret;
    BUF_AUTO Buf out = buf_new(256);
    CHECK(url_secret_next(sv_from_c(text), 0, &secret));
    url_secret_decode(&secret, &out);
    CHECK_C(buf_sv(&out), wanted);
}

static void decoding(void) {
    says("postgres://a:p%40s%2Fs@h", "p@s/s");
    says("postgres://h?password=a%20b%zz", "a b%zz");
    says("host=h password='a\\'b\\\\c'", "a'b\\c");
}

// The time is linear: no text makes it look at the same bytes over and over.
static void long_texts(void) {
    static const char *const parts[] = {"a:/", "://", "password=", "a://b:", "=", "password='"};
    for (size_t p = 0; p < sizeof parts / sizeof *parts; p++) {
        BUF_AUTO Buf text = buf_new(LIMIT_STRING_BYTES), out = buf_new(LIMIT_STRING_BYTES);
        for (int i = 0; i < 20000; i++)
            buf_add_c(&text, parts[p]);
        url_secrets_hide(&out, buf_sv(&text), SV("*"));
        CHECK(out.len <= text.len);
    }
}

int main(void) {
    beside_the_user();
    behind_a_key();
    in_libpqs_other_form();
    decoding();
    long_texts();
    return check_done();
}
