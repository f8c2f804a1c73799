#!/bin/sh
# On an EC2 host its addresses and its name are known only there: SFU_ANNOUNCED_ADDRESS=ec2 asks the host's metadata for them.
set -eu
if [ "${SFU_ANNOUNCED_ADDRESS:-}" = ec2 ]; then
  metadata=http://169.254.169.254/latest
  token=$(curl --fail --silent --show-error --max-time 5 -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' "$metadata/api/token")
  ask() { curl --fail --silent --show-error --max-time 5 -H "X-aws-ec2-metadata-token: $token" "$metadata/meta-data/$1"; }
  SFU_ANNOUNCED_ADDRESS=$(ask public-ipv4)
  SFU_HOST_ID=$(ask instance-id)
  SFU_PRIVATE_ADDRESS="ws://$(ask local-ipv4):$SFU_PORT"
  export SFU_ANNOUNCED_ADDRESS SFU_HOST_ID SFU_PRIVATE_ADDRESS
fi
exec node --disable-warning=ExperimentalWarning sfu/main.ts "$@"
