// What every panel of the Inspect workspace is made of.
#pragma once

#include <QWidget>
#include <functional>

#include "core/jobs/figures/figures.h"
#include "core/jobs/inspection/inspection_service.h"
#include "ui/theme/section_header.h"

class QLabel;
class QScrollArea;
class QToolButton;

namespace tessera::ui {

/// Says what it wants of a render while it is visible, and shows what came. Where the model lacks
/// the part, it says why instead.
class InspectPanel : public QWidget {
    Q_OBJECT

public:
    explicit InspectPanel(const QString& title, QWidget* parent = nullptr);

    /// It heads the panel until it is made a dock's title bar.
    SectionHeader* header() const { return header_; }

    /// Adds what it shows to the wish. Not asked while the panel is hidden.
    virtual void addTo(InspectionWish& wish) const = 0;

    /// A dock behind another one's tab counts as visible to Qt, which has moved it out of the
    /// window.
    bool isShown() const;

    void take(const InspectionResult& result);
    /// Shows nothing: what it had is of another model or size.
    void clear();
    /// Another panel has the canvas now.
    virtual void leaveCanvas() {}

    /// What it shows, for print. Throws std::runtime_error, one line, where nothing is
    /// shown.
    Figure figure() const;

Q_SIGNALS:
    void wishChanged();
    void tookCanvas();  ///< what was clicked is to be seen in place of the photo

protected:
    /// Why a model has nothing to show here; empty: it has.
    virtual QString whyNot(const ModelInside& model) const = 0;
    /// The same of the model's palette.
    virtual QString whyNotOf(const Palette& palette) const;
    virtual void showResult(const InspectionResult& result) = 0;
    virtual void showNothing() = 0;

    using MakeFigure = std::function<Figure(const FigureSubjects&, const InspectionWish&)>;
    /// Adds the button that exports what is shown. `make` may throw as figure().
    void offerFigure(MakeFigure make);

    /// The contents, which scroll where there is no room.
    void setBody(QWidget* body);
    /// The reason for one missing part, or an empty text.
    static QString reason(const ModelInside& model, InspectionPart part);

private:
    void say(const QString& text);
    void exportShown();

    SectionHeader* header_;
    QScrollArea* scroll_;
    QLabel* reason_;
    QToolButton* export_ = nullptr;
    MakeFigure make_;
    Inspection shown_;     // null: nothing to make a figure of
    InspectionWish wish_;  // that it answers
};

}  // namespace tessera::ui
