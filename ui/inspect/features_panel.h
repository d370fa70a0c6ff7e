// Class-specific feature maps F_i (Fig. 12).
#pragma once

#include <vector>

#include "ui/inspect/inspect_panel.h"

class QComboBox;
class QLineEdit;
class QToolButton;

namespace tessera::ui {

class TileGrid;

class FeaturesPanel : public InspectPanel {
    Q_OBJECT

public:
    explicit FeaturesPanel(QWidget* parent = nullptr);

    void addTo(InspectionWish& wish) const override;
    void leaveCanvas() override;
    TileGrid& grid() const { return *grid_; }

protected:
    QString whyNot(const ModelInside& model) const override;
    void showResult(const InspectionResult& result) override;
    void showNothing() override;

private:
    void listClasses(const std::vector<ClassShare>& classes);
    void readChannels();
    void solo(qsizetype index);

    QComboBox* class_;
    QLineEdit* channels_;
    QToolButton* common_;
    TileGrid* grid_;
    std::vector<int> chosen_;  // empty: the best
    std::vector<int> shown_;   // a channel a tile
    std::optional<int> solo_;  // channel that the canvas shows
};

/// "30-32, 50, 52" as channels, in order; none where it says something else or one is `count` or
/// above.
std::optional<std::vector<int>> channelsFrom(const QString& text, int count);

}  // namespace tessera::ui
