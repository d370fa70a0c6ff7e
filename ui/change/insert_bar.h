// The small bar over the canvas while something is placed: flip, place, cancel.
#pragma once

#include <QFrame>

class QHBoxLayout;
class QLabel;
class QToolButton;

namespace tessera::ui {

class InsertTool;

class InsertBar : public QFrame {
    Q_OBJECT

public:
    /// Lies at the upper edge of `host`. The tool outlives the bar.
    InsertBar(InsertTool& tool, QWidget* host);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    QToolButton* addFlip(QHBoxLayout* row, Qt::Orientation direction);
    void follow();
    void place();

    InsertTool& tool_;
    QLabel* where_ = nullptr;
    QToolButton* mirror_ = nullptr;
    QToolButton* upsideDown_ = nullptr;
};

}  // namespace tessera::ui
