# shellcheck shell=bash disable=SC2154 # convspark.sh sets master and environment.
#
# Keeps Spark's ports from other machines where nobody there needs them. By itself Spark opens the
# driver's port on the address of the machine's name, and its web interface on every address.

# is_loopback HOST
is_loopback() {
  case $1 in
    localhost | 127.* | ::1 | '[::1]') ;;
    *) return 1 ;;
  esac
}

# listen_on_loopback: adds to `defaults` and `environment` what the user has not set.
listen_on_loopback() {
  case $master in
    local | local\[*)
      # Nobody else connects to a local run, and a machine's own name does not always resolve.
      default_setting spark.driver.host localhost
      default_setting spark.driver.bindAddress 127.0.0.1
      ;;
    local-cluster\[* | spark://localhost:* | spark://127.*) ;;
    *) return 0 ;;
  esac
  # The web interface goes by this alone.
  [ -n "${SPARK_LOCAL_IP:-}" ] || environment+=(SPARK_LOCAL_IP=127.0.0.1)
}
