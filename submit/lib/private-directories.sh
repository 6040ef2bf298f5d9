# shellcheck shell=bash disable=SC2154 # convspark.sh and cluster.sh set root.
#
# Directories in which nobody else can put a file, or a link to have one of yours written over. In /tmp
# everybody can, and libraries unpack their natives there and load them.

# close_to_others DIRECTORY: to others, if it is one's own, no link, and nobody else could have put anything in it.
close_to_others() {
  [ -d "$1" ] && [ ! -L "$1" ] && [ -O "$1" ] || return 0
  case $(LC_ALL=C ls -ld "$1") in
    drwx?-??-?*) chmod 700 "$1" 2>/dev/null || true ;;
  esac
}

# is_private DIRECTORY: whether it is one's own, no link, and closed to others.
is_private() {
  [ -d "$1" ] && [ ! -L "$1" ] && [ -O "$1" ] && [ -w "$1" ] || return 1
  case $(LC_ALL=C ls -ld "$1") in
    drwx------*) ;;
    *) return 1 ;;
  esac
}

# private_directory DIRECTORY...: prints the first that is private, or can be made so; else a new one.
private_directory() {
  local directory
  for directory in "$@"; do
    case $directory in
      /*) ;;
      *) continue ;;
    esac
    mkdir -p "${directory%/*}" 2>/dev/null || true
    mkdir -m 700 "$directory" 2>/dev/null || true
    close_to_others "$directory"
    if is_private "$directory"; then
      printf '%s\n' "$directory"
      return
    fi
  done
  mktemp -d
}

# java_directories: prints the Java options that have a JVM log as conf/log4j2.properties says, and keep
# its log, its temporary files and what it leaves when it crashes in such directories. Where the system
# has no memory left for it, Java ends with 1, as after a wrong option: here as after any other crash.
java_directories() {
  local state=${XDG_STATE_HOME:-${HOME:+$HOME/.local/state}} temporary logs
  temporary=$(private_directory "${TMPDIR:-/tmp}/convspark-$(id -u)")
  logs=$(private_directory "${state:+$state/convspark}" "$temporary")
  java_words "-Dlog4j2.configurationFile=$(file_uri "$root/conf/log4j2.properties")" \
    "-Dconvspark.log.directory=$logs" "-Djava.io.tmpdir=$temporary" \
    "-XX:ErrorFile=$logs/hs_err_pid%p.log" "-XX:ReplayDataFile=$logs/replay_pid%p.log" \
    "-XX:HeapDumpPath=$logs/" "-XX:OnError=kill -ABRT %p"
}
