// What each class's own generator drew (I^l_gi of Eq. 3), and the two branches whole.
#pragma once

#include <optional>
#include <vector>

#include "ui/inspect/inspect_panel.h"

class QToolButton;

namespace tessera::ui {

class TileGrid;

/// A click shows a class's output alone on the canvas, M leaves a class's output out of the photo.
class ClassOutputsPanel : public InspectPanel {
    Q_OBJECT

public:
    explicit ClassOutputsPanel(QWidget* parent = nullptr);

    void addTo(InspectionWish& wish) const override;
    void leaveCanvas() override;
    TileGrid& grid() const { return *grid_; }
    QToolButton& masked() const { return *masked_; }

protected:
    QString whyNot(const ModelInside& model) const override;
    void showResult(const InspectionResult& result) override;
    void showNothing() override;

private:
    void solo(qsizetype index);
    void mute(qsizetype index);

    TileGrid* grid_;
    QToolButton* masked_;
    std::vector<quint16> channels_;  // of the tiles
    std::vector<quint16> muted_;
    std::optional<quint16> solo_;
};

}  // namespace tessera::ui
