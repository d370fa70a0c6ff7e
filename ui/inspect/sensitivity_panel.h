// Which label pixels, repainted, would change the newest pin.
#pragma once

#include "ui/inspect/inspect_panel.h"

class QLabel;
class QToolButton;

namespace tessera::ui {

class BarRows;
class HeatView;
class Pins;

/// On request alone: it costs a pass back through the whole network.
class SensitivityPanel : public InspectPanel {
    Q_OBJECT

public:
    SensitivityPanel(InspectionService& service, const Pins& pins, QWidget* parent = nullptr);

    void addTo(InspectionWish& wish) const override { wish.sensitivity = true; }
    QToolButton& find() const { return *find_; }

protected:
    QString whyNot(const ModelInside&) const override { return {}; }
    void showResult(const InspectionResult& result) override;
    void showNothing() override;

private:
    void start();
    void showFound(const SensitivityFindings& found);
    void showState();

    InspectionService& service_;
    const Pins& pins_;
    QToolButton* find_;
    QLabel* state_;
    HeatView* heat_;
    BarRows* bars_;
    quint64 shown_ = 0;  // revision
    SensitivityFindings found_;
    QImage photo_;  // that was found in
};

}  // namespace tessera::ui
