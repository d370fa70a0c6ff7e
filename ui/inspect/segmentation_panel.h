// What a segmenter reads off the photo, and how well that agrees with what was painted.
#pragma once

#include <QTimer>

#include "core/jobs/reading_service.h"
#include "ui/inspect/inspect_panel.h"

class QLabel;

namespace tessera::ui {

class BarRows;
class PictureTile;

class SegmentationPanel : public InspectPanel {
    Q_OBJECT

public:
    explicit SegmentationPanel(QWidget* parent = nullptr);

    void addTo(InspectionWish& wish) const override;

    const BarRows& bars() const { return *bars_; }  ///< a class that is painted or read each
    const PictureTile& tile() const { return *tile_; }

    /// A reading takes as long as some dabs: it is made when photos pause for so long.
    static constexpr int kPause = 250;  ///< milliseconds

protected:
    /// Every model draws a photo; which of its inside renders keep for this doesn't matter.
    QString whyNot(const ModelInside& /*model*/) const override { return {}; }
    QString whyNotOf(const Palette& palette) const override;
    void showResult(const InspectionResult& result) override;
    void showNothing() override;

private:
    void show(const Reading& reading);

    PictureTile* tile_;
    QLabel* summary_;
    BarRows* bars_;
    Inspection waiting_;
    QTimer pause_;
    ReadingService service_;
};

}  // namespace tessera::ui
