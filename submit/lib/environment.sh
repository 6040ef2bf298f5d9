# shellcheck shell=bash disable=SC2034,SC2154 # convspark.sh and cluster.sh set here; spark-home.sh uses builds.
#
# What a run finds on its machine, looked at before anything runs: Java, directories, the user, the
# standard streams; Spark in spark-home.sh. What can't be used is one line and exit status 2.

# The builds, the default first. Of each: how the versions of its Spark begin, Scala, the Spark that it is
# made with, its directory, the Maven profile. EnvironmentScriptTest compares them, and Java, with
# cluster/SupportedVersions.
builds=(
  '4 2.13 4.2 target'
  '3.5 2.12 3.5 target/spark-3.5 -Pspark-3.5'
)
# Minor versions that it was tried with; others of a series get a line.
tried_spark='3.5 4.0 4.1 4.2'
oldest_java=17
least_files=512
# With the largest heap that default_driver_memory chooses.
least_mapped=9000000

# newest_java VERSION: prints the newest that a Spark of this version runs on, whose Hadoop logs in by what
# Java 23 has no more; Spark 4.2's doesn't.
newest_java() {
  case $1 in
    3.* | 4.[01] | 4.[01].*) echo 22 ;;
    *) echo 25 ;;
  esac
}

# unusable WORD...: says so, and leaves.
unusable() {
  say "$*"
  exit 2
}

# keep_streams: a closed stream's number would go to the next file that the JVM opens, and what is
# written to the one would be written into the other. In its place comes one that can't be written, so
# that results which got lost are noticed, and for errors one that takes all.
keep_streams() {
  is_open 2 || exec 2>/dev/null
  is_open 0 || exec 0</dev/null
  is_open 1 || exec 1</dev/null
}

# is_open NUMBER: whether the caller opened it. bash itself opens a script under the first closed one.
is_open() {
  local script
  [ -e "/dev/fd/$1" ] || return 1
  for script in "$here"/*.sh; do
    [ ! "/dev/fd/$1" -ef "$script" ] || return 1
  done
}

# check_master MASTER: of whose kind Spark tells by a stack trace only.
check_master() {
  case $1 in
    local | local[[-]* | spark://* | yarn | k8s://* | mesos://*) ;;
    *)
      say "--master: $1 given, local, local[N], spark://HOST:PORT, yarn or k8s://URL expected"
      exit 1
      ;;
  esac
}

# java_version: prints the major version of the Java that Spark starts; nothing where it isn't known.
java_version() {
  local wanted=java java home file
  [ -z "${JAVA_HOME:-}" ] || wanted=$JAVA_HOME/bin/java
  java=$(command -v "$wanted") ||
    unusable "no Java: found no '$wanted', expected Java $oldest_java or later; set JAVA_HOME to its directory"
  java=$(readlink -f "$java" 2>/dev/null || echo "$java")
  home=${java%/bin/java}
  for file in "$home/release" "${home%/jre}/release"; do
    if [ -f "$file" ]; then
      sed -n 's/^JAVA_VERSION="\(1\.\)\{0,1\}\([0-9]*\).*/\2/p' "$file"
      return
    fi
  done
}

# check_java: after check_spark, whose Spark it is for.
check_java() {
  local version newest
  version=$(java_version) || exit $?
  newest=$(newest_java "$spark_version")
  if [ -n "$version" ] && { [ "$version" -lt "$oldest_java" ] || [ "$version" -gt "$newest" ]; }; then
    unusable "${JAVA_HOME:+JAVA_HOME $JAVA_HOME: }found Java $version, expected Java $oldest_java to" \
      "$newest; set JAVA_HOME to the directory of such a Java"
  fi
}

# check_limits: Spark, the job and their libraries are some 300 open files before there is any work.
# Java maps more memory than it uses; where that is refused, a run was seen to go on for ever.
check_limits() {
  local files mapped
  mapped=$(ulimit -v)
  if [ "$mapped" != unlimited ] && [ "$mapped" -lt "$least_mapped" ]; then
    unusable "ulimit -v: found $mapped KB of address space allowed, expected at least $least_mapped;" \
      "raise the limit, or limit memory by a container"
  fi
  files=$(ulimit -H -n)
  if [ "$files" != unlimited ] && [ "$files" -lt "$least_files" ]; then
    unusable "ulimit -n: found $files open files allowed, expected at least $least_files; raise the limit"
  fi
}

# check_directories: Spark and Hadoop take a directory of settings that isn't there for an empty one,
# and Java has no word for a directory of temporary files that can't be written.
check_directories() {
  local name trial=
  case ${TMPDIR:-/} in
    /*) ;;
    # Daemons and the bare train work in other directories.
    *) export TMPDIR=$PWD/$TMPDIR ;;
  esac
  for name in SPARK_CONF_DIR HADOOP_CONF_DIR; do
    if [ -n "${!name:-}" ] && [ ! -d "${!name}" ]; then
      unusable "$name ${!name}: found no such directory, expected one with settings; correct or unset it"
    fi
  done
  if ! { trial=$(mktemp) && echo >"$trial"; } 2>/dev/null; then
    [ -z "$trial" ] || rm -f "$trial"
    unusable "${TMPDIR:-/tmp}: found no permission or no room to write, expected a directory for" \
      "temporary files; set TMPDIR to one"
  fi
  rm -f "$trial"
}

# java_words WORD...: each as one word among Java options, for Spark to take apart.
java_words() {
  local word words=
  for word in "$@"; do
    word=${word//\\/\\\\}
    words+="${words:+ }\"${word//\"/\\\"}\""
  done
  printf '%s' "$words"
}

# file_uri PATH: as a URI, in which no letter has a meaning for Log4j, Spark or a shell.
file_uri() {
  local LC_ALL=C path=$1 letter uri=file://
  while [ -n "$path" ]; do
    letter=${path:0:1}
    path=${path:1}
    case $letter in
      [A-Za-z0-9/._~-]) uri+=$letter ;;
      *)
        printf -v letter '%%%02X' "'$letter"
        # Of a byte above 127 bash makes a negative number.
        uri+=%${letter: -2}
        ;;
    esac
  done
  printf '%s\n' "$uri"
}

# nameless_user_options: of a user without an entry in /etc/passwd, as in many containers, Java says '?'.
# Prints the Java options that say more, after a blank; of others nothing.
nameless_user_options() {
  local home
  ! id -un >/dev/null 2>&1 || return 0
  case ${HOME:-} in
    /*) home=$HOME ;;
    *) home=/ ;;
  esac
  printf ' %s' "$(java_words "-Duser.home=$home" "-Duser.name=$(id -u)")"
}
