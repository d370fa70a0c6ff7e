// Lends the canvas to an insertion, from its start to its end.
#pragma once

#include <QObject>
#include <memory>

#include "ui/change/canvas_loan.h"

namespace tessera {
class Painting;
}

namespace tessera::ui {

class InsertBar;
class InsertTool;
struct InsertSource;

/// A child of the canvas that deletes itself when the insertion was applied or given up. While it
/// lives the canvas has the tool and shows its bar.
class Placing : public QObject {
    Q_OBJECT

public:
    Placing(Painting& painting, CanvasView& canvas, const InsertSource& source);
    ~Placing() override;

    InsertTool& tool() const { return *tool_; }

private:
    InsertTool* tool_;
    std::unique_ptr<InsertBar> bar_;
    std::unique_ptr<CanvasLoan> loan_;
};

}  // namespace tessera::ui
