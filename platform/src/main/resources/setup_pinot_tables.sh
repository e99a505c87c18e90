#!/usr/bin/env bash
# Sets up the Pinot tables of these pipelines, for Pinot @RELEASE@: @PIPELINES@
# First the topics that the tables read, then schemas and tables, from the JSON files beside this script. It may run
# any number of times: what is right stays, what differs is changed, nothing is deleted.
#
# Needs bash, curl and Kafka's own scripts. What may be set in the environment:
#   PINOT_CONTROLLER       URL of Pinot's controller
#   PINOT_CURL_CONFIG      a file for curl's --config, mode 600, with what the controller asks for: user = "name:password",
#                          header = "Authorization: Bearer ...", cacert = "ca.pem"
#   KAFKA_HOME             the folder of a Kafka distribution, whose bin/kafka-topics.sh and bin/kafka-configs.sh are used
#   KAFKA_BOOTSTRAP        where those scripts find Kafka, host:port[,host:port]
#   KAFKA_COMMAND_CONFIG   a properties file, mode 600, with which they log in
#   PINOT_KAFKA_BOOTSTRAP  where Pinot finds Kafka; the same as KAFKA_BOOTSTRAP unless it is set
#   TOPIC_REPLICATION      replicas of a new topic; the brokers' default unless it is set
set -euo pipefail

declared_bootstrap=@BOOTSTRAP@
controller=${PINOT_CONTROLLER:-@CONTROLLER@}
controller=${controller%/}
bootstrap=${KAFKA_BOOTSTRAP:-"$declared_bootstrap"}
pinot_bootstrap=${PINOT_KAFKA_BOOTSTRAP:-"$bootstrap"}
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)

fail() {
  printf 'setup_pinot_tables.sh: %s\n' "$1" >&2
  exit 1
}

kafka() {
  local script=$1
  shift
  "$KAFKA_HOME/bin/$script" --bootstrap-server "$bootstrap" \
    ${KAFKA_COMMAND_CONFIG:+--command-config "$KAFKA_COMMAND_CONFIG"} "$@" \
    || fail "$script failed at Kafka $bootstrap; is KAFKA_BOOTSTRAP right, and does KAFKA_COMMAND_CONFIG log in?"
}

# topic NAME PARTITIONS [SETTING=VALUE ...]
topic() {
  local name=$1 partitions=$2 line there='' settings='' setting
  shift 2
  while IFS= read -r line; do
    if [[ $line == "Topic: $name"[[:space:]]* && $line =~ PartitionCount:[[:space:]]*([0-9]+) ]]; then
      there=${BASH_REMATCH[1]}
      settings=${line##*Configs:}
    fi
  done <<<"$topics"
  if [[ -z $there ]]; then
    local configs=()
    for setting in "$@"; do
      configs+=(--config "$setting")
    done
    kafka kafka-topics.sh --create --if-not-exists --topic "$name" --partitions "$partitions" \
      ${TOPIC_REPLICATION:+--replication-factor "$TOPIC_REPLICATION"} ${configs[@]+"${configs[@]}"} >/dev/null
    printf 'topic %s: created\n' "$name"
    return
  fi
  if [[ $there != "$partitions" ]]; then
    fail "topic $name has $there partitions, not $partitions: a key would change its partition; delete the topic, or declare $there"
  fi
  local missing=''
  for setting in "$@"; do
    if [[ ",${settings//[[:space:]]/}," != *",$setting,"* ]]; then
      missing+=${missing:+,}$setting
    fi
  done
  if [[ -n $missing ]]; then
    kafka kafka-configs.sh --alter --entity-type topics --entity-name "$name" --add-config "$missing" >/dev/null
    printf 'topic %s: set %s\n' "$name" "$missing"
  else
    printf 'topic %s: unchanged\n' "$name"
  fi
}

# ask METHOD PATH [BODY]: sets $status and $answer
ask() {
  local response
  response=$(printf '%s' "${3-}" | curl --silent --show-error --max-time 120 \
    ${PINOT_CURL_CONFIG:+--config "$PINOT_CURL_CONFIG"} --request "$1" --header 'Content-Type: application/json' \
    --header 'Accept: application/json' --data-binary @- --write-out '\n%{http_code}' "$controller$2") \
    || fail "Pinot's controller $controller does not answer; set PINOT_CONTROLLER, or PINOT_CURL_CONFIG if it asks for a login or has a certificate of its own"
  status=${response##*$'\n'}
  answer=${response%$'\n'*}
}

# change METHOD PATH [BODY]: the same, and ends the script when it is refused
change() {
  ask "$@"
  if [[ $status != 2* ]]; then
    fail "$1 $2: $status ${answer//[$'\r\n']/ }"
  fi
}

# table NAME, from NAME_schema.json and NAME_table.json
table() {
  local name=$1 schema config schema_before config_before
  schema=$(<"$here/${name}_schema.json")
  config=$(<"$here/${name}_table.json")
  config=${config//"\"stream.kafka.broker.list\" : \"$declared_bootstrap\""/"\"stream.kafka.broker.list\" : \"$pinot_bootstrap\""}
  ask GET "/tables/$name"
  if [[ $status != 404 && $status != 2* ]]; then
    fail "GET /tables/$name: $status ${answer//[$'\r\n']/ }"
  fi
  if [[ $status == 404 || $answer != *'"REALTIME"'* ]]; then
    change POST '/schemas?override=true' "$schema"
    change POST /tables "$config"
    printf 'table %s: created\n' "$name"
    return
  fi
  config_before=$answer
  change GET "/schemas/$name"
  schema_before=$answer
  change PUT "/schemas/$name" "$schema"
  change PUT "/tables/$name" "$config"
  change GET "/schemas/$name"
  if [[ $answer != "$schema_before" ]]; then
    # Segments that were open before the columns came would lose them: they are committed, and new ones opened.
    change POST "/segments/$name/reload?type=REALTIME"
    change POST "/tables/$name/forceCommit"
    printf 'table %s: schema changed, open segments are being committed\n' "$name"
    return
  fi
  change GET "/tables/$name"
  if [[ $answer != "$config_before" ]]; then
    printf 'table %s: changed\n' "$name"
  else
    printf 'table %s: unchanged\n' "$name"
  fi
}

[[ $pinot_bootstrap =~ ^[][A-Za-z0-9._:,-]+$ ]] || fail "expected host:port[,host:port] for Kafka, found $pinot_bootstrap"
[[ -n ${KAFKA_HOME-} && -x $KAFKA_HOME/bin/kafka-topics.sh ]] \
  || fail 'set KAFKA_HOME to the folder of a Kafka distribution: its bin/kafka-topics.sh makes the topics'

topics=$(kafka kafka-topics.sh --describe)
@TOPICS@
@TABLES@
