// The weight maps of Eq. 7: which pixels the photo took from the local branch.
#pragma once

#include "ui/inspect/inspect_panel.h"

class QLabel;
class QSlider;

namespace tessera::ui {

class BarRows;
class HeatView;
class Histogram;

class WeightsPanel : public InspectPanel {
    Q_OBJECT

public:
    explicit WeightsPanel(QWidget* parent = nullptr);

    void addTo(InspectionWish& wish) const override;
    const BarRows& bars() const { return *bars_; }

protected:
    QString whyNot(const ModelInside& model) const override;
    void showResult(const InspectionResult& result) override;
    void showNothing() override;

private:
    HeatView* heat_;
    Histogram* histogram_;
    BarRows* bars_;
    QLabel* pointed_;
    QSlider* opacity_;
};

}  // namespace tessera::ui
