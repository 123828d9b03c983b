// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/transport_bar.h"

#include "widgets/theme/theme.h"
#include "widgets/view/icons.h"

#include <QComboBox>
#include <QFontMetrics>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QSignalBlocker>
#include <QSlider>
#include <QSpinBox>
#include <QToolButton>

#include <array>
#include <cmath>

namespace inspike {

namespace {

constexpr std::array kRates = {0.05, 0.1, 0.25, 0.5, 1.0, 2.0};
constexpr int kIconPx = 18;

// Says with dots that there is more.
class ElidedLabel : public QLabel
{
public:
    using QLabel::QLabel;

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        painter.setPen(palette().color(foregroundRole()));
        painter.drawText(contentsRect(), Qt::AlignLeft | Qt::AlignVCenter,
                         fontMetrics().elidedText(text(), Qt::ElideRight, contentsRect().width()));
    }
};

// Page down is the next trial here as everywhere else, not ten trials back.
class TrialBox : public QSpinBox
{
public:
    using QSpinBox::QSpinBox;

protected:
    void keyPressEvent(QKeyEvent* event) override
    {
        if (event->key() == Qt::Key_PageDown || event->key() == Qt::Key_PageUp)
            stepBy(event->key() == Qt::Key_PageDown ? 1 : -1);
        else
            QSpinBox::keyPressEvent(event);
    }
};

} // namespace

TransportBar::TransportBar(SelectionModel& model, QWidget* parent) : QWidget(parent), m_model(model)
{
    setObjectName(QStringLiteral("transportBar"));
    setAccessibleName(tr("Playback"));
    setAttribute(Qt::WA_StyledBackground);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(Theme::kSpacing, Theme::kSpacing / 2, Theme::kSpacing,
                            Theme::kSpacing / 2);
    row->setSpacing(Theme::kSpacing / 2);
    addPlayback();
    addTrialStepper();
    TimeCursor& cursor = model.cursor();
    connect(&cursor, &TimeCursor::moved, this, &TransportBar::showPosition);
    connect(&cursor, &TimeCursor::baseChanged, this, &TransportBar::showBase);
    connect(&cursor, &TimeCursor::playbackChanged, this, &TransportBar::showPlayback);
    connect(&model, &SelectionModel::trialsChanged, this, &TransportBar::showTrial);
    connect(&model, &SelectionModel::trialChanged, this, &TransportBar::showTrial);
    showBase();
    showPlayback();
    showTrial();
}

QToolButton* TransportBar::addButton(const char* iconName, const QString& name, const QString& keys)
{
    auto* button = new QToolButton(this);
    button->setIcon(icon(QString::fromLatin1(iconName)));
    button->setIconSize(QSize(kIconPx, kIconPx));
    button->setAutoRaise(true);
    button->setToolTip(keys.isEmpty() ? name : QStringLiteral("%1 (%2)").arg(name, keys));
    button->setAccessibleName(name);
    layout()->addWidget(button);
    return button;
}

void TransportBar::addPlayback()
{
    TimeCursor& cursor = m_model.cursor();
    connect(addButton("step-back", tr("Step back"), tr("Left")), &QToolButton::clicked, this,
            [&cursor] { cursor.stepBy(-1); });
    m_play = addButton("play", tr("Play or pause"), tr("Space"));
    connect(m_play, &QToolButton::clicked, this,
            [&cursor] { cursor.setPlaying(!cursor.playing()); });
    connect(addButton("step-forward", tr("Step forward"), tr("Right")), &QToolButton::clicked, this,
            [&cursor] { cursor.stepBy(1); });
    m_loop = addButton("loop", tr("Loop"), tr("L"));
    m_loop->setCheckable(true);
    connect(m_loop, &QToolButton::toggled, this, [&cursor](bool on) { cursor.setLoop(on); });

    m_rate = new QComboBox(this);
    m_rate->setAccessibleName(tr("Playback rate"));
    m_rate->setToolTip(tr("Playback rate: 1x is real time"));
    for (const double rate : kRates)
        m_rate->addItem(QStringLiteral("%1x").arg(rate), rate);
    connect(m_rate, &QComboBox::currentIndexChanged, this,
            [this, &cursor](int) { cursor.setRate(m_rate->currentData().toDouble()); });

    m_slider = new QSlider(Qt::Horizontal, this);
    m_slider->setAccessibleName(tr("Time cursor"));
    m_slider->setMinimumWidth(80);
    connect(m_slider, &QSlider::valueChanged, this, [&cursor](int step) {
        cursor.setPosition(cursor.base().low + step * cursor.base().step);
    });
    m_position = new QLabel(this);
    m_position->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    auto* row = static_cast<QHBoxLayout*>(layout());
    row->addWidget(m_rate);
    row->addSpacing(Theme::kSpacing);
    row->addWidget(m_slider, 1);
    row->addWidget(m_position);
}

