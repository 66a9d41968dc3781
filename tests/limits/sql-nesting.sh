# SQL_NESTING: parentheses within each other in a statement that only reads, up to the 256th level.
levels=256
[ "$1" = over ] && levels=257
{
  printf 'runbook: 1\ntitle: Deeply nested\nconnections:\n  db: { sql: "sqlite:app.db" }\nsteps:\n  - sql: SELECT '
  head -c "$levels" /dev/zero | tr '\0' '('
  printf 1
  head -c "$levels" /dev/zero | tr '\0' ')'
  printf '\n    expect: value == 1\n'
} >sql-nesting.yaml
