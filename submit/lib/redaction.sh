# shellcheck shell=bash
#
# Keeps secrets out of the command that is printed, as org.convspark.config.Redaction keeps them out
# of files.

mask='*********(redacted)'

# any_case PATTERN: with its small letters, none of them in brackets, as either case: not every sed has
# a flag for it.
any_case() {
  local text=$1 letter before pattern=''
  local small=abcdefghijklmnopqrstuvwxyz large=ABCDEFGHIJKLMNOPQRSTUVWXYZ
  while [ -n "$text" ]; do
    letter=${text:0:1}
    text=${text:1}
    before=${small%%"$letter"*}
    if [ "$before" != "$small" ]; then
      letter="[$letter${large:${#before}:1}]"
    fi
    pattern+=$letter
  done
  printf '%s\n' "$pattern"
}

# Redaction.KEY; SubmitScriptTest compares them.
secret_key='secret|password|passphrase|passwd|pwd|token|credential|signature|[._-]sas([._-]|$)|convspark[.]submit[.]file|(access|account|api|encryption|private|shared)[._-]?key'
secret_key=$(any_case "$secret_key")

# A word among Java options, or the rest of it: with quotes around all, around parts, or none.
secret_property="[^='\"[:space:]]*(($secret_key)[^='\"[:space:]]*|$(any_case '[._-]sas'))="
in_double='(\\.|[^"\])*'
in_single="[^']*"
java_word="(\\\\.|\"$in_double(\"|\$)|'$in_single('|\$)|[^[:space:]\"'\\])+"

# redacted WORD: prints it with its secrets masked: the value of KEY=VALUE, of -DKEY=VALUE among Java
# options, and what is secret in a URI.
redacted() {
  local word=$1 start='' key
  case $word in
    --conf=* | --set=*) start=${word%%=*}= word=${word#*=} ;;
  esac
  key=${word%%=*}
  if [ "$key" != "$word" ] && [[ $key =~ $secret_key ]] && [[ $key != *[[:space:]]* ]]; then
    word=$key=$mask
  else
    case $word in
      *://*@* | *[?\&\;]*=* | *-D*=*)
        word=$(printf '%s\n' "$word" | sed -E \
          -e "s#://[^/[:space:]]+@#://$mask@#g" \
          -e "s#(://[^/:@[:space:]]+:)[0-9]*[^0-9/@[:space:]][^@[:space:]]*@#\\1$mask@#g" \
          -e "s#([?&;][A-Za-z0-9_.-]*($secret_key|$(any_case 'sig|key'))=)[^&;[:space:]]+#\\1$mask#g" \
          -e "s#((\"-D|-D\")$secret_property)$in_double#\\1$mask#g" \
          -e "s#(('-D|-D')$secret_property)$in_single#\\1$mask#g" \
          -e "s#((^|[=[:space:]])-D$secret_property)$java_word#\\1$mask#g")
        ;;
    esac
  fi
  printf '%s\n' "$start$word"
}
