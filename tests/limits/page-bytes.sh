# PAGE_BYTES: 512 KiB of a page, and one byte more.
count=$((512 * 1024 - 12))
[ "$1" = over ] && count=$((count + 1))
{ printf '# A\n\n- look\n'; head -c $count /dev/zero | tr '\0' '\n'; } >page-bytes.md
