# shellcheck shell=bash
#
# Reads the options meant for spark-submit, to know what the user has set already.

# Spark properties that the options give, as KEY=VALUE words; the last of a key counts.
given_settings=()
properties_file=

# read_spark_options OPTION...
read_spark_options() {
  local option value
  while [ $# -gt 0 ]; do
    option=$1
    shift
    case $option in
      --*=*) value=${option#*=} option=${option%%=*} ;;
      --conf | -c | --master | --deploy-mode | --driver-memory | --properties-file)
        value=${1-}
        [ $# -eq 0 ] || shift
        ;;
      *) continue ;;
    esac
    case $option in
      --conf | -c) given_settings+=("$value") ;;
      --master) given_settings+=("spark.master=$value") ;;
      --deploy-mode) given_settings+=("spark.submit.deployMode=$value") ;;
      --driver-memory) given_settings+=("spark.driver.memory=$value") ;;
      --properties-file) properties_file=$value ;;
    esac
  done
}

# spark_setting KEY: prints its value from the options or the properties file; fails if neither has it.
spark_setting() {
  local setting found='' value=''
  for setting in ${given_settings[@]+"${given_settings[@]}"}; do
    if [ "${setting%%=*}" = "$1" ]; then
      found=1
      value=${setting#*=}
    fi
  done
  if [ -n "$found" ]; then
    printf '%s\n' "$value"
  elif [ -f "$properties_file" ]; then
    awk -v key="$1" '
      {
        sub(/^[ \t]+/, "")
        rest = substr($0, length(key) + 1)
        if (index($0, key) == 1 && rest ~ /^[ \t=:]/) {
          sub(/^[ \t]*[=:]?[ \t]*/, "", rest)
          value = rest
          found = 1
        }
      }
      END { if (!found) exit 1; print value }' "$properties_file"
  else
    return 1
  fi
}

# default_setting KEY VALUE: adds it to the array `defaults` of spark-submit options, unless it is set.
default_setting() {
  spark_setting "$1" >/dev/null || defaults+=(--conf "$1=$2")
}

# Three eighths of the memory that this machine or container has, from 1 to 4 GB, in MB: ND4J keeps
# its arrays outside the Java heap and needs as much again. An argument names the cgroups' directory.
default_driver_memory() {
  local total limit file
  case $(uname -s) in
    Darwin) total=$(($(sysctl -n hw.memsize) / 1048576)) ;;
    *) total=$(awk '/^MemTotal:/ { print int($2 / 1024) }' /proc/meminfo 2>/dev/null) ;;
  esac
  # A container's limit, by cgroup v2 or v1.
  for file in memory.max memory/memory.limit_in_bytes; do
    limit=$(cat "${1:-/sys/fs/cgroup}/$file" 2>/dev/null)
    case $limit in
      '' | *[!0-9]*) ;;
      *) [ "$((limit / 1048576))" -ge "${total:-0}" ] || total=$((limit / 1048576)) ;;
    esac
  done
  # What a process may map at all, in KB.
  limit=$(ulimit -v)
  [ "$limit" = unlimited ] || [ "$((limit / 1024))" -ge "${total:-0}" ] || total=$((limit / 1024))
  total=$((${total:-8192} * 3 / 8))
  [ "$total" -le 4096 ] || total=4096
  [ "$total" -ge 1024 ] || total=1024
  echo "${total}m"
}
