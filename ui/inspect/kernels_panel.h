// SAU's kernels at the pins and under the pointer (Eq. 1, Fig. 5).
#pragma once

#include "ui/inspect/inspect_panel.h"
#include "ui/inspect/pins.h"

class QLabel;
class QToolButton;

namespace tessera::ui {

class KernelList;

class KernelsPanel : public InspectPanel {
    Q_OBJECT

public:
    explicit KernelsPanel(Pins& pins, QWidget* parent = nullptr);

    void addTo(InspectionWish& wish) const override;
    KernelList& list() const { return *list_; }
    QToolButton& pinButton() const { return *pin_; }  ///< checked while pixels are being pinned

protected:
    QString whyNot(const ModelInside& model) const override;
    void showResult(const InspectionResult& result) override;
    void showNothing() override;

private:
    void showCount();

    const Pins& pins_;
    KernelList* list_;
    QToolButton* pin_;
    QLabel* count_;
};

}  // namespace tessera::ui
