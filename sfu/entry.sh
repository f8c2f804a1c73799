#!/bin/sh
# On an EC2 host the address that browsers reach is known only there: SFU_ANNOUNCED_ADDRESS=ec2 asks the host's metadata.
set -eu
if [ "${SFU_ANNOUNCED_ADDRESS:-}" = ec2 ]; then
  metadata=http://169.254.169.254/latest
  token=$(curl --fail --silent --show-error --max-time 5 -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' "$metadata/api/token")
  SFU_ANNOUNCED_ADDRESS=$(curl --fail --silent --show-error --max-time 5 -H "X-aws-ec2-metadata-token: $token" "$metadata/meta-data/public-ipv4")
  export SFU_ANNOUNCED_ADDRESS
fi
exec node --disable-warning=ExperimentalWarning sfu/main.ts "$@"
