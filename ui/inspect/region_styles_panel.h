// The style of each region (SEAN): whose photo, which code, and which regions are alike.
#pragma once

#include "ui/inspect/inspect_panel.h"

class QLabel;

namespace tessera {
class Painting;
}

namespace tessera::ui {

class CodeRows;

class RegionStylesPanel : public InspectPanel {
    Q_OBJECT

public:
    /// `painting` says which photos the styles are from.
    explicit RegionStylesPanel(const Painting& painting, QWidget* parent = nullptr);

    void addTo(InspectionWish& wish) const override;

    const CodeRows& rows() const { return *rows_; }

protected:
    QString whyNot(const ModelInside& model) const override;
    void showResult(const InspectionResult& result) override;
    void showNothing() override;

private:
    const Painting& painting_;
    CodeRows* rows_;
    QLabel* pointed_;
};

}  // namespace tessera::ui
