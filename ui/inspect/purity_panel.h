// Semantic purity: how much of each kernel's weight falls on the pixel's own class, against other
// ways of upsampling.
#pragma once

#include "ui/inspect/inspect_panel.h"

class QComboBox;
class QLabel;
class QTableWidget;
class QToolButton;

namespace tessera::ui {

class HeatView;

class PurityPanel : public InspectPanel {
    Q_OBJECT

public:
    explicit PurityPanel(QWidget* parent = nullptr);

    void addTo(InspectionWish& wish) const override;
    const QTableWidget& table() const { return *table_; }

protected:
    QString whyNot(const ModelInside& model) const override;
    void showResult(const InspectionResult& result) override;
    void showNothing() override;

private:
    void listLevels(int levels);
    void fillTable();
    void fillRow(int line, const PurityRow& row);

    HeatView* heat_;
    QTableWidget* table_;
    QComboBox* level_;
    QComboBox* how_;
    QToolButton* borders_;
    QLabel* pointed_;
    PurityFindings found_;
};

/// What the ways are called, in the order of Upsampling.
QStringList upsamplingNames();

}  // namespace tessera::ui
