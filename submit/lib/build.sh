# shellcheck shell=bash disable=SC2154 # spark-home.sh sets job_jar, own_spark and series_home.
#
# The build, where it is missing.

# job_jar_argument: as spark-submit takes it, which reads a # as the beginning of a fragment.
job_jar_argument() {
  case $job_jar in
    *'#'*) file_uri "$job_jar" ;;
    *) printf '%s\n' "$job_jar" ;;
  esac
}

# build_if_missing: only where there is no build, and for no Spark but the project's own. Sources newer
# than it get a hint, because nobody wants a build in the middle of an edit.
build_if_missing() {
  if is_release; then
    return
  elif [ -n "$own_spark" ] && ! is_built; then
    if ! command -v mvn >/dev/null; then
      say "there is no build in $root/target, and no Maven to make it: install Maven 3.6.3 or later."
      return 3
    fi
    say "building ($(build_command)); the first build downloads Spark and DL4J, some minutes."
    if ! (cd "$root" && mvn -B -q -DskipTests package </dev/null >&2); then
      say "the build failed; its errors are above."
      return 3
    fi
    find_job_jar
  elif has_newer_sources; then
    say "sources are newer than the build; to rebuild: $(build_commands)"
  fi
}

has_newer_sources() {
  [ -n "$(
    find "$root/src/main" "$root"/src/spark-* "$root/pom.xml" -newer "$job_jar" -type f 2>/dev/null | head -n 1
  )" ]
}
