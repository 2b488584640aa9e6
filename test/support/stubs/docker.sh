#!/bin/sh
# Stands in for the docker command of the CDK CLI (environment variable CDK_DOCKER). Every call is recorded, one line of
# arguments each, in $DOCKER_STUB_LOG. No image is ever present, so that the CLI builds, tags and pushes.
printf '%s\n' "$*" >> "${DOCKER_STUB_LOG:?names the file that records the calls}"
case "$1" in
  inspect) exit 1 ;;
  login) cat > /dev/null ;;
esac
exit 0
