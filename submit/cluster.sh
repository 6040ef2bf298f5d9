#!/usr/bin/env bash
#
# A Spark standalone cluster on this machine: a master and workers, each a process of its own.

# shellcheck source-path=SCRIPTDIR

set -euo pipefail

here=$(cd "$(dirname "$(readlink -f "$0" 2>/dev/null || echo "$0")")" && pwd)
root=$(dirname "$here")

# shellcheck source=lib/locale.sh
. "$here/lib/locale.sh"
# shellcheck source=lib/environment.sh
. "$here/lib/environment.sh"
# shellcheck source=lib/spark-home.sh
. "$here/lib/spark-home.sh"
# shellcheck source=lib/build.sh
. "$here/lib/build.sh"
# shellcheck source=lib/spark-options.sh
. "$here/lib/spark-options.sh"
# shellcheck source=lib/loopback.sh
. "$here/lib/loopback.sh"
# shellcheck source=lib/private-directories.sh
. "$here/lib/private-directories.sh"

usage() {
  cat <<'END'
Usage: cluster.sh start [options] | status | stop

Runs a Spark standalone master and workers on this machine, to try a job in several processes
before it goes to a real cluster. Spark is $SPARK_HOME where that is set, otherwise the project's own in
target/spark-home, or target/spark-3.5/spark-home where only that is built.

  start    start them and wait until every worker has registered
  status   say what runs: exit 0 if master and workers do, 3 if something has died, 1 if nothing runs
  stop     stop them, and delete their work directories

Options of start:
  --workers N             worker processes (default 2)
  --cores C               task slots of each (default: the machine's processors / N, at least 1)
  --memory M              memory that each may give to executors' heaps, as 512m or 2g (default 1g)
  --host H                the address or name of this machine that they listen on (default 127.0.0.1,
                          which no other machine reaches)
  --port P                the master's port (default 7077, or the next free one)
  --webui-port P          its web page's (default 8080, or the next free one)
  --properties-file FILE  Spark settings of master and workers, such as spark.authenticate
  --timeout S             seconds to wait for the workers (default 120)

Process ids and logs are in target/cluster, in an unpacked release in cluster, or the directory that
CONVSPARK_CLUSTER_DIR names; with another directory a second cluster runs beside the first.

Exit status of start and stop: 0 done, 1 wrong usage, 2 no usable Spark or directory, 3 failed.
END
}

say() {
  echo "cluster: $*" >&2
}

wrong_usage() {
  say "$*; see cluster.sh --help"
  exit 1
}

# number OPTION VALUE
number() {
  case $2 in
    '' | *[!0-9]* | 0) wrong_usage "$1: found '$2', expected a whole number of 1 or more" ;;
  esac
}

read_options() {
  local option value
  workers=2
  cores=
  memory=1g
  host=127.0.0.1
  port=7077
  webui_port=8080
  properties=
  timeout=120
  while [ $# -gt 0 ]; do
    option=$1
    shift
    case $option in
      --*=*) value=${option#*=} option=${option%%=*} ;;
      *)
        [ $# -gt 0 ] || wrong_usage "$option: expected a value after it"
        value=$1
        shift
        ;;
    esac
    case $option in
      --workers) number "$option" "$value" && workers=$value ;;
      --cores) number "$option" "$value" && cores=$value ;;
      --host)
        case $value in
          '' | 0.0.0.0 | *[!A-Za-z0-9.-]*) wrong_usage "--host: found '$value', expected an address or name of this machine such as 192.168.1.5" ;;
        esac
        host=$value
        ;;
      --port) number "$option" "$value" && port=$value ;;
      --webui-port) number "$option" "$value" && webui_port=$value ;;
      --timeout) number "$option" "$value" && timeout=$value ;;
      --memory)
        case $value in
          *[0-9][mgMG]) number "$option" "${value%?}" && memory=$value ;;
          *) wrong_usage "--memory: found '$value', expected megabytes or gigabytes such as 512m or 2g" ;;
        esac
        ;;
      --properties-file)
        [ -f "$value" ] || wrong_usage "--properties-file: there is no file '$value'"
        properties=$(cd "$(dirname "$value")" && pwd)/$(basename "$value")
        ;;
      *) wrong_usage "unknown option $option" ;;
    esac
  done
  if [ -z "$cores" ]; then
    cores=$(($(processors) / workers))
    [ "$cores" -ge 1 ] || cores=1
  fi
}