void TransportBar::addTrialStepper()
{
    m_stepper = new QWidget(this);
    auto* row = new QHBoxLayout(m_stepper);
    row->setContentsMargins(2 * Theme::kSpacing, 0, 0, 0);
    row->setSpacing(Theme::kSpacing / 2);
    layout()->addWidget(m_stepper);
    auto* title = new QLabel(tr("Trial"), m_stepper);
    row->addWidget(title);
    m_trial = new TrialBox(m_stepper);
    m_trial->setAccessibleName(tr("Trial shown"));
    m_trial->setToolTip(tr("Trial shown by the raster and the traces (Page up, Page down)"));
    m_trial->setKeyboardTracking(false);
    title->setBuddy(m_trial);
    row->addWidget(m_trial);
    m_count = new QLabel(m_stepper);
    row->addWidget(m_count);
    m_outcome = new ElidedLabel(this); // also of the only trial
    m_outcome->setForegroundRole(QPalette::PlaceholderText);
    m_outcome->setContentsMargins(Theme::kSpacing, 0, 0, 0);
    m_outcome->setMinimumWidth(1); // gives way in a narrow window; the tooltip has it all
    layout()->addWidget(m_outcome);
    connect(m_trial, &QSpinBox::valueChanged, this,
            [this](int shown) { m_model.showTrial(shown - 1, this); });
}

void TransportBar::setTrialWords(std::function<QString(int)> words)
{
    m_words = std::move(words);
    showTrial();
}

QString TransportBar::trialText() const
{
    return QStringLiteral("%1 %2 %3").arg(m_trial->value()).arg(m_count->text(), m_outcome->text());
}

void TransportBar::showBase()
{
    const TimeBase& base = m_model.cursor().base();
    const QSignalBlocker blocker(m_slider);
    const int steps = base.empty() || base.step <= 0
                          ? 0
                          : static_cast<int>(std::lround((base.high - base.low) / base.step)) - 1;
    m_slider->setRange(0, std::max(0, steps));
    m_slider->setPageStep(std::max(1, steps / 10));
    // Without time there is nothing to play, but there may be other trials to step to.
    for (QWidget* part : findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly)) {
        if (part != m_stepper)
            part->setEnabled(!base.empty());
    }
    const QString widest =
        base.steps ? tr("Step %1").arg(base.high) : tr("%1 ms").arg(base.high, 0, 'f', 1);
    m_position->setMinimumWidth(QFontMetrics(m_position->font()).horizontalAdvance(widest) +
                                Theme::kSpacing);
    showPosition();
}

void TransportBar::showPosition()
{
    const TimeCursor& cursor = m_model.cursor();
    const TimeBase& base = cursor.base();
    const QSignalBlocker blocker(m_slider);
    if (base.step > 0)
        m_slider->setValue(
            static_cast<int>(std::lround((cursor.position() - base.low) / base.step)));
    m_position->setText(base.empty() ? QString()
                        : base.steps ? tr("Step %1").arg(cursor.position())
                                     : tr("%1 ms").arg(cursor.position(), 0, 'f', 1));
}

void TransportBar::showPlayback()
{
    const TimeCursor& cursor = m_model.cursor();
    m_play->setIcon(icon(cursor.playing() ? QStringLiteral("pause") : QStringLiteral("play")));
    const QSignalBlocker blockLoop(m_loop);
    m_loop->setChecked(cursor.loop());
    const QSignalBlocker blockRate(m_rate);
    m_rate->setCurrentIndex(m_rate->findData(cursor.rate()));
}

void TransportBar::showTrial()
{
    const QSignalBlocker blocker(m_trial);
    m_stepper->setVisible(m_model.trials() > 1);
    m_trial->setRange(1, std::max(1, m_model.trials()));
    m_trial->setValue(m_model.trial() + 1);
    m_count->setText(tr("of %1").arg(m_model.trials()));
    m_outcome->setText(m_words ? m_words(m_model.trial()) : QString());
    m_outcome->setToolTip(m_outcome->text());
    m_outcome->setVisible(!m_outcome->text().isEmpty());
}

} // namespace inspike
