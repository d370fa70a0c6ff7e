// The same painting with less of the network: what each part adds with these weights.
#pragma once

#include "ui/inspect/inspect_panel.h"

class QToolButton;

namespace tessera::ui {

class TileGrid;

class AblationPanel : public InspectPanel {
    Q_OBJECT

public:
    explicit AblationPanel(QWidget* parent = nullptr);

    void addTo(InspectionWish& wish) const override;
    TileGrid& grid() const { return *grid_; }

protected:
    QString whyNot(const ModelInside& model) const override;
    void showResult(const InspectionResult& result) override;
    void showNothing() override;

private:
    void fill();

    TileGrid* grid_;
    QToolButton* differences_;
    AblationFindings found_;
};

}  // namespace tessera::ui