processors() {
  getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1
}

find_spark() {
  find_spark_home spark-class
  check_spark
  check_java
  # Without the job jar a Spark of one's own can run a cluster; a release can use no other than its own's.
  if [ -n "$own_spark" ] || is_release; then
    find_job_jar
    build_if_missing || exit $?
  fi
}

# alive NAME: whether the process that NAME.pid names still is the daemon that was started. A process
# id may have gone to somebody else's process since.
alive() {
  local pid
  pid=$(cat "$state/$1.pid" 2>/dev/null) && [ -n "$pid" ] || return 1
  case $(ps -o command= -p "$pid" 2>/dev/null) in
    *org.apache.spark.deploy.* | *spark-class*) return 0 ;;
    *) return 1 ;;
  esac
}

# daemon_names: master, then the workers, as far as they were started.
daemon_names() {
  local file
  for file in "$state"/master.pid "$state"/worker-*.pid; do
    [ ! -f "$file" ] || basename "$file" .pid
  done
}

# launch NAME CLASS ARGUMENT...
launch() {
  local name=$1 utf8
  shift
  utf8=$(utf8_locale)
  (
    # Executors and drivers in the cluster have it from their worker.
    [ -z "$utf8" ] || export "${utf8?}"
    export SPARK_LOCAL_IP=$host
    # The log says where a daemon listens. Finished applications leave their copies of the job jar.
    SPARK_DAEMON_JAVA_OPTS="$(java_directories) -Dconvspark.log.level=info\
 -Dspark.worker.cleanup.enabled=true -Dspark.worker.cleanup.interval=300\
 -Dspark.worker.cleanup.appDataTtl=3600 ${SPARK_DAEMON_JAVA_OPTS:-}"
    export SPARK_DAEMON_JAVA_OPTS
    nohup "$SPARK_HOME/bin/spark-class" "$@" \
      ${properties:+--properties-file "$properties"} \
      </dev/null >"$state/logs/$name.log" 2>&1 &
    echo $! >"$state/$name.pid"
  )
}

# logged NAME PATTERN: the first match of a sed pattern's group in a daemon's log.
logged() {
  sed -n "s|.*$2.*|\\1|p" "$state/logs/$1.log" 2>/dev/null | head -n 1
}

master_url() {
  logged master 'Starting Spark master at \(spark://[^ ]*\)'
}

webui_url() {
  logged master 'started at \(http://[^ ]*\)'
}

