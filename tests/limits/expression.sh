# EXPRESSION_BYTES: an expression of 64 KiB, and one byte more.
size=65536
[ "$1" = over ] && size=65537
{
  printf 'runbook: 1\ntitle: A long expression\nsteps:\n  - exec: [tool]\n    expect: |\n      '
  { printf 'stdout == "'; head -c 70000 /dev/zero | tr '\0' 'x'; } | head -c $((size - 1))
  printf '"\n'
} >expression.yaml
