# shellcheck shell=bash
#
# A locale for JVMs. Java takes the names of files for what the locale's character set has, so that
# under LC_ALL=C, as in cron and in many containers, names with letters beyond ASCII can't be opened.

# Of executors, whose machines may lack others.
utf8_everywhere=C.UTF-8

# utf8_locale: prints NAME=VALUE, the variable that a JVM needs; nothing where the present locale is
# one of UTF-8, or where there is none. Collation and messages stay as they are, unless LC_ALL rules.
utf8_locale() {
  local name found=''
  if command -v locale >/dev/null; then
    [ "$(locale charmap 2>/dev/null)" != UTF-8 ] || return 0
    while IFS= read -r name; do
      case $name in
        C.UTF-8 | C.utf8)
          found=$utf8_everywhere
          break
          ;;
        *.UTF-8 | *.utf8) found=${found:-$name} ;;
      esac
    done < <(locale -a 2>/dev/null)
  else
    case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
      *UTF-8 | *utf8) ;;
      *) found=$utf8_everywhere ;;
    esac
  fi
  [ -n "$found" ] || return 0
  if [ -n "${LC_ALL:-}" ]; then
    printf 'LC_ALL=%s\n' "$found"
  else
    printf 'LC_CTYPE=%s\n' "$found"
  fi
}
