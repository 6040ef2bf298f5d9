# shellcheck shell=bash disable=SC2154 # convspark.sh sets command and options.
#
# Java options for commands of some seconds. HotSpot's optimising compiler (C2) takes half of the
# processor time in them, for code that has done its work by then.

# Twenty times HotSpot's defaults. Loops over pixels still reach it, within a few minibatches.
late_optimisation="-XX:Tier4InvocationThreshold=100000 -XX:Tier4MinInvocationThreshold=12000\
 -XX:Tier4CompileThreshold=300000 -XX:Tier4BackEdgeThreshold=800000"

# asks_for_help: whether the command is to explain itself.
asks_for_help() {
  local option
  for option in ${options[@]+"${options[@]}"}; do
    case $option in
      -h | --help | --version) return 0 ;;
    esac
  done
  return 1
}

# is_one_picture: whether --data is a picture on this machine.
is_one_picture() {
  local word before=''
  for word in ${options[@]+"${options[@]}"}; do
    case $before$word in
      --data=*.[Pp][Nn][Gg] | --data=*.[Jj][Pp][Gg] | --data=*.[Jj][Pp][Ee][Gg])
        [ -f "${word#--data=}" ]
        return
        ;;
    esac
    before=''
    [ "$word" != --data ] || before=--data=
  done
  return 1
}

# start_up_java_options: prints those for the driver of the command.
start_up_java_options() {
  # Log4j's switches for JConsole are for longer runs too: 0.2 s.
  local brief="-XX:TieredStopAtLevel=1 -Dlog4j2.disableJmx=true"
  if asks_for_help; then
    printf '%s\n' "$brief"
    return
  fi
  case $command in
    --version | summary | demo | features | report | export | import) printf '%s\n' "$brief" ;;
    predict)
      if is_one_picture; then
        printf '%s\n' "$brief"
      else
        printf '%s\n' "$late_optimisation"
      fi
      ;;
    evaluate) printf '%s\n' "$late_optimisation" ;;
    # It saves little of a long run, which is more likely to be looked into: from the archive of
    # classes JDK 17 crashed under Flight Recorder. With this option there is none.
    train) printf '%s\n' -Xshare:auto ;;
  esac
}
