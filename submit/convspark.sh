#!/usr/bin/env bash
#
# Runs a ConvSpark command with spark-submit; usage below.

# shellcheck source-path=SCRIPTDIR

set -euo pipefail

here=$(cd "$(dirname "$(readlink -f "$0" 2>/dev/null || echo "$0")")" && pwd)
root=$(dirname "$here")

# shellcheck source=lib/acceleration.sh
. "$here/lib/acceleration.sh"
# shellcheck source=lib/environment.sh
. "$here/lib/environment.sh"
# shellcheck source=lib/spark-home.sh
. "$here/lib/spark-home.sh"
# shellcheck source=lib/locale.sh
. "$here/lib/locale.sh"
# shellcheck source=lib/start-up.sh
. "$here/lib/start-up.sh"
# shellcheck source=lib/spark-options.sh
. "$here/lib/spark-options.sh"
# shellcheck source=lib/loopback.sh
. "$here/lib/loopback.sh"
# shellcheck source=lib/private-directories.sh
. "$here/lib/private-directories.sh"
# shellcheck source=lib/redaction.sh
. "$here/lib/redaction.sh"
# shellcheck source=lib/driver.sh
. "$here/lib/driver.sh"
# shellcheck source=lib/standalone.sh
. "$here/lib/standalone.sh"
# shellcheck source=lib/submission.sh
. "$here/lib/submission.sh"
# shellcheck source=lib/build.sh
. "$here/lib/build.sh"
# shellcheck source=lib/mnist.sh
. "$here/lib/mnist.sh"

usage() {
  cat <<'END'
Usage: convspark.sh COMMAND [options] [-- spark-submit options]

Commands (each has --help, and a script of its name: train.sh is convspark.sh train):
  prepare    turn images of any kind into a checked Parquet dataset
  show       print the classes of a dataset's first images, and draw the images
  summary    print a network as a table, or a dataset's shape and counts
  demo       work an example of convolution, padding, stride, pooling or shift
  train      train a network, evaluate it and write a run directory
  evaluate   score a saved model on a dataset
  predict    tell the class of a few pictures, or write probabilities for many
  features   draw what every layer makes of one test image or picture
  report     write report.html for a run directory
  export     write a trained model as ONNX
  import     write a model of Keras as one of ours
  doctor     check driver and executors before a long run

Options of this script, before the `--`:
  --dry-run  print the spark-submit command, and run nothing
  --verbose  print it, log as Spark does by default (INFO), and show where an error came from
  --help     this text; after a command, the command's own
  --version  versions of this, Spark, Scala, Java, DL4J and oneDNN; after a command or in its place

Options after the `--` are spark-submit's, for instance:
  train.sh --epochs 3 -- --master spark://host:7077 --executor-memory 4g

Spark is $SPARK_HOME where that is set, a Spark 4 or a Spark 3.5: the job jar for it is taken. Where it
isn't, it is the project's own in target/spark-home, or target/spark-3.5/spark-home where only that is
built, and the first command builds the project; an unpacked release has none. The master is local[*]
unless the options, the properties file or spark-defaults.conf give one. Relative paths are relative to the current directory. With the driver in the cluster (--deploy-mode
cluster) files of --config and --network go with the command; --out has to be on a file system that the
cluster shares.

`train` without any option works in the project's directory: it fetches MNIST to data/mnist, prepares
it in data/mnist-parquet and writes to runs/. Where MNIST can't be had, it says so and trains on
synthetic digits.

Environment:
  SPARK_HOME, SPARK_CONF_DIR, SPARK_DRIVER_MEMORY, JAVA_HOME   as for Spark
  TMPDIR                where temporary files go, Java's too (default /tmp)
  CONVSPARK_ACCEL=off   leave out what makes training fast, as --set accel.enabled=false does
Variables that submit/lib/acceleration.sh names keep your value where you have set one. Where the
locale isn't one of UTF-8, Java gets C.UTF-8.

Exit status: 0 done, 1 wrong usage, 2 wrong input, 3 the job failed.
END
}

say() {
  echo "convspark: $*" >&2
}

# quoted WORD...: one line that a shell reads back as the same words, but for secrets.
quoted() {
  local word line='' quote="'" escaped="'\\''"
  for word in "$@"; do
    case $word in
      *=* | *://*@*) word=$(redacted "$word") ;;
    esac
    case $word in
      '' | *[!A-Za-z0-9_./:=@%+,-]*) word="'${word//$quote/$escaped}'" ;;
    esac
    line+="${line:+ }$word"
  done
  printf '%s\n' "$line"
}

