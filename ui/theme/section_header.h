// The quiet line above a panel: its name in small capitals and, at the right, what it offers.
#pragma once

#include <QWidget>

#include "ui/theme/theme.h"

class QLabel;
class QToolButton;

namespace tessera::ui {

/// Serves as a dock's title bar too (QDockWidget::setTitleBarWidget): presses on it are left to the
/// dock, which moves by it.
class SectionHeader : public QWidget {
    Q_OBJECT

public:
    explicit SectionHeader(const QString& title, QWidget* parent = nullptr);

    void setTitle(const QString& title);
    /// A hairline above it too, for a section that is not the first.
    void setLineAbove(bool shown) { lineAbove_ = shown; }

    /// Adds a quiet button at the right: text as in "FLOAT LIVE", or an icon. `name` is its tool
    /// tip and accessible name.
    QToolButton* addButton(const QString& text, const QString& name);
    QToolButton* addButton(Icon icon, const QString& name);

    /// A dock asks its title bar for this.
    QSize sizeHint() const override { return {QWidget::sizeHint().width(), height()}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QToolButton* add(const QString& name);

    QLabel* title_;
    bool lineAbove_ = false;
};

}  // namespace tessera::ui
