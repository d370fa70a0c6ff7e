// "Replace class": what of one class there is becomes another one, everywhere or in a lasso.
#pragma once

#include <QDialog>
#include <memory>

#include "ui/change/canvas_loan.h"
#include "ui/change/live_change.h"

class QLabel;
class QPushButton;
class QRadioButton;

namespace tessera::ui {

class ClassCombo;
class RegionTool;

/// Stays beside the canvas, which shows every choice at once. On the canvas a drag draws the lasso
/// and a click picks the class to replace, for as long as the dialog is open.
class ReplaceDialog : public QDialog {
    Q_OBJECT

public:
    ReplaceDialog(Painting& painting, CanvasView& canvas, QWidget* parent = nullptr);
    ~ReplaceDialog() override;

    /// The class to replace, and what it becomes; kVoid for no class. A class that would become
    /// itself becomes the most painted other one, or the palette's next where there is none.
    void setFrom(uint16_t label);
    void setTo(uint16_t label);
    uint16_t from() const;
    uint16_t to() const;

    void done(int result) override;

private:
    QWidget* createChoices();
    QWidget* createScope();
    void connectTool(CanvasView& canvas);
    void listClasses();
    uint16_t otherThan(uint16_t label) const;
    void pickFrom(const QPoint& pixel);
    void preview();
    void say(qint64 pixels);

    Painting& painting_;
    LiveChange change_;
    LabelMap before_;  // the painting's labels when the dialog was opened
    RegionTool* tool_;
    std::unique_ptr<CanvasLoan> loan_;
    ClassCombo* from_ = nullptr;
    ClassCombo* to_ = nullptr;
    QRadioButton* everywhere_ = nullptr;
    QRadioButton* inLasso_ = nullptr;
    QLabel* count_ = nullptr;
    QPushButton* replace_ = nullptr;
};

}  // namespace tessera::ui
