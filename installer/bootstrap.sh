#!/bin/sh
# SPDX-FileCopyrightText: The Inspike developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# From a bare Debian 12 to a running Inspike. As root, or as a user who may sudo:
#     installer/bootstrap.sh run     install what is missing, build, open the window on the shipped sample;
#                                    without a display: draw the sample's figures into figures/
#     installer/bootstrap.sh test    the same, then build and run every test
#     installer/bootstrap.sh build   the same, but only build
# Asks nothing, may be repeated, and goes on where an interrupted build stopped. TORCH_ROOT=/path (or
# CMAKE_PREFIX_PATH) takes a LibTorch 2.x of yours instead of Debian's. More words after `test` go to ctest.
set -eu

cd "$(dirname "$0")/.."
build=build/release
packages=installer/debian-packages.txt
began=$(date +%s)

say() { printf '%s\n' "$*" >&2; }
die() {
    say "bootstrap: $*"
    exit 1
}

# stage NAME COMMAND...: runs it and says how long it took.
stage() {
    name=$1
    shift
    say "== $name"
    stage_began=$(date +%s)
    "$@" || die "$name failed"
    say "== $name: $(($(date +%s) - stage_began)) s"
}

# Packages of the groups given, one a line.
packages_of() {
    for group in "$@"; do
        awk -F ' *[|] *' -v want="$group" \
            '/^# group:/ { group = $0; sub(/^# group: */, "", group); next }
             /^#/ || NF < 2 { next }
             group == want { print $1 }' "$packages"
    done
}

has_own_torch() {
    [ -n "${TORCH_ROOT:-}" ] && return 0
    saved=$IFS
    IFS=:\;
    for prefix in ${CMAKE_PREFIX_PATH:-}; do
        if [ -e "$prefix/share/cmake/Torch/TorchConfig.cmake" ]; then
            IFS=$saved
            return 0
        fi
    done
    IFS=$saved
    return 1
}

missing_packages() {
    for package in $(packages_of "$@"); do
        case $package in
        libtorch-dev | python3-torch) has_own_torch && continue ;;
        esac
        case $(dpkg-query -W -f '${Status}' "$package" 2>/dev/null || true) in
        *" installed") ;;
        *) printf '%s\n' "$package" ;;
        esac
    done
}

install_packages() {
    command -v dpkg-query >/dev/null || {
        say "not a Debian system: expecting the packages of $packages under their names here"
        return 0
    }
    missing=$(missing_packages "$@")
    [ -n "$missing" ] || {
        say "every package is there"
        return 0
    }
    say "missing: $(echo $missing)"
    root=
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null || die "run as root, or install these packages: $(echo $missing)"
        root=sudo
    fi
    # A fresh debootstrap root has no /proc, but Java, which VTK's package depends on, cannot do without.
    [ -e /proc/self ] || $root mount -t proc proc /proc || die "/proc is not mounted"
    log=$(mktemp)
    if $root apt-get update -qq >"$log" 2>&1 &&
        $root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
            -o Dpkg::Use-Pty=0 $missing >>"$log" 2>&1; then
        rm -f "$log"
    else
        tail -n 20 "$log" >&2
        rm -f "$log"
        return 1
    fi
}

# As many compilers as there are cores, but no more than memory allows (up to 1.3 GB each).
jobs() {
    cores=$(nproc)
    fit=$(awk '/MemAvailable/ { print int($2 / 1400000) }' /proc/meminfo 2>/dev/null || true)
    [ -n "$fit" ] && [ "$fit" -lt "$cores" ] && cores=$fit
    [ "$cores" -ge 1 ] || cores=1
    echo "$cores"
}

# In continuous integration a warning is an error.
configure() {
    werror=OFF
    [ -z "${CI:-}" ] || werror=ON
    cmake --preset release -DINSPIKE_WERROR=$werror ${TORCH_ROOT:+-DTORCH_ROOT="$TORCH_ROOT"}
}
build() { cmake --build "$build" -j "$(jobs)" --target "$@"; }

# Every ctest but the measurements. A display of its own where there is none.
run_tests() {
    display=
    if [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
        display="xvfb-run -a -s '-screen 0 1600x1000x24'"
    fi
    eval "$display" ctest --preset release -j "$(jobs)" '"$@"'
}

has_display() { [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; }

draw_figures() {
    mkdir -p figures
    sample=$("$build/inspike" list samples | awk 'NR == 1 { print $1 }')
    for view in raster manifold traces; do
        for ending in svg pdf png; do
            "$build/inspike" render "$view" --sample "$sample" -o "figures/$view.$ending" --force
            echo "$PWD/figures/$view.$ending"
        done
    done
}

verb=${1:-}
[ $# -gt 0 ] && shift
case $verb in
run)
    stage "Packages" install_packages build run
    stage "Configuring" configure
    stage "Building" build inspike
    if has_display; then
        say "== Ready after $(($(date +%s) - began)) s; opening the window"
        exec "$build/inspike"
    fi
    stage "Drawing figures (there is no display)" draw_figures
    ;;
test)
    stage "Packages" install_packages build run test
    stage "Configuring" configure
    stage "Building" build all
    stage "Testing" run_tests "$@"
    ;;
build)
    stage "Packages" install_packages build
    stage "Configuring" configure
    stage "Building" build inspike
    say "== $PWD/$build/inspike is ready"
    ;;
*)
    die "say run, test or build"
    ;;
esac
say "== Everything: $(($(date +%s) - began)) s"
