#!/usr/bin/env bash
# build.sh <folder of the mediasoup npm package> <work folder>: writes <work folder>/mediasoup-worker
#
# Builds the worker from the sources inside the npm package against the libraries of Debian 12 or Ubuntu 24.04, so
# that only the package registries are needed. Everything here is part of the key of the cache (mediasoupWorker.ts).
# Why and what it costs: docs/adr/0040-worker-from-source.md.
set -euo pipefail
recipe=$(cd "$(dirname "$0")" && pwd)
package=$(readlink -f "$1")
work=$(mkdir -p "$2" && readlink -f "$2")

rm -rf "$work/src" "$work/out"
cp -r "$package/worker" "$work/src"
cd "$work/src"

# Debian 12 has meson 1.0; nothing in the build needs 1.1.
sed -i "s/meson_version: *'>= 1\.1\.0'/meson_version: '>= 1.0.0'/" meson.build

# Debian's OpenSSL has kernel TLS compiled in. The worker's BIO callback answers 1 to every BIO_ctrl, so libssl
# believes that kernel TLS is on, allocates no write buffer and crashes on the first DTLS ClientHello. Nothing short
# of a real handshake shows it: test/integration/sfu.test.ts makes one.
dtls=src/RTC/DtlsTransport.cpp
sed -i 's#int /\*argi\*/,#int argi,#
s#(operationType == BIO_CB_RETURN) ? static_cast<long>(ret) : 1;#(operationType == (BIO_CB_CTRL | BIO_CB_RETURN) \&\& argi == BIO_CTRL_GET_KTLS_SEND) ? 0 : 1;#' "$dtls"
[ "$(grep -cE 'BIO_CTRL_GET_KTLS_SEND|^ *int argi,' "$dtls")" = 2 ] || { echo "the kernel TLS patch did not apply" >&2; exit 1; }

# Stands in for a subproject that meson would download: a folder that already holds a meson.build is left alone.
# stub <wrap> <meson lines> [options that the parent passes]; leaves the folder in $stub_folder.
stub() {
  stub_folder=subprojects/$(sed -n 's/^directory *= *//p' "subprojects/$1.wrap")
  mkdir -p "$stub_folder"
  printf "project('%s', 'cpp')\n%s\n" "$1" "$2" > "$stub_folder/meson.build"
  for option in ${3:-}; do echo "option('$option', type: 'string', value: '')"; done > "$stub_folder/meson_options.txt"
}

stub libuv "libuv_dep = dependency('libuv', allow_fallback: false)
libuv = []" "build_tests build_benchmarks"
stub openssl "openssl_dep = dependency('openssl', allow_fallback: false)
libcrypto_lib = []
libssl_lib = []"
stub libsrtp3 "libsrtp3_dep = [dependency('libsrtp2', allow_fallback: false), declare_dependency(include_directories: include_directories('include'))]
libsrtp3 = []" "crypto-library crypto-library-kdf tests"
mkdir -p "$stub_folder/include"
cp "$recipe/srtp.h" "$stub_folder/include/"
stub flatbuffers "flatbuffers_dep = dependency('flatbuffers', allow_fallback: false)
flatbuffers_lib = []"
stub abseil-cpp "absl_container_dep = [dependency('absl_flat_hash_map', allow_fallback: false), dependency('absl_inlined_vector', allow_fallback: false)]
absl_strings_dep = dependency('absl_strings', allow_fallback: false)
absl_types_dep = dependency('absl_optional', allow_fallback: false)
absl_container_lib = []"
stub unordered-dense "ankerl_unordered_dense_dep = declare_dependency(include_directories: include_directories('include'))"
mkdir -p "$stub_folder/include/ankerl"
cp "$recipe/unordered_dense.h" "$stub_folder/include/ankerl/"

meson setup "$work/out" --buildtype release -Db_ndebug=true --wrap-mode=nodownload
ninja -C "$work/out" mediasoup-worker
strip -o "$work/mediasoup-worker" "$work/out/mediasoup-worker"
