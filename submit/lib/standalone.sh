# shellcheck shell=bash disable=SC2154 # convspark.sh sets master, deploy_mode, root and defaults.
#
# The driver in a standalone cluster, for which Spark does less than elsewhere: it starts it
# without what Java 17 needs and without spark.driver.defaultJavaOptions, and spark-submit ends with 0
# whatever became of it.

# What Spark itself gives every other JVM, by its version; SubmitScriptTest compares them.
spark_module_options() {
  local before='' after=' -Djdk.reflect.useDirectMethodHandle=false'
  if [ "$series" = 4 ]; then
    before=' --add-modules=jdk.incubator.vector'
    after=" -Dio.netty.tryReflectionSetAccessible=true\
 -Dio.netty.allocator.type=pooled\
 -Dio.netty.handler.ssl.defaultEndpointVerificationAlgorithm=NONE\
 --sun-misc-unsafe-memory-access=allow\
 --enable-native-access=ALL-UNNAMED"
  fi
  printf '%s' "-XX:+IgnoreUnrecognizedVMOptions$before\
 --add-opens=java.base/java.lang=ALL-UNNAMED\
 --add-opens=java.base/java.lang.invoke=ALL-UNNAMED\
 --add-opens=java.base/java.lang.reflect=ALL-UNNAMED\
 --add-opens=java.base/java.io=ALL-UNNAMED\
 --add-opens=java.base/java.net=ALL-UNNAMED\
 --add-opens=java.base/java.nio=ALL-UNNAMED\
 --add-opens=java.base/java.util=ALL-UNNAMED\
 --add-opens=java.base/java.util.concurrent=ALL-UNNAMED\
 --add-opens=java.base/java.util.concurrent.atomic=ALL-UNNAMED\
 --add-opens=java.base/jdk.internal.ref=ALL-UNNAMED\
 --add-opens=java.base/sun.nio.ch=ALL-UNNAMED\
 --add-opens=java.base/sun.nio.cs=ALL-UNNAMED\
 --add-opens=java.base/sun.security.action=ALL-UNNAMED\
 --add-opens=java.base/sun.util.calendar=ALL-UNNAMED\
 --add-opens=java.security.jgss/sun.security.krb5=ALL-UNNAMED$after"
}

in_standalone_cluster() {
  case $master,$deploy_mode in
    spark://*,cluster) ;;
    *) return 1 ;;
  esac
}

# standalone_driver_options OPTIONS: all of the driver's Java options, the user's last, as a setting.
standalone_driver_options() {
  local options key theirs
  options="$(spark_module_options) $1"
  for key in spark.driver.defaultJavaOptions spark.driver.extraJavaOptions; do
    if theirs=$(spark_setting "$key"); then
      options+=" $theirs"
    fi
  done
  printf 'spark.driver.extraJavaOptions=%s\n' "$options"
}

# run_in_standalone_cluster WORD...: runs spark-submit, and ends as the driver did: 0 or 3.
run_in_standalone_cluster() {
  local said status=0 driver state
  said=$(mktemp)
  # Its own JVM logs as we do, the driver's as its cluster is set up to.
  SPARK_SUBMIT_OPTS="${SPARK_SUBMIT_OPTS:-} $(java_directories)"
  export SPARK_SUBMIT_OPTS
  await_driver "$said" "$@" || status=$?
  read -r driver state < <(
    sed -n 's/.*State of driver \([^ ]*\) is \([A-Z]*\), exiting.*/\1 \2/p' "$said"
  ) || true
  rm -f "$said"
  [ -z "$interrupted" ] || return "$status"
  case $state in
    FINISHED) ;;
    '') job_status "$status" ;;
    *)
      say "the driver ended as $state; why, is in its log, stderr in the directory $driver of its worker"
      return 3
      ;;
  esac
}
