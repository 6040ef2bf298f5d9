# shellcheck shell=bash disable=SC2154 # convspark.sh sets master, deploy_mode and SPARK_HOME.
#
# A driver in the cluster: the script waits for it, and it goes on whatever becomes of the script.

# await_driver FILE WORD...: runs spark-submit and copies to FILE what it says on standard error. Where
# a signal ends the waiting, says how to stop the driver, and returns 3.
await_driver() {
  local said=$1 status=0 waiting=''
  shift
  interrupted=''
  trap 'interrupted=1; [ -z "$waiting" ] || stop_waiting "$said.pid"' INT TERM HUP
  # In the background: a shell heeds a trap while it waits, but not while it runs a command. Ctrl-C
  # doesn't reach it there; a terminal that is closed does.
  { bash -c 'echo $$ >"$0"; exec env "$@"' "$said.pid" "$@" 2>&1 >&3 | tee "$said" >&2; } 3>&1 &
  waiting=$!
  # A signal that came before it had begun.
  [ -z "$interrupted" ] || stop_waiting "$said.pid"
  wait "$waiting" || status=$?
  if [ -n "$interrupted" ]; then
    wait "$waiting" || true
    status=3
    say "interrupted; the driver goes on in the cluster. $(how_to_stop "$said")"
  fi
  trap - INT TERM HUP
  rm -f "$said.pid"
  return "$status"
}

# job_status STATUS: as an exit status of ours. spark-submit's own say nothing of a usage or an input:
# it ends with 1 where a job failed, for whatever reason, and with 255 where it lost the cluster.
job_status() {
  [ "$1" = 0 ] || return 3
}

# run_in_cluster WORD...: runs spark-submit, and ends with 0 or 3.
run_in_cluster() {
  local said status=0
  said=$(mktemp)
  await_driver "$said" "$@" || status=$?
  rm -f "$said"
  job_status "$status"
}

# stop_waiting FILE: ends the process whose id is in the file, or is about to be.
stop_waiting() {
  local tries
  for ((tries = 0; tries < 50; tries++)); do
    [ ! -s "$1" ] || break
    sleep 0.1
  done
  kill "$(cat "$1" 2>/dev/null)" 2>/dev/null || true
}

# how_to_stop FILE: by what spark-submit has said of the driver.
how_to_stop() {
  local id
  case $master in
    yarn)
      id=$(last_word "$1" 'application_[0-9]*_[0-9]*')
      echo "To stop it: yarn application -kill ${id:-ID, which yarn application -list shows}"
      ;;
    spark://*)
      id=$(last_word "$1" 'driver-[0-9][0-9-]*')
      echo "To stop it: $(quoted "$SPARK_HOME/bin/spark-class") org.apache.spark.deploy.Client kill" \
        "$master ${id:-ID, which the page of the master shows}"
      ;;
    *) echo "Stop it by the cluster's own means." ;;
  esac
}

# last_word FILE PATTERN
last_word() {
  grep -o "$2" "$1" | tail -n 1 || true
}
