// A class, its channels, a tile a channel.
#include "ui/inspect/features_panel.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QLocale>
#include <QRegularExpression>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

#include "core/jobs/inspection/colour_map.h"
#include "ui/inspect/picture_tile.h"
#include "ui/inspect/tile_grid.h"

namespace tessera::ui {

namespace {
constexpr int kBest = 8;
constexpr int kMostChannels = 64;  // tiles at once
}  // namespace

std::optional<std::vector<int>> channelsFrom(const QString& text, int count) {
    static const QRegularExpression range(
        QStringLiteral("^(\\d{1,5})(?:\\s*[-–]\\s*(\\d{1,5}))?$"));
    std::vector<int> channels;
    for (const QString& part : text.split(QLatin1Char(','), Qt::SkipEmptyParts)) {
        const QRegularExpressionMatch match = range.match(part.trimmed());
        const int first = match.captured(1).toInt();
        const int last = match.captured(2).isEmpty() ? first : match.captured(2).toInt();
        if (!match.hasMatch() || last < first || last >= count ||
            last - first + static_cast<int>(channels.size()) >= kMostChannels) {
            return std::nullopt;
        }
        for (int channel = first; channel <= last; ++channel) {
            channels.push_back(channel);
        }
    }
    return channels;
}

FeaturesPanel::FeaturesPanel(QWidget* parent)
    : InspectPanel(tr("Features"), parent),
      class_(new QComboBox),
      channels_(new QLineEdit),
      grid_(new TileGrid) {
    common_ = header()->addButton(tr("Common scale"), tr("One range of colours for all channels"));
    common_->setCheckable(true);
    describe(class_, tr("Class"), tr("Whose own pixels the features are shown of"));
    channels_->setPlaceholderText(tr("Channels: the best"));
    describe(channels_,
             tr("Channels"),
             tr("Such as 30-32, 50-52; empty: those that best tell the class from the rest"));
    grid_->setToolTip(tr("Click: on the canvas, under the kernels"));
    auto* choice = new QHBoxLayout;
    choice->setContentsMargins(12, 12, 12, 0);
    choice->addWidget(class_);
    choice->addWidget(channels_, 1);
    auto* body = new QWidget;
    auto* column = new QVBoxLayout(body);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(choice);
    column->addWidget(grid_, 1);
    setBody(body);
    offerFigure([](const FigureSubjects& shown, const InspectionWish& wish) {
        const InspectionWish::Features features =
            wish.features.value_or(InspectionWish::Features());
        return featuresFigure(shown,
                              {{features.channel},
                               features.channels,
                               features.best,
                               features.commonScale,
                               wish.decoder});
    });
    connect(class_, &QComboBox::activated, this, &InspectPanel::wishChanged);
    connect(common_, &QToolButton::toggled, this, &InspectPanel::wishChanged);
    connect(channels_, &QLineEdit::editingFinished, this, &FeaturesPanel::readChannels);
    connect(grid_, &TileGrid::clicked, this, &FeaturesPanel::solo);
}

QString FeaturesPanel::whyNot(const ModelInside& model) const {
    return reason(model, InspectionPart::Features);
}

void FeaturesPanel::addTo(InspectionWish& wish) const {
    InspectionWish::Features features;
    features.channel = static_cast<quint16>(class_->currentData().toUInt());
    features.channels = chosen_;
    features.best = kBest;
    features.commonScale = common_->isChecked();
    features.solo = solo_;
    wish.features = features;
}

// The class that is chosen stays, also while it is painted over.
void FeaturesPanel::listClasses(const std::vector<ClassShare>& classes) {
    const QSignalBlocker blocker(class_);
    const QVariant chosen = class_->currentData();
    class_->clear();
    for (const ClassShare& one : classes) {
        class_->addItem(one.name, one.channel);
    }
    class_->setCurrentIndex(std::max(0, class_->findData(chosen)));
}

void FeaturesPanel::readChannels() {
    const int count = class_->property("channels").toInt();
    if (const auto channels = channelsFrom(channels_->text(), count)) {
        if (*channels != chosen_) {
            chosen_ = *channels;
            Q_EMIT wishChanged();
        }
        describe(channels_, tr("Channels"));
    } else {
        describe(channels_,
                 tr("Channels"),
                 tr("Channels are 0 to %1, such as 30-32, 50-52").arg(count - 1));
    }
}

void FeaturesPanel::showResult(const InspectionResult& result) {
    class_->setProperty("channels", result.inspection.model().featureChannels);
    listClasses(result.inspection.classes());
    if (!result.features) {
        return;
    }
    const FeatureFindings& found = *result.features;
    if (found.channel != class_->currentData().toUInt()) {
        Q_EMIT wishChanged();  // its class was painted over: another one is chosen
        return;
    }
    shown_.clear();
    grid_->setTiles(static_cast<qsizetype>(found.maps.size()), [&](qsizetype i, PictureTile& tile) {
        const FeatureFindings::Map& map = found.maps[static_cast<size_t>(i)];
        shown_.push_back(map.of.channel);
        tile.setCheckable(true);
        tile.setChecked(solo_ == map.of.channel);
        tile.setPicture(heatImage(map.values, map.low, map.high),
                        tr("%1 · AUC %2 · %3–%4")
                            .arg(map.of.channel)
                            .arg(QLocale().toString(map.of.auc, 'f', 2),
                                 shortNumber(map.low),
                                 QLocale().toString(map.high, 'g', 2)));
        tile.setToolTip(
            tr("Channel %1, %2 to %3, Fisher %4")
                .arg(map.of.channel)
                .arg(shortNumber(map.low), shortNumber(map.high), shortNumber(map.of.fisher)));
    });
}

void FeaturesPanel::showNothing() {
    grid_->setTiles(0, {});
    shown_.clear();
    solo_.reset();
}

void FeaturesPanel::solo(qsizetype index) {
    if (static_cast<size_t>(index) < shown_.size()) {
        const int channel = shown_[static_cast<size_t>(index)];
        solo_ = solo_ == channel ? std::nullopt : std::optional(channel);
        if (solo_) {
            Q_EMIT tookCanvas();
        }
        Q_EMIT wishChanged();
    }
}

void FeaturesPanel::leaveCanvas() {
    solo_.reset();
}

}  // namespace tessera::ui
