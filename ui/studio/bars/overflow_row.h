// A row of controls that keeps those without room behind a button.
#pragma once

#include <QList>
#include <QWidget>

class QFrame;
class QToolButton;

namespace tessera::ui {

/// Lays controls out from the left at their own sizes. In a narrow row the last ones go into a
/// small popup, which a button at the end opens. The row never widens its window.
class OverflowRow : public QWidget {
    Q_OBJECT

public:
    explicit OverflowRow(QWidget* parent = nullptr);

    void add(QWidget* control);
    void setShown(QWidget* control, bool shown);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    bool event(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    struct Cell {
        QWidget* control;
        bool shown = true;
        bool fits = true;
    };

    void arrange();
    void place(QWidget* widget, int x);
    void openRest();
    void takeBack();  // from the popup

    QList<Cell> cells_;
    QToolButton* more_;
    QFrame* popup_;
};

}  // namespace tessera::ui
