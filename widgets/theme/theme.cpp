// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/theme/theme.h"

#include "widgets/text/fonts.h"
#include "widgets/theme/style_sheet.h"

#include <QApplication>
#include <QStyleFactory>

#include <algorithm>
#include <array>

namespace inspike {
namespace {

// Okabe and Ito 2008, safe for colour-blind readers. Neighbours 2n and 2n + 1 are of one family, so
// that two contexts with two choices each read as two hues in two strengths.
constexpr std::array<QRgb, 8> kCategoriesLight = {0x0072B2, 0x56B4E9, 0xD55E00, 0xE69F00,
                                                  0x009E73, 0xCC79A7, 0x5A5A5A, 0xC8B400};
// The same hues, lifted to keep their contrast on a near-black canvas.
constexpr std::array<QRgb, 8> kCategoriesDark = {0x3E8FE0, 0x8AD0F5, 0xF0703A, 0xF5BC4A,
                                                 0x22B98C, 0xDD95BC, 0xB4B8BE, 0xF0E442};

enum Category { Blue = 0, Vermilion = 2, Orange = 3, Green = 4 };

Theme& themeInUse()
{
    static Theme theme;
    return theme;
}

bool systemIsDark(const QApplication& application)
{
    // The palette before this program changed it is the only hint that Qt 6.4 gives.
    static const bool dark = application.palette().color(QPalette::Window).lightness() < 128;
    return dark;
}

} // namespace

Theme::Theme(bool dark) : m_dark(dark) {}

QColor Theme::colour(Colour role) const
{
    const auto& categories = m_dark ? kCategoriesDark : kCategoriesLight;
    const Furniture furniture = furnitureOf(m_dark);
    switch (role.role) {
    case ColourRole::Foreground:
        return m_dark ? QColor(0xE3E5E9) : QColor(0x1A1A1A);
    case ColourRole::Muted:
        return m_dark ? QColor(0x8B929C) : QColor(0x7A828C);
    case ColourRole::Accent:
        return furniture.accent;
    case ColourRole::Threshold:
        return m_dark ? QColor(0xB4B8BE) : QColor(0x4A4F57);
    case ColourRole::Shade:
        return m_dark ? QColor(0x26292E) : QColor(0xECEEF1);
    case ColourRole::Category:
        return QColor(categories[static_cast<std::size_t>(std::max(role.index, 0)) % 8]);
    case ColourRole::Audio:
        return QColor(categories[Blue]);
    case ColourRole::Visual:
        return QColor(categories[Orange]);
    case ColourRole::Text:
        return QColor(categories[Green]);
    case ColourRole::Static:
        return m_dark ? QColor(0x94A7BF) : QColor(0x667D99);
    case ColourRole::Event:
        return QColor(categories[Vermilion]);
    case ColourRole::On:
        return QColor(categories[Vermilion]);
    case ColourRole::Off:
        return QColor(categories[Blue]);
    case ColourRole::Sequential:
        return QColor(viridis()[m_dark ? 200 : 90]);
    }
    return {};
}

QColor Theme::canvas() const
{
    return furnitureOf(m_dark).base;
}

QColor Theme::window() const
{
    return furnitureOf(m_dark).window;
}

QColor Theme::selection() const
{
    return m_dark ? QColor(0x24405A) : QColor(0xD6E8F7);
}

QColor Theme::faded(QColor colour, double share) const
{
    const QColor below = canvas();
    const auto mix = [share](int over, int under) {
        return static_cast<int>(over * share + under * (1.0 - share) + 0.5);
    };
    return {mix(colour.red(), below.red()), mix(colour.green(), below.green()),
            mix(colour.blue(), below.blue())};
}

void applyTheme(QApplication& application, ThemeMode mode)
{
    const bool system = systemIsDark(application); // ask before the palette changes
    const bool dark = mode == ThemeMode::System ? system : mode == ThemeMode::Dark;
    themeInUse() = Theme(dark);
    const Furniture furniture = furnitureOf(dark);
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    QApplication::setPalette(paletteOf(furniture));
    QApplication::setFont(interfaceFont());
    application.setStyleSheet(styleSheetOf(furniture));
}

const Theme& currentTheme()
{
    return themeInUse();
}

} // namespace inspike
