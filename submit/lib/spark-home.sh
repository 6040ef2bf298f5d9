# shellcheck shell=bash disable=SC2034,SC2154 # convspark.sh and cluster.sh set root, and use what this sets.
#
# Which Spark runs, and the job jar for it: a jar for one Scala dies on another of a missing method.

# is_release: whether this is an unpacked release, which has job jars in jars/ and no sources.
is_release() {
  [ ! -f "$root/pom.xml" ]
}

# use_build LINE: sets `series` and what belongs to it, from a line of `builds`.
use_build() {
  # shellcheck disable=SC2086 # Its words.
  set -- $1
  series=$1
  series_scala=$2
  series_spark=$3
  series_directory=$root/$4
  series_profile=${5:-}
  series_home=$series_directory/spark-home
}

# newest_job_jar SCALA: prints it; of any Scala where that is empty, and nothing where there is none. In a
# subshell, as it sets what use_build does.
newest_job_jar() {
  local line directory jar newest='' directories=("$root/jars")
  for line in "${builds[@]}"; do
    use_build "$line"
    directories+=("$series_directory")
  done
  for directory in "${directories[@]}"; do
    for jar in "$directory"/convspark_"$1"*-job.jar; do
      [ -f "$jar" ] || continue
      [ -n "$newest" ] && [ ! "$jar" -nt "$newest" ] || newest=$jar
    done
  done
  printf '%s' "$newest"
}

# is_built: whether the job jar and the embedded home of `series` are there.
is_built() {
  [ -x "$series_home/bin/spark-submit" ] && [ -n "$(newest_job_jar "$series_scala-")" ]
}

# sparks_here [with]: prints those that can be used, with their Scala or without.
sparks_here() {
  local line names=''
  for line in "${builds[@]}"; do
    use_build "$line"
    if ! is_release || [ -n "$(newest_job_jar "$series_scala-")" ]; then
      names+="${names:+ or }Spark $series${1:+ with Scala $series_scala}"
    fi
  done
  printf '%s' "$names"
}

# build_command: prints the one that builds for `series`.
build_command() {
  printf '%s' "mvn -B ${series_profile:+$series_profile }-DskipTests package"
}

# build_commands: prints that, or of a Spark that tells no version all of them.
build_commands() {
  local line commands=''
  if [ -n "$series" ]; then
    build_command
    return
  fi
  for line in "${builds[@]}"; do
    use_build "$line"
    commands+="${commands:+, or }for Spark $series $(build_command)"
  done
  printf '%s' "$commands"
}

# find_spark_home PROGRAM: exports SPARK_HOME, which has PROGRAM in bin/; `own_spark` is set where it is
# the project's by default, and so is built where it is missing.
find_spark_home() {
  local line
  own_spark=
  if [ -n "${SPARK_HOME:-}" ]; then
    [ -x "$SPARK_HOME/bin/$1" ] || unusable "no $SPARK_HOME/bin/$1: set SPARK_HOME to a $(sparks_here)" \
      "installation$(is_release || printf ', or unset it')."
    case $SPARK_HOME in
      /*) ;;
      # The bare train works in another directory.
      *) SPARK_HOME=$PWD/$SPARK_HOME ;;
    esac
  elif is_release; then
    unusable "no Spark: found SPARK_HOME not set, and this release has no Spark of its own; set SPARK_HOME" \
      "to a $(sparks_here) installation"
  else
    own_spark=1
    # The default where none is built.
    for line in "${builds[@]}" "${builds[0]}"; do
      use_build "$line"
      ! is_built || break
    done
    SPARK_HOME=$series_home
  fi
  export SPARK_HOME
}

# read_spark_version: sets `spark_version` and `spark_scala`; empty what SPARK_HOME doesn't tell.
read_spark_version() {
  spark_version=
  spark_scala=
  set -- "$SPARK_HOME"/jars/spark-core_*.jar
  if [ -f "$1" ]; then
    spark_version=${1##*/spark-core_}
    spark_version=${spark_version%.jar}
    spark_scala=${spark_version%%-*}
    spark_version=${spark_version#*-}
    return
  fi
  if [ -f "$SPARK_HOME/RELEASE" ]; then
    spark_version=$(sed -n '1s/^Spark \([0-9][^ ]*\).*/\1/p' "$SPARK_HOME/RELEASE")
    spark_scala=$(sed -n 's/.*-Pscala-\([0-9]*\.[0-9]*\).*/\1/p' "$SPARK_HOME/RELEASE" | head -n 1)
  fi
  set -- "$SPARK_HOME"/jars/scala-library-*.jar
  if [ -z "$spark_scala" ] && [ -f "$1" ]; then
    spark_scala=${1##*/scala-library-}
    spark_scala=${spark_scala%.jar}
    spark_scala=${spark_scala%.*}
  fi
}

# found_spark: prints what read_spark_version found.
found_spark() {
  printf '%s' "${spark_version:+Spark $spark_version}${spark_scala:+${spark_version:+ with }Scala $spark_scala}"
}

# is_of SERIES VERSION: whether the version is one of them; an unknown one, which is empty, may be.
is_of() {
  case $2 in
    '' | "$1" | "$1"[.-]*) ;;
    *) return 1 ;;
  esac
}

