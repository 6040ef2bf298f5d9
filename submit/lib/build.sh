# shellcheck shell=bash disable=SC2154 # convspark.sh sets root and embedded_spark_home.
#
# Finds what the build makes, and builds it where it is missing.

# The newest job jar, or the one that a build would make.
job_jar() {
  local jar newest=''
  for jar in "$root"/target/convspark-*-job.jar; do
    [ -f "$jar" ] || continue
    [ -n "$newest" ] && [ ! "$jar" -nt "$newest" ] || newest=$jar
  done
  if [ -z "$newest" ]; then
    newest=$root/target/convspark-$(sed -n 's:^  <version>\(.*\)</version>$:\1:p' "$root/pom.xml")-job.jar
  fi
  printf '%s\n' "$newest"
}

# job_jar_argument: as spark-submit takes it, which reads a # as the beginning of a fragment.
job_jar_argument() {
  local jar
  jar=$(job_jar)
  case $jar in
    *'#'*) file_uri "$jar" ;;
    *) printf '%s\n' "$jar" ;;
  esac
}

# build_if_missing: only where there is no build. Sources newer than it get a hint, because nobody
# wants a build in the middle of an edit.
build_if_missing() {
  if [ ! -f "$(job_jar)" ] || [ ! -x "${SPARK_HOME:-$embedded_spark_home}/bin/spark-submit" ]; then
    if ! command -v mvn >/dev/null; then
      say "there is no build in $root/target, and no Maven to make it: install Maven 3.6.3 or later."
      return 3
    fi
    say "building (mvn -DskipTests package); the first build downloads Spark and DL4J, some minutes."
    if ! (cd "$root" && mvn -B -q -DskipTests package </dev/null >&2); then
      say "the build failed; its errors are above."
      return 3
    fi
  elif [ -n "$(find "$root/src/main" "$root/pom.xml" -newer "$(job_jar)" -type f 2>/dev/null | head -n 1)" ]; then
    say "sources are newer than the build; to rebuild: mvn -DskipTests package"
  fi
}
