#!/bin/sh
# SPDX-FileCopyrightText: The Inspike developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# One file that runs on other distributions. Needs linuxdeploy and its Qt plug-in in PATH (their releases are
# AppImages themselves) and a build made by installer/bootstrap.sh build.
#     installer/appimage/make_appimage.sh [BUILD_FOLDER]
# Writes Inspike-<version>-<architecture>.AppImage into the build folder.
set -eu
cd "$(dirname "$0")/../.."
build=${1:-build/release}
tree=$build/appimage

for tool in linuxdeploy linuxdeploy-plugin-qt; do
    command -v "$tool" >/dev/null || {
        echo "make_appimage: $tool is not in PATH" >&2
        exit 1
    }
done
rm -rf "$tree"
DESTDIR=$tree cmake --install "$build" --prefix /usr
cd "$build"
QMAKE=${QMAKE:-qmake6} linuxdeploy --appdir appimage --plugin qt --output appimage \
    --desktop-file appimage/usr/share/applications/io.github.inspike.Inspike.desktop