# is_embedded: whether SPARK_HOME is the one that the build for `series` makes.
is_embedded() {
  [ "$SPARK_HOME" = "$series_home" ] || [ "$SPARK_HOME" -ef "$series_home" ]
}

# choose_build: sets `series` and what belongs to it by SPARK_HOME, and refuses a Spark that no build is
# for. For one that tells no version, laid out in a way of its own, they are empty; the job looks at it
# again.
choose_build() {
  local line
  read_spark_version
  for line in "${builds[@]}"; do
    use_build "$line"
    if [ -z "$spark_version$spark_scala" ]; then
      ! is_embedded || return 0
    elif is_of "$series" "$spark_version" && is_of "$series_scala" "$spark_scala"; then
      say_untried
      return
    fi
  done
  [ -z "$spark_version$spark_scala" ] || unusable "SPARK_HOME $SPARK_HOME: found $(found_spark), expected" \
    "$(sparks_here with); set SPARK_HOME to such a Spark$(
      is_release || printf ", or unset it for the build's own"
    )"
  series=
  series_scala=
  series_spark=
}

# say_untried: where nobody has run this minor version.
say_untried() {
  local minor rest
  [ -n "$spark_version" ] || return 0
  rest=${spark_version#*.}
  minor=${spark_version%%.*}.${rest%%[!0-9]*}
  case " $tried_spark " in
    *" $minor "*) ;;
    *)
      say "SPARK_HOME $SPARK_HOME: Spark $spark_version wasn't tried, only $tried_spark; going on as with" \
        "Spark $series_spark"
      ;;
  esac
}

# check_spark [MASTER]: whether SPARK_HOME is a Spark that a build is for, and can reach the master.
check_spark() {
  local master=${1:-} cluster=
  case $SPARK_HOME in
    *:*)
      unusable "SPARK_HOME $SPARK_HOME: found a colon, which ends a path in Java's class path; move it" \
        "to a directory without"
      ;;
  esac
  choose_build
  set -- "$SPARK_HOME"/jars/spark-core_*.jar
  [ -f "$1" ] || is_embedded || return 0
  case $master in
    yarn) cluster=yarn ;;
    k8s://*) cluster=kubernetes ;;
    *) return ;;
  esac
  set -- "$SPARK_HOME"/jars/spark-"$cluster"_*.jar
  if [ ! -f "$1" ]; then
    unusable "--master $master: found no client for $cluster in $SPARK_HOME/jars, expected a Spark that" \
      "has one; set SPARK_HOME to a full Spark $series$(
        is_release || printf " (the build's own is for local and standalone masters)"
      )"
  fi
}

# find_job_jar: sets `job_jar` to the one for `series`: in a release and for a SPARK_HOME that the user
# has set it has to be there; otherwise it may be what a build would make.
find_job_jar() {
  local have
  job_jar=$(newest_job_jar "${series_scala:+$series_scala-}")
  if [ -n "$job_jar" ]; then
    return
  elif is_release; then
    have=$(newest_job_jar '')
    have=${have##*/}
    [ -n "$have" ] ||
      unusable "$root/jars: found no job jar, expected that of the release; unpack its archive again"
    have=${have#convspark_*-}
    unusable "SPARK_HOME $SPARK_HOME: found $(found_spark), expected $(sparks_here with), which this" \
      "release is for; take convspark-${have%-spark*}-spark$series_spark.tar.gz, or set SPARK_HOME to" \
      "such a Spark"
  elif [ -z "$own_spark" ]; then
    have=$(found_spark)
    unusable "SPARK_HOME $SPARK_HOME: found no job jar${have:+ for $have} in $root, expected a build; run" \
      "there: $(build_commands)"
  fi
  have=$(sed -n 's:^  <version>\(.*\)</version>$:\1:p' "$root/pom.xml")
  job_jar=$series_directory/convspark_$series_scala-$have-spark$series_spark-job.jar
}