# Splits the command line into `command`, `options` and `spark_options`; `bare` is train without any
# option of its own.
read_arguments() {
  command=$1
  shift
  options=()
  dry_run=
  log_level=
  while [ $# -gt 0 ] && [ "$1" != -- ]; do
    case $1 in
      --dry-run) dry_run=1 ;;
      --verbose) log_level=info ;;
      *) options+=("$1") ;;
    esac
    shift
  done
  [ $# -eq 0 ] || shift
  spark_options=("$@")

  bare=
  if [ "$command" = train ] && [ ${#options[@]} -eq 0 ]; then
    bare=1
  fi
  if [ "${CONVSPARK_ACCEL:-on}" = off ]; then
    options=(--set accel.enabled=false ${options[@]+"${options[@]}"})
  fi
}

accelerated() {
  local option last=
  for option in ${options[@]+"${options[@]}"}; do
    case $last$option in
      --set=accel.enabled=false | --setaccel.enabled=false) return 1 ;;
    esac
    last=
    [ "$option" != --set ] || last=--set
  done
}

# Finds Spark, and the file of its properties.
find_spark() {
  find_spark_home spark-submit
  read_spark_options ${spark_options[@]+"${spark_options[@]}"}
  if [ -n "$properties_file" ]; then
    [ -f "$properties_file" ] ||
      unusable "--properties-file $properties_file: found no such file; check the path"
  fi
  : "${properties_file:=${SPARK_CONF_DIR:-$SPARK_HOME/conf}/spark-defaults.conf}"
}

# java_options driver|executor OPTIONS: Spark puts these before the user's extraJavaOptions.
java_options() {
  local key=spark.$1.defaultJavaOptions theirs
  theirs=$(spark_setting "$key") || theirs=
  if [ -n "$2" ]; then
    java_options+=(--conf "$key=$2${theirs:+ $theirs}")
  fi
}

# pass_on NAME VALUE: gives a variable to JVMs on other machines. Uses choose_settings' variables.
pass_on() {
  case $master in
    local | local\[*) ;;
    *) default_setting "spark.executorEnv.$1" "$2" ;;
  esac
  case $master,$deploy_mode in
    yarn,cluster) default_setting "spark.yarn.appMasterEnv.$1" "$2" ;;
  esac
}

# Collects what the user has not set: `environment` for this machine, `defaults` for spark-submit,
# and `java_options`, to come after the user's.
choose_settings() {
  local variable name value driver_java='' executor_java='' start_up utf8
  defaults=()
  java_options=()
  environment=()
  find_spark

  if ! master=$(spark_setting spark.master); then
    master=${MASTER:-'local[*]'}
    defaults+=(--master "$master")
  fi
  deploy_mode=$(spark_setting spark.submit.deployMode) || deploy_mode=client
  check_master "$master"
  check_spark "$master"
  [ -n "$dry_run" ] || check_java
  find_job_jar

  case $master in
    local | local\[*)
      if [ -z "${SPARK_DRIVER_MEMORY:-}" ] && ! spark_setting spark.driver.memory >/dev/null; then
        defaults+=(--driver-memory "$(default_driver_memory)")
      fi
      ;;
  esac
  listen_on_loopback

  utf8=$(utf8_locale)
  environment+=(${utf8:+"$utf8"})
  pass_on LC_ALL "$utf8_everywhere"
  if accelerated; then
    for variable in "${acceleration_env[@]}"; do
      name=${variable%%=*}
      value=${!name-${variable#*=}}
      [ -n "${!name+set}" ] || environment+=("$name=$value")
      pass_on "$name" "$value"
    done
    driver_java=$acceleration_java_options
    executor_java=$acceleration_java_options
  fi
  for name in "${kernel_env[@]}"; do
    [ -z "${!name+set}" ] || pass_on "$name" "${!name}"
  done
  if [ "$deploy_mode" = client ]; then
    # A driver or an executor on another machine logs as its cluster is set up to.
    # The language is that of dates in the log, where Thailand's would have other years.
    driver_java+="${driver_java:+ }-Duser.language=en $(java_directories)$(nameless_user_options)"
    start_up=$(start_up_java_options)
    driver_java+=${start_up:+ $start_up}
  fi
  if [ -n "$log_level" ]; then
    driver_java+="${driver_java:+ }-Dconvspark.log.level=$log_level -Dconvspark.trace.level=all"
  fi
  if in_standalone_cluster; then
    java_options+=(--conf "$(standalone_driver_options "$driver_java")")
    default_setting spark.standalone.submit.waitAppCompletion true
  else
    java_options driver "$driver_java"
  fi
  case $master in
    local | local\[*) ;;
    *) java_options executor "$executor_java" ;;
  esac
}

# spark_submit [--exec] COMMAND [OPTION...]: runs it; --dry-run and --verbose print it.
spark_submit() {
  local run=env
  if [ "$1" = --exec ]; then
    run='exec env'
    shift
  fi
  read_submission "$@"
  set -- ${environment[@]+"${environment[@]}"} "$SPARK_HOME/bin/spark-submit" \
    ${defaults[@]+"${defaults[@]}"} ${spark_options[@]+"${spark_options[@]}"} \
    ${java_options[@]+"${java_options[@]}"} ${submission[@]+"${submission[@]}"} \
    --class org.convspark.Main "$(job_jar_argument)" "$@"
  # Where nobody listens, the work is done all the same.
  [ -z "$dry_run$log_level" ] || quoted env "$@" >&2 || true
  if [ -n "$dry_run" ]; then
    return
  elif in_standalone_cluster; then
    run_in_standalone_cluster "$@"
  elif [ "$deploy_mode" = cluster ]; then
    run_in_cluster "$@"
  else
    $run "$@"
  fi
}

case ${1-} in
  -h | --help | help)
    usage
    exit 0
    ;;
  '')
    usage >&2
    exit 1
    ;;
esac

keep_streams
read_arguments "$@"
check_directories
check_limits
choose_settings
if [ -n "$bare" ] && [ "$deploy_mode" = cluster ]; then
  say "train with the driver in the cluster can't use this machine's files: give --data and --out on a file system that the cluster shares, such as hdfs://"
  exit 1
fi
[ -n "$dry_run" ] || build_if_missing || exit $?

if [ -n "$bare" ]; then
  cd "$root"
  choose_mnist
  options+=(--data "$data")
fi
# A crash is described in the log's directory; its core would lie here.
ulimit -S -c 0
spark_submit --exec "$command" ${options[@]+"${options[@]}"}
