// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/item_parts.h"

#include "core/analysis/natural_order.h"
#include "widgets/text/phrases.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

#include <algorithm>

namespace inspike {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(DataTree)
};

QString number(std::size_t value)
{
    return QLocale().toString(static_cast<qulonglong>(value));
}

QString shapeOf(const std::vector<std::size_t>& shape)
{
    QStringList parts;
    for (const std::size_t size : shape)
        parts.append(QString::number(size));
    return parts.join(QStringLiteral(" x "));
}

QString shapeOf(const std::vector<Axis>& axes)
{
    std::vector<std::size_t> shape;
    for (const Axis& axis : axes)
        shape.push_back(axis.size);
    return shapeOf(shape);
}

QString detailOf(const StreamData& data)
{
    struct Visitor
    {
        QString operator()(const SpikeTrains& s) const
        {
            return Words::tr("%1 spikes").arg(number(s.spikes()));
        }
        QString operator()(const EventStream& s) const
        {
            return Words::tr("%1 events").arg(number(s.size()));
        }
        QString operator()(const Signal& s) const
        {
            return Words::tr("%1 channels").arg(number(s.channels));
        }
        QString operator()(const Frames& s) const
        {
            return Words::tr("%1 frames").arg(number(s.count));
        }
        QString operator()(const Labels& s) const
        {
            return Words::tr("%1 labels").arg(number(s.values.size()));
        }
        QString operator()(const Tensor& s) const { return shapeOf(s.shape); }
        QString operator()(const Pairs& s) const
        {
            return Words::tr("%1 pairs").arg(number(s.items.size()));
        }
        QString operator()(const SampleList& s) const
        {
            return Words::tr("%1 samples").arg(number(s.items.size()));
        }
        QString operator()(const StoredStream& s) const
        {
            const AddressFacts& facts = s.source->facts();
            return (s.isEvents() ? Words::tr("%1 events") : Words::tr("%1 spikes"))
                .arg(number(static_cast<std::size_t>(facts.count)));
        }
    };
    return std::visit(Visitor(), data);
}

ItemDescription describe(const Recording& recording)
{
    ItemDescription description;
    description.icon = QStringLiteral("recording");
    description.summary = Words::tr("recording");
    QStringList tooltip{QString::fromStdString(recording.info.path.string())};
    for (const std::string& note : recording.info.notes)
        tooltip.append(QString::fromStdString(note));
    description.tooltip = tooltip.join(QStringLiteral("\n"));
    for (const NamedStream& stream : recording.streams)
        description.parts.push_back({QString::fromStdString(stream.name), detailOf(stream.data),
                                     QStringLiteral("stream"), QString::fromStdString(stream.id)});
    return description;
}

ItemDescription describe(const Model& model)
{
    const ModelInfo& info = model.info();
    ItemDescription description;
    description.icon = QStringLiteral("model");
    description.summary = Words::tr("model");
    QStringList tooltip{QString::fromStdString(info.summary)};
    for (const std::string& note : info.notes)
        tooltip.append(QString::fromStdString(note));
    description.tooltip = tooltip.join(QStringLiteral("\n"));
    description.parts.push_back({QString::fromStdString(info.summary),
                                 {},
                                 QStringLiteral("probe"),
                                 QString::fromStdString(info.summary)});
    description.parts.push_back(
        {Words::tr("Parameters"), number(info.parameterCount), QStringLiteral("stream"), {}});
    for (const InputInfo& input : info.inputs)
        description.parts.push_back({Words::tr("Input %1").arg(QString::fromStdString(input.name)),
                                     {},
                                     QStringLiteral("stream"),
                                     QString::fromStdString(input.help)});
    return description;
}

ItemDescription describe(const Run& run)
{
    ItemDescription description;
    description.icon = QStringLiteral("result");
    description.summary = Words::tr("run");
    QStringList tooltip{Words::tr("%1\non %2")
                            .arg(QString::fromStdString(run.made.modelFile),
                                 QString::fromStdString(run.made.recordingFile))};
    for (const std::string& note : run.notes)
        tooltip.append(QString::fromStdString(note));
    description.tooltip = tooltip.join(QStringLiteral("\n"));
    const auto add = [&](const auto& activations) {
        for (const auto& [id, activation] : activations) {
            const QString title =
                trParam(activation.probe.title.empty() ? id : activation.probe.title);
            const QString words = QStringLiteral("%1\n%2").arg(title, QString::fromStdString(id));
            // Modules of large networks: "lif/block.0.attn.q_lif".
            const std::size_t slash = id.find('/');
            if (slash == std::string::npos)
                description.parts.push_back(
                    {title, shapeOf(activation.axes()), QStringLiteral("probe"), words});
            else
                description.parts.push_back({QString::fromStdString(id.substr(slash + 1)),
                                             shapeOf(activation.axes()), QStringLiteral("probe"),
                                             words, QString::fromStdString(id.substr(0, slash))});
        }
    };
    add(run.outputs);
    const auto outputs = description.parts.size();
    add(run.probes);
    // "10" after "9".
    std::stable_sort(description.parts.begin() + static_cast<std::ptrdiff_t>(outputs),
                     description.parts.end(), [](const ItemPart& a, const ItemPart& b) {
                         return naturalLess(a.group.toStdString(), b.group.toStdString());
                     });
    description.expanded = true;
    return description;
}

} // namespace

ItemDescription describeItem(const Workspace& workspace, ItemId item)
{
    if (const auto recording = workspace.get<Recording>(item))
        return describe(*recording);
    if (const auto model = workspace.get<Model>(item))
        return describe(*model);
    if (const auto run = workspace.get<Run>(item))
        return describe(*run);
    return {};
}

} // namespace inspike
