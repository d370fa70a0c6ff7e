// What every panel of the Inspect workspace is made of.
#pragma once

#include <QWidget>

#include "core/jobs/inspection/inspection_service.h"
#include "ui/theme/section_header.h"

class QLabel;
class QScrollArea;

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

    /// A dock behind another one's tab counts as visible to Qt, though nothing of it is seen.
    bool isShown() const { return isVisible() && !visibleRegion().isEmpty(); }

    void take(const InspectionResult& result);
    /// Shows nothing: what it had is of another model or size.
    void clear();

Q_SIGNALS:
    void wishChanged();

protected:
    /// Why a model has nothing to show here; empty: it has.
    virtual QString whyNot(const ModelInside& model) const = 0;
    virtual void showResult(const InspectionResult& result) = 0;
    virtual void showNothing() = 0;

    /// The contents, which scroll where there is no room.
    void setBody(QWidget* body);
    /// The reason for one missing part, or an empty text.
    static QString reason(const ModelInside& model, InspectionPart part);

private:
    void say(const QString& text);

    SectionHeader* header_;
    QScrollArea* scroll_;
    QLabel* reason_;
};

}  // namespace tessera::ui
