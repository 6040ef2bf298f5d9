# shellcheck shell=bash disable=SC2154 # convspark.sh sets deploy_mode.
#
# What a driver in the cluster has to be told of this machine, as Hadoop's settings: the directory that
# relative paths are relative to, and the content of files of settings and networks. How they are
# written is said in storage/Submission.java.

# Linux takes no longer word on a command line.
longest_word=130000

# encoded: standard input in base64, on one line.
encoded() {
  base64 | tr -d '\n'
}

# carry GIVEN PATH: adds the content of a file here to `submission`; GIVEN is what the driver calls it.
carry() {
  local setting
  [ -f "$2" ] || return 0
  [ -r "$2" ] || unusable "$2: found no permission to read it, expected a file to go to the driver with" \
    "the command; make it readable, or choose another"
  setting="spark.hadoop.convspark.submit.file.${#submission[@]}=$(printf '%s' "$1" | encoded)"
  setting+=":$(gzip -9 -n -c "$2" | encoded)"
  if [ ${#setting} -gt "$longest_word" ]; then
    say "$2: too large to go to the driver with the command; put it where the cluster can read it, such as hdfs://, and name that"
    exit 2
  fi
  submission+=(--conf "$setting")
}

# read_submission WORD...: sets `submission` to spark-submit options for a command of ours.
read_submission() {
  local word before=''
  submission=()
  [ "$deploy_mode" = cluster ] || return 0
  submission=(--conf "spark.hadoop.convspark.submit.directory=$PWD")
  for word in "$@"; do
    case $before$word in
      --config=*)
        word=${before}$word
        word=${word#--config=}
        carry "$word" "${word#file:}"
        ;;
      --network=file:*)
        word=${before}$word
        word=${word#--network=}
        carry "$word" "${word#file:}"
        ;;
    esac
    before=
    case $word in
      --config | --network) before=$word= ;;
    esac
  done
}
