#!/usr/bin/env bash
# Every file of docs/LANGUAGE.md is checked and every command on it is run, as those of the guide are.
# language.sh [--update]   --update writes what was printed into the page; a person reads the difference
exec bash "$(dirname "$0")/guide.sh" "$@" docs/LANGUAGE.md
