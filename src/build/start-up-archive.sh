#!/usr/bin/env bash
#
# Makes start-up.jsa, the archive of Spark's classes that the embedded Spark home starts from (see its
# bin/spark-class), unless there is one that still holds:
#
#   JAVA_HOME=... start-up-archive.sh SPARK_HOME
#
# A JVM writes the classes that it has loaded when it ends. This one prepares a few blank images, and
# so goes through submitting, a Spark session, its SQL engine and Parquet. The class path has Spark's jars
# alone: the archive changes with them and the JVM, not with the project's own classes.
#
# Without an archive all works, only slower: no build fails for it.

set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
SPARK_HOME=$1
archive=$SPARK_HOME/start-up.jsa
work=$archive.making
log=$(dirname "$SPARK_HOME")/start-up-archive.log

# Nothing of the environment is to become part of it.
unset SPARK_CONF_DIR HADOOP_CONF_DIR YARN_CONF_DIR SPARK_DIST_CLASSPATH SPARK_PREPEND_CLASSES MASTER \
  SPARK_LAUNCHER_OPTS SPARK_DRIVER_MEMORY JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS
export JAVA_HOME SPARK_HOME

# holds: whether this JVM takes it with these jars.
holds() {
  local loaded
  loaded=$(SPARK_SUBMIT_OPTS="-XX:TieredStopAtLevel=1 -Xlog:class+load" \
    "$SPARK_HOME/bin/spark-submit" --version 2>&1) || return 1
  case $loaded in
    *"org.apache.spark.deploy.SparkSubmit source: shared objects file"*) ;;
    *) return 1 ;;
  esac
}

# make: fails where the JVM, or the project's own command, does.
make() {
  local split data=$work/data java="-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmn512m -Xlog:disable"
  rm -rf "$archive" "$archive.size" "$work"
  mkdir -p "$data"
  for split in train t10k; do
    {
      printf '\0\0\10\3\0\0\0\12\0\0\0\34\0\0\0\34'
      head -c 7840 /dev/zero
    } >"$data/$split-images-idx3-ubyte"
    printf '\0\0\10\1\0\0\0\12\0\1\2\3\4\5\6\7\10\11' >"$data/$split-labels-idx1-ubyte"
  done
  SPARK_SUBMIT_OPTS="$java \"-XX:ArchiveClassesAtExit=$work/jsa\"" \
    "$root/submit/prepare.sh" --source "$data" --out "$work/out" -- --master 'local[1]' \
    >"$log" 2>&1 &&
    [ -f "$work/jsa" ] &&
    wc -c <"$work/jsa" >"$archive.size" &&
    mv "$work/jsa" "$archive"
}

if ! { [ -f "$archive" ] && holds; }; then
  if ! { make && holds; }; then
    echo "[WARNING] no start-up archive, so commands start slower; see $log"
    rm -f "$archive" "$archive.size"
  fi
  rm -rf "$work"
fi
