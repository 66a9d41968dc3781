# FILE_BYTES: a file of 4 MiB, and one byte more.
{
  printf 'runbook: 1\ntitle: A large file\nsteps:\n  - exec: [tool]\n'
  head -c 4194304 /dev/zero | tr '\0' '#'
} | head -c 4194304 >file.yaml
[ "$1" = over ] && printf '#' >>file.yaml
exit 0