# registered: how many workers the master's web page calls alive; where a filter guards the page, how
# many have come.
registered() {
  local url address alive
  url=$(webui_url)
  [ -n "$url" ] || return 1
  address=${url#http://}
  alive=$(
    (
      exec 3<>"/dev/tcp/${address%%:*}/${address##*:}" || exit 1
      printf 'GET /json/ HTTP/1.0\r\nHost: localhost\r\n\r\n' >&3
      sed -n 's/.*"aliveworkers" *: *\([0-9]*\).*/\1/p' <&3
    ) 2>/dev/null
  ) || alive=
  [ -n "$alive" ] || alive=$(grep -c 'Registering worker ' "$state/logs/master.log") || true
  printf '%s\n' "$alive"
}

# failed NAME WHAT: shows the end of a daemon's log, stops everything and leaves.
failed() {
  say "$1 $2. The end of $state/logs/$1.log:"
  tail -n 15 "$state/logs/$1.log" >&2 || true
  stop
  exit 3
}

# say_how_to_protect: where other machines reach what listens.
say_how_to_protect() {
  local key lacking=''
  ! is_loopback "$host" || return 0
  properties_file=${properties:-${SPARK_CONF_DIR:-$SPARK_HOME/conf}/spark-defaults.conf}
  for key in spark.authenticate spark.ui.filters; do
    spark_setting "$key" >/dev/null || lacking+="${lacking:+, }$key"
  done
  [ -z "$lacking" ] ||
    say "whoever reaches $host can run programs here and read its pages: set $lacking (--properties-file)," \
      "as src/docs/clusters.md says under Protecting a cluster."
}

# wait_for NAME...: until the master has a URL and as many workers as there are names.
wait_for() {
  local name deadline=$((SECONDS + timeout)) found=0
  while :; do
    for name in master "$@"; do
      alive "$name" || failed "$name" "stopped while it started"
    done
    if [ -n "$(master_url)" ]; then
      if [ $# -eq 0 ]; then
        [ -z "$(webui_url)" ] || return 0
      else
        found=$(registered) || found=0
        [ "${found:-0}" -lt $# ] || return 0
      fi
    fi
    if [ "$SECONDS" -ge "$deadline" ]; then
      failed master "has ${found:-0} of $# workers after $timeout seconds (--timeout)"
    fi
    sleep 0.3
  done
}

start() {
  local i names=()
  if alive master; then
    say "already running; stop it first to change it."
    status || exit 3
    return
  fi
  check_directories
  find_spark
  stop
  mkdir -p "$state/logs" "$state/work" 2>/dev/null ||
    unusable "$state: found no permission or no room to write, expected a directory for process ids and" \
      "logs; set CONVSPARK_CLUSTER_DIR to one"
  rm -f "$state"/logs/*.log
  say_how_to_protect
  # Spark takes the next free port itself where one is busy.
  launch master org.apache.spark.deploy.master.Master \
    --host "$host" --port "$port" --webui-port "$webui_port"
  wait_for
  for ((i = 1; i <= workers; i++)); do
    names+=("worker-$i")
    launch "worker-$i" org.apache.spark.deploy.worker.Worker --host "$host" \
      --cores "$cores" --memory "$memory" --work-dir "$state/work/worker-$i" "$(master_url)"
  done
  wait_for "${names[@]}"
  cat <<END
Master:   $(master_url)   ($(webui_url))
Workers:  $workers of $cores core(s) and $memory each
Logs:     $state/logs; executors' in $state/work

  submit/train.sh --data synthetic:6000 --epochs 1 -- \\
      --master $(master_url) --properties-file conf/spark-standalone.properties
  submit/cluster.sh stop
END
}

status() {
  local name found dead=''
  if [ -z "$(daemon_names)" ]; then
    say "not running"
    return 1
  fi
  for name in $(daemon_names); do
    if alive "$name"; then
      echo "$name: running, process $(cat "$state/$name.pid")"
    else
      dead=1
      echo "$name: dead; see $state/logs/$name.log"
    fi
  done
  if alive master; then
    found=$(registered) || found=unknown
    echo "Master $(master_url) ($(webui_url)), workers registered: ${found:-unknown}"
  fi
  [ -z "$dead" ] || return 3
}

# Workers first: they stop their executors. By process id, politely, then not.
stop() {
  local name pid tries
  for name in $(daemon_names | sort -r); do
    if alive "$name"; then
      pid=$(cat "$state/$name.pid")
      kill "$pid" 2>/dev/null || true
      for ((tries = 0; tries < 100; tries++)); do
        alive "$name" || break
        sleep 0.1
      done
      ! alive "$name" || kill -9 "$pid" 2>/dev/null || true
    fi
    rm -f "$state/$name.pid"
  done
  rm -rf "$state/work"
}

if is_release; then
  state=$root/cluster
else
  state=$root/target/cluster
fi
state=${CONVSPARK_CLUSTER_DIR:-$state}
case $state in
  /*) ;;
  *) state=$PWD/$state ;;
esac

command=${1-}
[ $# -eq 0 ] || shift
case $command in
  start)
    case ${1-} in
      -h | --help)
        usage
        exit 0
        ;;
    esac
    read_options "$@"
    start
    ;;
  status | stop)
    [ $# -eq 0 ] || wrong_usage "$command takes no options, found '$1'"
    "$command"
    ;;
  -h | --help | help) usage ;;
  --version) exec "$here/convspark.sh" --version ;;
  '')
    usage >&2
    exit 1
    ;;
  *) wrong_usage "unknown command '$command'" ;;
esac
