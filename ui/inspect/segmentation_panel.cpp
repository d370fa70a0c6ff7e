// Picture, two numbers, a bar a class.
#include "ui/inspect/segmentation_panel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QVBoxLayout>

#include "core/jobs/resources.h"
#include "ui/inspect/bar_rows.h"
#include "ui/inspect/picture_tile.h"
#include "ui/theme/theme.h"

namespace tessera::ui {

SegmentationPanel::SegmentationPanel(QWidget* parent)
    : InspectPanel(tr("Segmentation"), parent),
      tile_(new PictureTile),
      summary_(new QLabel),
      bars_(new BarRows) {
    setRole(summary_, Role::Muted);
    summary_->setWordWrap(true);
    auto* numbers = new QVBoxLayout;
    numbers->setSpacing(Metrics::half);
    numbers->addWidget(summary_);
    numbers->addWidget(bars_);
    numbers->addStretch();
    auto* body = new QWidget;
    auto* row = new QHBoxLayout(body);
    row->setContentsMargins(12, 12, 12, 12);
    row->setSpacing(12);
    row->addWidget(tile_, 1, Qt::AlignTop);
    row->addLayout(numbers, 1);
    setBody(body);
    pause_.setSingleShot(true);
    pause_.setInterval(kPause);
    connect(&pause_, &QTimer::timeout, this, [this] { service_.read(waiting_); });
    connect(&service_, &ReadingService::finished, this, &SegmentationPanel::show);
    connect(&service_, &ReadingService::failed, this, [this](const QString& reason) {
        showNothing();
        summary_->setText(reason);
    });
    offerFigure([](const FigureSubjects& shown, const InspectionWish&) {
        return segmentationFigure(shown, LabelReader(shown.front().inspection.palette()));
    });
}

QString SegmentationPanel::whyNotOf(const Palette& palette) const {
    return segmenterFor(palette.id()).isEmpty()
               ? tr("no segmenter here reads the classes of the palette %1").arg(palette.id())
               : QString();
}

void SegmentationPanel::addTo(InspectionWish& wish) const {
    wish.segmentation = true;
}

void SegmentationPanel::showResult(const InspectionResult& result) {
    waiting_ = result.inspection;
    pause_.start();
}

void SegmentationPanel::showNothing() {
    pause_.stop();
    service_.forget();
    tile_->setPicture({}, {});
    summary_->clear();
    bars_->setBars({});
}

void SegmentationPanel::show(const Reading& reading) {
    const QLocale locale;
    const auto number = [&](double value) { return locale.toString(value, 'f', 2); };
    tile_->setPicture(reading.picture, tr("read off the photo"));
    summary_->setText(
        tr("accuracy %1, mIoU %2")
            .arg(number(reading.agreement.accuracy), number(reading.agreement.meanIou)));
    QList<Bar> bars;
    for (int i = 0; i < reading.palette.size(); ++i) {
        if (const std::optional<double>& iou = reading.agreement.iou[static_cast<size_t>(i)]) {
            const auto position = static_cast<quint16>(i);
            bars.append({reading.palette.nameOf(position),
                         reading.palette.colorOf(position),
                         *iou,
                         number(*iou)});
        }
    }
    bars_->setBars(bars);
}

}  // namespace tessera::ui
